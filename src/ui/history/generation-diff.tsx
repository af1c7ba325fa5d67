import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { FileChange, Generation, RepositorySummary } from '../../domain/api.ts';
import { toFailure } from '../app/error-text.ts';
import { printable } from '../app/printable.ts';
import { Failure } from '../components/failure.tsx';
import { textPixels } from '../components/text-pixels.ts';
import type { Loaded } from '../stores/loaded-store.ts';
import { useStores } from '../stores/stores.ts';
import styles from './generation-diff.module.css';
import { chunkText } from './history-text.ts';

interface GenerationDiffProps {
  readonly repository: RepositorySummary;
  readonly from: Generation;
  readonly to: Generation;
  readonly onLeave: () => void;
}

const ROW_HEIGHT_PX = textPixels(28);
const MOST_VISIBLE_ROWS = 12;

const SIGNS: Readonly<Record<FileChange['change'], string>> = {
  added: '+',
  removed: '−',
  changed: '~',
};

/** The files that two generations differ in; what is still indexed opens. */
export function GenerationDiff({ repository, from, to, onLeave }: GenerationDiffProps) {
  const { history } = useStores();
  const { id } = repository;
  const [state, setState] = useState<Loaded<null, readonly FileChange[]>>({ state: 'unasked' });
  useEffect(() => {
    let over = false;
    history.diff({ id, from, to }).then(
      (value) => {
        if (!over) setState({ state: 'ready', key: null, value });
      },
      (error: unknown) => {
        if (!over) setState({ state: 'failed', key: null, failure: toFailure(error) });
      },
    );
    return () => {
      over = true;
    };
  }, [history, id, from, to]);
  if (state.state === 'failed') return <Failure failure={state.failure} />;
  if (state.state !== 'ready') return null;
  if (state.value.length === 0) {
    return <p className={styles.none}>No file differs; vectors may.</p>;
  }
  return <ChangeList changes={state.value} repository={repository} onLeave={onLeave} />;
}

interface ChangeListProps {
  readonly changes: readonly FileChange[];
  readonly repository: RepositorySummary;
  readonly onLeave: () => void;
}

function ChangeList({ changes, repository, onLeave }: ChangeListProps) {
  const { place } = useStores();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 8,
  });
  const open = (path: string) => {
    onLeave();
    place.go({ repository: repository.name, path, lines: null });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields are grouped here.
    <div
      ref={scroller}
      role="group"
      aria-label="Files that differ"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reached by the keyboard.
      tabIndex={0}
      className={styles.list}
      style={{ height: Math.min(changes.length, MOST_VISIBLE_ROWS) * ROW_HEIGHT_PX }}
    >
      <div className={styles.space} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((item) => {
          const entry = changes[item.index];
          if (!entry) return null;
          const path = printable(entry.path);
          return (
            <div
              key={entry.path}
              className={styles.row}
              data-change={entry.change}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span className={styles.sign} aria-hidden="true">
                {SIGNS[entry.change]}
              </span>
              <span className="visually-hidden">{entry.change}</span>
              {entry.change === 'removed' ? (
                <span className={styles.path} title={path}>
                  {path}
                </span>
              ) : (
                <button
                  type="button"
                  className={styles.path}
                  title={path}
                  onClick={() => open(entry.path)}
                >
                  {path}
                </button>
              )}
              <span className={styles.chunks}>{chunkText(entry)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
