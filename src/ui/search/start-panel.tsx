import { History, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { printable } from '../app/printable.ts';
import { SAMPLE_NAME, SAMPLE_QUERIES } from '../library/sources.ts';
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
];

/** Before anything was typed: what to ask, and how. */
export function StartPanel() {
  const { settings } = useStores();
  const repository = useRepository();
  const recent = useStore(settings, (state) => state.recentQueries);
  return (
    <section className={styles.panel} aria-label="Ways to search">
      {repository?.name === SAMPLE_NAME && (
        <Queries heading="Try" queries={SAMPLE_QUERIES} icon={<Search size={14} aria-hidden />} />
      )}
      {recent.length > 0 && (
        <Queries heading="Recent" queries={recent} icon={<History size={14} aria-hidden />} />
      )}
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

interface QueriesProps {
  readonly heading: string;
  readonly queries: readonly string[];
  readonly icon: ReactNode;
}

function Queries({ heading, queries, icon }: QueriesProps) {
  const { place } = useStores();
  return (
    <div>
      <h2 className={styles.heading}>{heading}</h2>
      <ul>
        {queries.map((query) => (
          <li key={query}>
            <button type="button" className={styles.query} onClick={() => place.go({ query })}>
              {icon}
              {printable(query)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
