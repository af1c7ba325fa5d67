import { Waypoints } from 'lucide-react';
import { useStore } from 'zustand';
import type { FileView } from '../../worker/protocol.ts';
import { askPasted } from '../search/paste-text.ts';
import { useStores } from '../stores/stores.ts';
import { linesOf } from './emphasis.ts';
import styles from './viewer.module.css';

interface LikeSelectionProps {
  /** What is selected in the code; may be empty. */
  readonly selected: string;
  readonly view: FileView;
}

/** Looks for what is like the selected code, or the lines that the address names; nothing while there are none. */
export function LikeSelection({ selected, view }: LikeSelectionProps) {
  const stores = useStores();
  const lines = useStore(stores.place, (state) => (state.path === view.path ? state.lines : null));
  const isSelected = /\w\W*\w/.test(selected);
  if (!isSelected && lines === null) return null;
  const label = isSelected ? 'More like the selection' : 'More like these lines';
  return (
    <button
      type="button"
      className={styles.like}
      aria-label={label}
      title={label}
      // The selection stays.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() =>
        askPasted(stores, isSelected || lines === null ? selected : linesOf(view.text, lines))
      }
    >
      <Waypoints size={14} aria-hidden />
      <span>{label}</span>
    </button>
  );
}
