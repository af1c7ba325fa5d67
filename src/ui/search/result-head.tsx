import { TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import {
  type ChunkPlace,
  languageName,
  type QueryProblem,
  type WrittenFilter,
} from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatCount, formatMilliseconds, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { fetchedApart } from '../components/fetched-apart.tsx';
import { useHeldFocus } from '../components/use-held-focus.ts';
import { whenIdle } from '../components/when-idle.ts';
import { isEmphasised } from '../stores/emphasis-store.ts';
import { type Answer, isByWordsOnly } from '../stores/search-store.ts';
import { useStores } from '../stores/stores.ts';
import {
  type Facet,
  type FilterKey,
  folderFacets,
  languageFacets,
  toggleFilter,
  withoutFilter,
} from './filters.ts';
import { occurrenceText } from './occurrence-text.ts';
import { PastedChip } from './pasted-chip.tsx';
import styles from './result-head.module.css';
import { SaveSearch } from './save-search.tsx';
import { ScopeChip } from './scope-chip.tsx';
import { UnknownTerms } from './unknown-terms.tsx';

const NarrowBar = fetchedApart(async () => (await import('./narrow-bar.tsx')).NarrowBar);

const MAX_CHIPS = 6;

interface ResultHeadProps {
  /** Null while the first one is awaited. */
  readonly answer: Answer | null;
  /** The index has grown since. */
  readonly stale: boolean;
}

/** What the list is: how many, how fast, what could not be done, and filters to narrow it. */
export function ResultHead({ answer, stale }: ResultHeadProps) {
  const { search, asking, place } = useStores();
  const [narrowing, setNarrowing] = useState(false);
  const narrow = useRef<HTMLButtonElement>(null);
  const head = useRef<HTMLDivElement>(null);
  useHeldFocus(head);
  // What is typed right after the click is meant for its field.
  useEffect(() => whenIdle(() => NarrowBar.fetch()), []);
  return (
    <div ref={head} className={styles.head}>
      <div className={styles.line}>
        <span role="status" className={styles.counts}>
          {answer ? <Counts answer={answer} /> : 'Searching …'}
        </span>
        <EmphasisChip />
        {stale && answer && (
          <Button
            look="link"
            title={`${isByWordsOnly(answer) ? 'The model is ready now' : 'The index has grown since'}: show the newest hits`}
            onClick={() => search.again()}
          >
            {isByWordsOnly(answer) ? 'Model ready: refresh' : 'Index grown: refresh'}
          </Button>
        )}
        {answer?.pasted == null && (
          <Button look="link" onClick={() => asking.ask(place.getState().query)}>
            Explain
          </Button>
        )}
        {answer && (answer.groups.length > 0 || narrowing || answer.narrow.length > 0) && (
          <Button
            ref={narrow}
            look="link"
            aria-expanded={narrowing}
            onClick={() => setNarrowing(!narrowing)}
          >
            Narrow
          </Button>
        )}
        {answer && answer.like === null && <SaveSearch answer={answer} />}
      </div>
      {answer && <Notes answer={answer} />}
      {answer && <PastedChip answer={answer} />}
      {answer && (narrowing || answer.narrow.length > 0) && (
        <NarrowBar
          answer={answer}
          typing={narrowing}
          onDone={() => {
            setNarrowing(false);
            narrow.current?.focus();
          }}
        />
      )}
      {answer &&
        (answer.like ? (
          <Likeness like={answer.like} />
        ) : (
          answer.pasted === null && <Filters answer={answer} />
        ))}
    </div>
  );
}

/** In one line at any width: what takes it, the time, goes first. */
function Counts({ answer: { reply } }: { readonly answer: Answer }) {
  const { hits, matched, milliseconds } = reply;
  const shown = matched.chunks > hits.length ? `${formatCount(hits.length)} of ` : '';
  const chunks = Math.max(matched.chunks, hits.length);
  return (
    <>
      {hits.length === 0
        ? 'No hits'
        : `${shown}${plural(chunks, 'hit')} in ${plural(matched.files, 'file')}`}
      <span className={styles.time}>, {formatMilliseconds(milliseconds)}</span>
    </>
  );
}

function Notes({ answer }: { readonly answer: Answer }) {
  const { reply, mode } = answer;
  const { embedded, total } = reply.vectors;
  const occurrences = occurrenceText(reply.occurrences);
  const wanted = mode !== 'keyword';
  return (
    <>
      {isByWordsOnly(answer) && (
        <p className={styles.note}>
          By keyword only: {embedded === 0 ? 'there are no vectors yet' : 'the model was not ready'}
          .
        </p>
      )}
      {wanted && reply.mode !== 'keyword' && embedded < total && (
        <p className={styles.note}>
          By meaning in {formatCount(embedded)} of {formatCount(total)} chunks so far.
        </p>
      )}
      {occurrences !== null && reply.hits.length > 0 && (
        <p className={styles.note}>{occurrences}</p>
      )}
      {reply.problems.map((problem) => (
        <ProblemNote
          key={`${problem.span.start}:${problem.message}`}
          problem={problem}
          query={answer.query}
        />
      ))}
      {reply.hits.length > 0 && <UnknownTerms answer={answer} />}
    </>
  );
}

/** The ranking is another one than the one that was measured: said wherever it is used. */
function EmphasisChip() {
  const { emphasis } = useStores();
  if (!useStore(emphasis, isEmphasised)) return null;
  return (
    <button
      type="button"
      className={classNames(styles.chip, styles.on, styles.low)}
      aria-label="Reset your own weights"
      title="Reset your own weights"
      onClick={() => emphasis.reset()}
    >
      Own weights
      <X size={12} aria-hidden />
    </button>
  );
}

/** What the list is like, and the way back to the query's own. */
function Likeness({ like: { path, startLine } }: { readonly like: ChunkPlace }) {
  const { search } = useStores();
  const place = `${printable(path)}:${startLine}`;
  return (
    <div className={styles.chips}>
      <button
        type="button"
        className={classNames(styles.chip, styles.on)}
        aria-label={`Leave what is like ${place}`}
        onClick={() => search.leaveLikeness()}
      >
        Like {place}
        <X size={12} aria-hidden />
      </button>
    </div>
  );
}

interface ProblemNoteProps {
  readonly problem: QueryProblem;
  readonly query: string;
}

/** What could not be understood, and one way to mend it. */
function ProblemNote({ problem, query }: ProblemNoteProps) {
  const { place } = useStores();
  const { span, message, mend } = problem;
  return (
    <p className={styles.problem}>
      <TriangleAlert size={14} aria-hidden />
      <span>
        <code>{printable(query.slice(span.start, span.end))}</code> {printable(message)}
      </span>
      {mend && (
        <Button look="link" onClick={() => place.go({ query: mend.query })}>
          {printable(mend.label)}
        </Button>
      )}
    </p>
  );
}

/** What narrows the list now, and what would: counted over the hits that are shown. */
function Filters({ answer }: { readonly answer: Answer }) {
  const { place } = useStores();
  const { filters, hits } = answer.reply;
  const languages = useful(languageFacets(hits, filters));
  const folders = useful(folderFacets(hits, filters));
  const isWide = filters.some(({ name }) => name === 'repo');
  const add = (key: FilterKey, value: string) => () =>
    place.go({ query: toggleFilter(place.getState().query, key, value) });
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">Filters</legend>
      {filters.map((filter) => (
        <button
          key={filter.span.start}
          type="button"
          className={classNames(styles.chip, styles.on)}
          aria-label={`Remove the filter ${filterText(filter)}`}
          onClick={() => place.go({ query: withoutFilter(answer.query, filter) })}
        >
          {filterText(filter)}
          <X size={12} aria-hidden />
        </button>
      ))}
      {!isWide && (
        <ScopeChip
          onSwitch={() => place.go({ query: toggleFilter(place.getState().query, 'repo', '*') })}
        />
      )}
      {languages.map(({ value, hits: count }) => (
        <button
          key={`lang:${value}`}
          type="button"
          className={styles.chip}
          onClick={add('lang', value)}
        >
          {languageName(value)}
          <b>{formatCount(count)}</b>
        </button>
      ))}
      {folders.map(({ value, hits: count }) => (
        <button
          key={`path:${value}`}
          type="button"
          className={styles.chip}
          onClick={add('path', value)}
        >
          {printable(value)}
          <b>{formatCount(count)}</b>
        </button>
      ))}
    </fieldset>
  );
}

/** A single language or folder narrows nothing. */
function useful(facets: readonly Facet[]): readonly Facet[] {
  return facets.length < 2 ? [] : facets.slice(0, MAX_CHIPS);
}

function filterText({ name, value, negated }: WrittenFilter): string {
  const shown = name === 'lang' ? languageName(value) : printable(value);
  if (name === 'repo' && value === '*' && !negated) return 'all repositories';
  return `${negated ? 'not ' : ''}${name === 'lang' ? '' : `${name}: `}${shown}`;
}
