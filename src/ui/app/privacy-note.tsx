import { ShieldCheck } from 'lucide-react';
import { IconButton } from '../components/button.tsx';
import { Popover, usePopover } from '../components/popover.tsx';
import styles from './privacy-note.module.css';

export function PrivacyNote() {
  const { anchor, open, toggle, close } = usePopover();
  return (
    <>
      <IconButton
        label="Nothing leaves this device"
        aria-expanded={open}
        onClick={(event) => toggle(event.currentTarget)}
      >
        <ShieldCheck size={16} />
      </IconButton>
      {anchor && (
        <Popover
          label="Nothing leaves this device"
          anchor={anchor}
          align="end"
          className={styles.panel}
          onClose={close}
        >
          <h2 className={styles.title}>Nothing leaves this device</h2>
          <p>There is no server behind this page, only files that it was loaded from.</p>
          <ul>
            <li>Reading, indexing, the language model and searching all run in this browser.</li>
            <li>
              The index is stored in this browser, for this site only. Removing it here is final.
            </li>
            <li>
              A content security policy forbids the page and its engine to contact any other place;
              your browser enforces it.
            </li>
            <li>Files that look like secrets are left out, and listed so that you can check.</li>
          </ul>
        </Popover>
      )}
    </>
  );
}
