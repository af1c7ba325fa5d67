import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary, SearchMode, WrittenFilter } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { SKIP_TEXTS } from '../library/skip-text.ts';
import type { Answer } from '../stores/search-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { asksNothing, type NextStep, nextSteps, wordsOf } from './next-steps.ts';
import styles from './no-results.module.css';
import { countByReason, letThrough, namedAs, speaksOfFiles } from './skipped-matches.ts';
import { UnknownTerms } from './unknown-terms.tsx';

/** Files that were left out and are named as the query has it; more would be a list, which the panel is. */
const MOST_NAMED = 3;

/** A miss that says what was searched, what was not, and where to go from here. */
export function NoResults({ answer }: { readonly answer: Answer }) {
  const { surface, place } = useStores();
  const repository = useRepository();
  const { query, reply } = answer;
  if (answer.pasted === null && asksNothing(query, reply.problems)) {
    return (
      <div className={styles.panel}>
        <p className={styles.why}>Nothing to search for yet.</p>
      </div>
    );
  }
  return (
    <div className={styles.panel}>
      <p className={styles.title}>
        {answer.pasted === null ? (
          <>Nothing matches “{printable(query)}”</>
        ) : (
          'Nothing here is named by the pasted text, or like it'
        )}
      </p>
      <UnknownTerms answer={answer} />
      {repository && <Searched answer={answer} repository={repository} />}
      {answer.pasted === null && <Steps key={`${answer.mode} ${query}`} answer={answer} />}
      {repository && repository.skipped > 0 && (
        <LeftOut repository={repository} query={query} filters={reply.filters} />
      )}
      <div className={styles.steps}>
        {answer.narrow.length > 0 && (
          <Button look="link" onClick={() => place.go({ narrow: [] })}>
            Search without “{printable(answer.narrow.join('” and “'))}”
          </Button>
        )}
        <Button look="link" onClick={() => surface.setState({ surface: 'finder' })}>
          Find a file by its name
        </Button>
      </div>
    </div>
  );
}

interface SearchedProps {
  readonly answer: Answer;
  readonly repository: RepositorySummary;
}

function Searched({ answer: { reply, query }, repository }: SearchedProps) {
  const { filters, vectors } = reply;
  const chunks = vectors.total > 0 ? vectors.total : repository.chunks;
  return (
    <section aria-label="What was searched">
      <h2 className={styles.heading}>What was searched</h2>
      <p className={styles.why}>
        {plural(chunks, 'chunk')} of {plural(repository.files, 'file')}, {MODE_TEXTS[reply.mode]}
        {reply.mode !== 'keyword' && vectors.embedded < vectors.total && (
          <> ({formatCount(vectors.embedded)} of them by meaning so far)</>
        )}
        {filters.length > 0 && (
          <>
            , under{' '}
            {filters.map(({ span }) => (
              <code key={span.start} className={styles.filter}>
                {printable(query.slice(span.start, span.end))}
              </code>
            ))}
          </>
        )}
        .
      </p>
    </section>
  );
}

const MODE_TEXTS: Readonly<Record<SearchMode, string>> = {
  keyword: 'by keyword: every word must occur in one chunk',
  meaning: 'by meaning: no chunk is near',
  hybrid: 'by words and by meaning',
};

/** Ways to loosen the query, with what each would find: counted one after the other, beside the search. */
function Steps({ answer }: { readonly answer: Answer }) {
  const { place, client } = useStores();
  const { repositoryId, query, mode, reply, narrow } = answer;
  const [steps] = useState(() => nextSteps(query, mode, reply.filters));
  const [counts, setCounts] = useState<ReadonlyMap<NextStep, number>>(new Map());
  useEffect(() => {
    let stopped = false;
    const count = async () => {
      for (const step of steps) {
        if (stopped) return;
        const options = { mode: step.mode, limit: 1, narrow };
        const found = await client
          .searchBeside(repositoryId, step.query, options)
          .catch(() => null);
        if (stopped || found === null) continue;
        setCounts((known) => new Map(known).set(step, found.matched.chunks));
      }
    };
    void count();
    return () => {
      stopped = true;
    };
  }, [client, repositoryId, steps, narrow]);
  if (steps.length === 0) return null;
  return (
    <section aria-label="What would find more">
      <h2 className={styles.heading}>What would find more</h2>
      <ul className={styles.steps}>
        {steps.map((step) => {
          const count = counts.get(step);
          return (
            <li key={`${step.mode} ${step.query}`} className={styles.step}>
              <Button look="link" onClick={() => place.go({ query: step.query, mode: step.mode })}>
                {stepText(step)}
              </Button>
              <span className={styles.count} data-testid="step-count">
                {count === undefined ? '…' : count === 0 ? 'nothing either' : plural(count, 'hit')}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function stepText({ kind, subject }: NextStep) {
  switch (kind) {
    case 'filter':
    case 'filters':
      return <>Without {printable(subject)}</>;
    case 'mode':
      return <>By words and by meaning</>;
    case 'words':
      return <>The words, not the phrase: {printable(subject)}</>;
    case 'pattern':
      return <>Within longer words: {printable(subject)}</>;
  }
}

interface LeftOutProps {
  readonly repository: RepositorySummary;
  readonly query: string;
  readonly filters: readonly WrittenFilter[];
}

/** What is not in the index and might hold it, by reason; what is named as the query has it comes by name. */
function LeftOut({ repository, query, filters }: LeftOutProps) {
  const { skipped, surface } = useStores();
  const state = useStore(skipped);
  useEffect(() => skipped.show(repository), [skipped, repository]);
  if (state.state !== 'ready') return null;
  const about = filters.filter(speaksOfFiles);
  const entries = letThrough(state.entries, about);
  const named = namedAs(entries, wordsOf(query, filters), MOST_NAMED);
  if (entries.length === 0) return null;
  return (
    <section aria-label="What was left out">
      <h2 className={styles.heading}>
        Not searched: {plural(entries.length, 'entry', 'entries')} left out
        {about.length > 0 && ' that your filters let through'}
      </h2>
      {named.map(({ path, reason, detail }) => (
        <p key={path} className={styles.named}>
          <code>{printable(path)}</code> {SKIP_TEXTS[reason].title.toLowerCase()}
          {detail !== '' && <span className={styles.why}>: {printable(detail)}</span>}
        </p>
      ))}
      <ul className={styles.reasons}>
        {countByReason(entries).map(({ reason, entries: count }) => (
          <li key={reason}>
            <Button
              look="link"
              onClick={() =>
                surface.setState({ surface: 'skipped', skipped: { filters: about, reason } })
              }
            >
              {formatCount(count)} {SKIP_TEXTS[reason].title.toLowerCase()}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
