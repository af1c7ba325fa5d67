import { ChevronRight, Tag, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { GenerationSummary } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatBytes, formatCount, plural, relativeTime } from '../app/quantity.ts';
import { classNames } from '../components/class-names.ts';
import { GenerationDetail, type GenerationProps } from './generation-detail.tsx';
import styles from './generation-row.module.css';
import { changeText } from './history-text.ts';

interface GenerationRowProps extends GenerationProps {
  readonly now: number;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** One commit: what, when, how much; opened, what can be done with it. */
export function GenerationRow({ now, open, onToggle, ...about }: GenerationRowProps) {
  const { entry } = about;
  const { generation, current, committedAt, label, complete, damaged, changes } = entry;
  const detail = useId();
  return (
    <li className={styles.entry} data-current={current || undefined} data-generation={generation}>
      <button
        type="button"
        className={styles.row}
        aria-expanded={open}
        aria-controls={detail}
        onClick={onToggle}
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={classNames(styles.chevron, open && styles.open)}
        />
        <span className={styles.number}>{generation}</span>
        <span className={styles.what}>
          <span className={styles.title}>
            {changeText(entry)}
            {label !== null && (
              <span className={styles.label}>
                <Tag size={11} aria-hidden />
                {printable(label)}
              </span>
            )}
            {current && <span className={styles.current}>current</span>}
            {!complete && <span className={styles.badge}>incomplete</span>}
            {damaged && (
              <span className={styles.damaged}>
                <TriangleAlert size={12} aria-hidden />
                damaged
              </span>
            )}
          </span>
          <span className={styles.facts}>
            {plural(entry.files, 'file')} · {plural(entry.chunks, 'chunk')}
            {' · '}
            {vectorText(entry)} · {formatBytes(entry.bytes)}
          </span>
        </span>
        <span className={styles.chunks}>
          {changes.chunksAdded > 0 && (
            <span className={styles.added}>+{formatCount(changes.chunksAdded)}</span>
          )}
          {changes.chunksRemoved > 0 && (
            <span className={styles.removed}>−{formatCount(changes.chunksRemoved)}</span>
          )}
          {(changes.chunksAdded > 0 || changes.chunksRemoved > 0) && (
            <span className="visually-hidden">chunks</span>
          )}
        </span>
        <time
          className={styles.time}
          dateTime={new Date(committedAt).toISOString()}
          title={new Date(committedAt).toString()}
        >
          {relativeTime(committedAt, now)}
        </time>
      </button>
      <div id={detail}>{open && <GenerationDetail {...about} />}</div>
    </li>
  );
}

function vectorText({ embedded, chunks }: GenerationSummary): string {
  if (embedded === 0) return 'no vectors';
  return embedded >= chunks ? 'all vectors' : `${plural(embedded, 'vector')}`;
}
