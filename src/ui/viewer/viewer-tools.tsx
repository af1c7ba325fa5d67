import { ClipboardCopy, Link, Text, WrapText } from 'lucide-react';
import { useStore } from 'zustand';
import type { FileView } from '../../worker/protocol.ts';
import { permalinkOf } from '../app/place.ts';
import { IconButton } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { useStores } from '../stores/stores.ts';
import { linesOf } from './emphasis.ts';
import styles from './viewer.module.css';

interface ViewerToolsProps {
  readonly view: FileView | null;
  readonly path: string;
}

export function ViewerTools({ view, path }: ViewerToolsProps) {
  const { place, settings } = useStores();
  const wrap = useStore(settings, (state) => state.wrap);
  const anchored = useStore(place, (state) => state.lines !== null);
  return (
    <>
      <span className={styles.optional}>
        <CopyButton
          label={anchored ? 'Copy the path with lines' : 'Copy the path'}
          text={() => placeText(path, place.getState().lines)}
        >
          <Text size={16} />
        </CopyButton>
      </span>
      <CopyButton
        label="Copy a permalink"
        text={() => new URL(permalinkOf(place.getState()), location.href).href}
      >
        <Link size={16} />
      </CopyButton>
      {view && (
        <CopyButton
          label={anchored ? 'Copy the chosen lines' : 'Copy the code'}
          text={() => {
            const { lines } = place.getState();
            return lines ? linesOf(view.text, lines) : view.text;
          }}
        >
          <ClipboardCopy size={16} />
        </CopyButton>
      )}
      <IconButton
        label="Wrap long lines"
        aria-pressed={wrap}
        onClick={() => settings.setState({ wrap: !wrap })}
      >
        <WrapText size={16} />
      </IconButton>
    </>
  );
}

/** `src/a.ts:12-30`, as editors and terminals take it. */
function placeText(path: string, lines: { start: number; end: number } | null): string {
  if (lines === null) return path;
  return lines.start === lines.end
    ? `${path}:${lines.start}`
    : `${path}:${lines.start}-${lines.end}`;
}
