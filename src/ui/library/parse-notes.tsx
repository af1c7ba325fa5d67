import { useEffect, useState } from 'react';
import type { ParseNote, RepositorySummary } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { useStores } from '../stores/stores.ts';
import styles from './skipped-panel.module.css';

/** A longer list is not read; the number says how many there are. */
const MOST_SHOWN = 200;

interface ParseNotesProps {
  readonly repository: RepositorySummary;
  readonly onOpen: () => void;
}

/** Files that are indexed, but not along their syntax: names defined there may be missing. Nothing when there are none. */
export function ParseNotes({ repository, onOpen }: ParseNotesProps) {
  const { client, place } = useStores();
  const [notes, setNotes] = useState<readonly ParseNote[]>([]);
  const { id, generation } = repository;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation may have cut files anew.
  useEffect(() => {
    let left = false;
    client.parseNotes(id).then(
      (told) => {
        if (!left) setNotes(told);
      },
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [client, id, generation]);
  if (notes.length === 0) return null;
  const whole = notes.filter(({ line }) => line === null).length;
  return (
    <details className={styles.group}>
      <summary>
        <span className={styles.title}>Indexed, with notes</span>
        <span className={styles.why}>
          {plural(whole, 'file')} cut by lines because the grammar failed,{' '}
          {plural(notes.length - whole, 'file')} with a syntax error. All of it can be searched;
          names defined there may be missing. Noted since this page was opened.
        </span>
        <span className={styles.count}>{formatCount(notes.length)}</span>
      </summary>
      <ul className={styles.notes}>
        {notes.slice(0, MOST_SHOWN).map(({ path, line, message }) => (
          <li key={`${path}:${line}:${message}`}>
            <Button
              look="link"
              onClick={() => {
                onOpen();
                place.go({ path, lines: line === null ? null : { start: line, end: line } });
              }}
            >
              {printable(path)}
              {line !== null && `:${line}`}
            </Button>
            <span className={styles.detail}>{printable(message)}</span>
          </li>
        ))}
      </ul>
      {notes.length > MOST_SHOWN && (
        <p className={styles.sum}>{formatCount(notes.length - MOST_SHOWN)} more are not shown.</p>
      )}
    </details>
  );
}
