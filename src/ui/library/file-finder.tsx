import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { Failure } from '../components/failure.tsx';
import { Sheet } from '../components/sheet.tsx';
import { useStores } from '../stores/stores.ts';
import styles from './file-finder.module.css';
import { folderOf } from './file-tree.ts';
import { matchPaths, type PathMatch } from './path-match.ts';

const MAX_MATCHES = 50;

interface FileFinderProps {
  readonly repository: RepositorySummary;
  readonly onClose: () => void;
}

/** Goes to a file by a few letters of its path. */
export function FileFinder({ repository, onClose }: FileFinderProps) {
  const { files, place } = useStores();
  const state = useStore(files);
  const [pattern, setPattern] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => files.show(repository), [files, repository]);
  useEffect(() => input.current?.focus(), []);

  const paths = useMemo(
    () => (state.state === 'ready' ? state.entries.map((entry) => entry.path) : []),
    [state],
  );
  const matches = useMemo(() => matchPaths(paths, pattern, MAX_MATCHES), [paths, pattern]);
  const go = (path: string) => {
    onClose();
    place.go({ path, lines: null });
  };

  return (
    <Sheet title="Find a file" onClose={onClose}>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Name of the file"
        aria-expanded={matches.length > 0}
        aria-controls="finder-list"
        aria-autocomplete="list"
        {...(matches.length > 0 ? { 'aria-activedescendant': `finder-${at}` } : {})}
        className={styles.input}
        placeholder="Letters of its path"
        autoComplete="off"
        spellCheck={false}
        value={pattern}
        onChange={(event) => {
          setPattern(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) {
            event.preventDefault();
            const next = Math.max(0, Math.min(at + step, matches.length - 1));
            setAt(next);
            document.getElementById(`finder-${next}`)?.scrollIntoView({ block: 'nearest' });
          }
          const chosen = matches[at];
          if (event.key === 'Enter' && chosen) go(chosen.path);
        }}
      />
      {state.state === 'failed' && (
        <div className={styles.message}>
          <Failure failure={state.failure} onRetry={() => files.retry(repository)} />
        </div>
      )}
      {state.state === 'ready' && matches.length === 0 && (
        <p className={styles.message} role="status">
          No indexed file has these letters in its path.
        </p>
      )}
      <div id="finder-list" role="listbox" aria-label="Files" className={styles.list}>
        {matches.map((match, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the keyboard.
          <div
            key={match.path}
            id={`finder-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.option}
            onClick={() => go(match.path)}
          >
            <span className={styles.name}>
              <Letters match={match} from={folderOf(match.path).length} to={match.path.length} />
            </span>
            <span className={styles.folder}>
              <Letters match={match} from={0} to={folderOf(match.path).length} />
            </span>
          </div>
        ))}
      </div>
    </Sheet>
  );
}

interface LettersProps {
  readonly match: PathMatch;
  readonly from: number;
  readonly to: number;
}

/** A part of the path with the letters that matched. */
function Letters({ match, from, to }: LettersProps) {
  const hit = new Set(match.positions);
  const parts: { text: string; matched: boolean; at: number }[] = [];
  for (let index = from; index < to; index += 1) {
    const matched = hit.has(index);
    const last = parts.at(-1);
    if (last && last.matched === matched) last.text += match.path[index];
    else parts.push({ text: match.path[index] ?? '', matched, at: index });
  }
  return parts.map(({ text, matched, at }) =>
    matched ? <b key={at}>{printable(text)}</b> : <span key={at}>{printable(text)}</span>,
  );
}
