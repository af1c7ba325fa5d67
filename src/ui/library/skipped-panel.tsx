import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import {
  OVERRULABLE_SKIP_REASONS,
  type RepositorySummary,
  type SkippedEntry,
  type SkipReason,
} from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatBytes, formatCount, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { Sheet } from '../components/sheet.tsx';
import { textPixels } from '../components/text-pixels.ts';
import { useMedia } from '../components/use-media.ts';
import { letThrough } from '../search/skipped-matches.ts';
import { useStores } from '../stores/stores.ts';
import { ParseNotes } from './parse-notes.tsx';
import { SKIP_TEXTS } from './skip-text.ts';
import styles from './skipped-panel.module.css';

interface SkippedPanelProps {
  readonly repository: RepositorySummary;
  readonly onClose: () => void;
}

/** Everything that was seen and left out, by reason. */
export function SkippedPanel({ repository, onClose }: SkippedPanelProps) {
  const { skipped, surface } = useStores();
  const state = useStore(skipped);
  const view = useStore(surface, (shown) => shown.skipped);
  const filters = view?.filters ?? [];
  useEffect(() => skipped.show(repository), [skipped, repository]);
  return (
    <Sheet
      title={`What is not in the index of ${printable(repository.name)}`}
      wide
      onClose={onClose}
    >
      <div className={styles.panel}>
        <p className={styles.sum} role="status">
          {plural(repository.files, 'file')} indexed,{' '}
          {plural(repository.skipped, 'entry', 'entries')} skipped. A folder that is left out as a
          whole is one entry.
        </p>
        {filters.length > 0 && (
          <p className={styles.filtered}>
            Only what{' '}
            {filters.map(({ name, value, negated, span }) => (
              <code key={span.start}>{printable(`${negated ? '-' : ''}${name}:${value}`)}</code>
            ))}{' '}
            would let through; folders that were left out as a whole may hold more.
            <Button look="link" onClick={() => surface.setState({ skipped: null })}>
              Show all
            </Button>
          </p>
        )}
        {state.state === 'failed' && (
          <Failure failure={state.failure} onRetry={() => skipped.retry(repository)} />
        )}
        {state.state === 'loading' && <p>Fetching the list …</p>}
        {state.state === 'ready' &&
          byReason(filters.length > 0 ? letThrough(state.entries, filters) : state.entries).map(
            ([reason, entries]) => (
              <ReasonGroup
                key={`${reason} ${filters.length}`}
                shown={view?.reason === reason}
                reason={reason}
                entries={entries}
                repository={repository}
                onIncluded={onClose}
              />
            ),
          )}
        <ParseNotes repository={repository} onOpen={onClose} />
      </div>
    </Sheet>
  );
}

interface ReasonGroupProps {
  /** Open from the start, however many there are. */
  readonly shown: boolean;
  readonly reason: SkipReason;
  readonly entries: readonly SkippedEntry[];
  readonly repository: RepositorySummary;
  readonly onIncluded: () => void;
}

const ENTRY_HEIGHT_PX = textPixels(44);
/** On a narrow window the reason takes two lines. */
const NARROW_ENTRY_HEIGHT_PX = textPixels(62);

function ReasonGroup({ shown, reason, entries, repository, onIncluded }: ReasonGroupProps) {
  const { intake } = useStores();
  const [open, setOpen] = useState(shown || entries.length <= 5);
  const [asking, setAsking] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const height = useMedia('(max-width: 599px)') ? NARROW_ENTRY_HEIGHT_PX : ENTRY_HEIGHT_PX;
  const list = useVirtualizer({
    count: open ? entries.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
  });
  const { title, explanation } = SKIP_TEXTS[reason];
  const include = (path: string) => {
    onIncluded();
    void intake.sync(repository.id, repository.name, { includeAnyway: [path] });
  };
  return (
    <details
      className={styles.group}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className={styles.title}>{title}</span>
        <span className={styles.why}>{explanation}</span>
        <span className={styles.count}>{formatCount(entries.length)}</span>
      </summary>
      {asking !== null && (
        <div className={styles.warning} role="alert">
          <p>
            <b>{printable(asking)}</b> looks like it holds a secret. Its text would be stored in
            this browser’s index and shown in results. It still would not leave this device.
          </p>
          <div className={styles.actions}>
            <Button look="danger" onClick={() => include(asking)}>
              Include the secret
            </Button>
            <Button onClick={() => setAsking(null)}>Leave it out</Button>
          </div>
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reached by the keyboard. */}
      {/* biome-ignore lint/a11y/useSemanticElements: no fields are grouped here. */}
      <div ref={scroller} className={styles.list} tabIndex={0} role="group" aria-label={title}>
        <div className={styles.space} style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const entry = entries[item.index];
            if (!entry) return null;
            return (
              <div
                key={entry.path}
                className={styles.entry}
                style={{ height, transform: `translateY(${item.start}px)` }}
              >
                <span className={styles.words}>
                  <span className={styles.path} title={printable(entry.path)}>
                    {printable(entry.path)}
                  </span>
                  <span className={styles.detail}>{detailText(entry)}</span>
                </span>
                {OVERRULABLE_SKIP_REASONS.has(reason) && (
                  <Button
                    look="link"
                    aria-label={`Include ${printable(entry.path)} anyway`}
                    onClick={() =>
                      reason === 'secret' ? setAsking(entry.path) : include(entry.path)
                    }
                  >
                    Include anyway
                  </Button>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </details>
  );
}

function detailText({ bytes, files, detail }: SkippedEntry): string {
  const parts = [
    bytes === null ? null : formatBytes(bytes),
    files === null || files === 1 ? null : plural(files, 'file'),
    detail === '' ? null : printable(detail),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** Secrets first, then by number. */
function byReason(
  entries: readonly SkippedEntry[],
): readonly (readonly [SkipReason, readonly SkippedEntry[]])[] {
  const groups = new Map<SkipReason, SkippedEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.reason);
    if (group) group.push(entry);
    else groups.set(entry.reason, [entry]);
  }
  return [...groups].sort(
    ([a, ofA], [b, ofB]) =>
      Number(b === 'secret') - Number(a === 'secret') || ofB.length - ofA.length,
  );
}
