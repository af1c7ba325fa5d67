import { History, Search, Star, X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { NO_QUESTION, type Question, questionOf } from '../app/place.ts';
import { printable } from '../app/printable.ts';
import { RepositoryFacts } from '../app/repository-facts.tsx';
import { Button, IconButton } from '../components/button.tsx';
import { useHeldFocus } from '../components/use-held-focus.ts';
import { useMedia } from '../components/use-media.ts';
import { SAMPLE_NAME, SAMPLE_QUERIES } from '../library/sources.ts';
import {
  isSame,
  recentOf,
  savedOf,
  textOf,
  withoutRecent,
  withoutSaved,
} from '../stores/searches-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import styles from './start-panel.module.css';

const SYNTAX: readonly (readonly [form: string, meaning: string])[] = [
  ['parse date', 'both words, or what they mean'],
  ['"parse date"', 'this text as it is'],
  ['/pars(e|ing)/', 'a regular expression'],
  ['-test', 'without this word'],
  ['a OR b', 'one of them; parentheses group'],
  ['lang:rust', 'only this language'],
  ['path:src/', 'only paths with this in them'],
  ['type:function', 'only chunks of this kind'],
  ['symbol:parse', 'only what defines such a name'],
];

/** Before anything was typed: what was asked before, what to ask, and how. */
export function StartPanel() {
  const repository = useRepository();
  const mode = useStore(useStores().place, (state) => state.mode);
  const panel = useRef<HTMLElement>(null);
  useHeldFocus(panel);
  // Elsewhere the overview beside the list has them.
  const narrow = useMedia('(max-width: 599px)');
  return (
    <section ref={panel} className={styles.panel} aria-label="Ways to search">
      {narrow && repository && <RepositoryFacts repository={repository} />}
      {repository?.name === SAMPLE_NAME && (
        <div>
          <h2 className={styles.heading}>Try</h2>
          <ul>
            {SAMPLE_QUERIES.map((query) => (
              <Query
                key={query}
                search={{ ...NO_QUESTION, query, mode }}
                icon={<Search size={14} aria-hidden />}
              />
            ))}
          </ul>
        </div>
      )}
      <Kept />
      <div>
        <h2 className={styles.heading}>Ask by words or in a sentence</h2>
        <dl className={styles.syntax}>
          {SYNTAX.map(([form, meaning]) => (
            <div key={form} style={{ display: 'contents' }}>
              <dt>
                <code>{form}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

/** The saved and the recent searches of the repository, each of which can be removed. */
function Kept() {
  const { searches, surface } = useStores();
  const id = useRepository()?.id;
  const saved = useStore(
    searches,
    useShallow((all) => (id === undefined ? [] : savedOf(all, id))),
  );
  const recent = useStore(
    searches,
    useShallow((all) =>
      id === undefined
        ? []
        : recentOf(all, id).filter((search) => !all.saved.some((kept) => isSame(kept, search))),
    ),
  );
  return (
    <>
      {saved.length > 0 && (
        <div>
          <h2 className={styles.heading}>Saved</h2>
          <ul>
            {saved.map((search) => (
              <Query
                key={JSON.stringify(questionOf(search))}
                search={search}
                icon={<Star size={14} aria-hidden />}
                remove="saved searches"
                onRemove={() => searches.change((all) => withoutSaved(all, search))}
              />
            ))}
          </ul>
        </div>
      )}
      {recent.length > 0 && (
        <div>
          <div className={styles.line}>
            <h2 className={styles.heading}>Recent, kept on this device</h2>
            <Button look="link" onClick={() => surface.setState({ surface: 'storage' })}>
              Settings
            </Button>
            <Button
              look="link"
              aria-label="Clear the recent searches of this repository"
              onClick={() =>
                searches.change((all) => ({
                  ...all,
                  recent: all.recent.filter(({ repositoryId }) => repositoryId !== id),
                }))
              }
            >
              Clear
            </Button>
          </div>
          <ul>
            {recent.map((search) => (
              <Query
                key={JSON.stringify(questionOf(search))}
                search={search}
                icon={<History size={14} aria-hidden />}
                remove="recent searches"
                onRemove={() => searches.change((all) => withoutRecent(all, search))}
              />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

interface QueryProps {
  readonly search: Question & { readonly name?: string };
  readonly icon: ReactNode;
  /** Where it can be removed from. */
  readonly remove?: string;
  readonly onRemove?: () => void;
}

function Query({ search, icon, remove, onRemove }: QueryProps) {
  const { place } = useStores();
  const text = textOf(search);
  const { mode, name = text } = search;
  return (
    <li className={styles.item}>
      <button type="button" className={styles.query} onClick={() => place.go(questionOf(search))}>
        {icon}
        <span className={styles.words}>
          {name !== text && <b>{printable(name)}</b>} <span>{printable(text)}</span>
        </span>
        {mode !== 'hybrid' && <span className={styles.mode}>{mode}</span>}
      </button>
      {remove !== undefined && (
        <IconButton
          label={`Remove ${printable(name)} from the ${remove}`}
          className={styles.remove}
          onClick={onRemove}
        >
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
