import { useRef } from 'react';
import { Button } from '../components/button.tsx';
import { ARCHIVE_TYPES, sourceOfFiles } from '../library/sources.ts';
import { useIntake } from '../library/use-intake.ts';
import styles from './storage-sheet.module.css';

/** Takes in an index that was exported elsewhere, or an archive. */
export function ImportButton({ onStart }: { readonly onStart: () => void }) {
  const { open } = useIntake();
  const input = useRef<HTMLInputElement>(null);
  return (
    <p className={styles.import}>
      <Button onClick={() => input.current?.click()}>Import a pack</Button>
      <span className={styles.quiet}>
        or drop a .vgpack on the page. It is checked as a whole before anything is stored.
      </span>
      <input
        ref={input}
        type="file"
        accept={ARCHIVE_TYPES}
        aria-label="Pack to import"
        tabIndex={-1}
        hidden
        onChange={(event) => {
          const source = sourceOfFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
          if (!source) return;
          onStart();
          void open(source);
        }}
      />
    </p>
  );
}
