import { TriangleAlert, X } from 'lucide-react';
import { languageName } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatCount, formatMilliseconds, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { type Answer, answerOf, type SearchState } from '../stores/search-store.ts';
import { useStores } from '../stores/stores.ts';
import {
  type Facet,
  type FilterKey,
  folderFacets,
  languageFacets,
  toggleFilter,
} from './filters.ts';
import styles from './result-head.module.css';
import { UnknownTerms } from './unknown-terms.tsx';

const MAX_CHIPS = 6;

/** What the list is: how many, how fast, what could not be done, and filters to narrow it. */
export function ResultHead({ state }: { readonly state: SearchState }) {
  const { search } = useStores();
  const answer = answerOf(state);
  const stale = state.state === 'ready' && state.stale;
  return (
    <div className={styles.head}>
      <div className={styles.line}>
        <span role="status" className={styles.counts}>
          {answer ? countText(answer) : 'Searching …'}
        </span>
        {stale && (
          <Button look="link" onClick={() => search.again()}>
            The index has grown: refresh
          </Button>
        )}
      </div>
      {answer && <Notes answer={answer} />}
      {answer && <Filters answer={answer} />}
    </div>
  );
}

function countText({ reply }: Answer): string {
  const { hits, matched, milliseconds } = reply;
  const time = formatMilliseconds(milliseconds);
  if (hits.length === 0) return `No hits, ${time}`;
  const shown = matched.chunks > hits.length ? `${formatCount(hits.length)} of ` : '';
  const chunks = Math.max(matched.chunks, hits.length);
  return `${shown}${plural(chunks, 'hit')} in ${plural(matched.files, 'file')}, ${time}`;
}

function Notes({ answer }: { readonly answer: Answer }) {
  const { reply, mode } = answer;
  const { embedded, total } = reply.vectors;
  const wanted = mode !== 'keyword';
  return (
    <>
      {wanted && reply.mode === 'keyword' && (
        <p className={styles.note}>
          By keyword only: {embedded === 0 ? 'there are no vectors yet' : 'the model is not ready'}.
        </p>
      )}
      {wanted && reply.mode !== 'keyword' && embedded < total && (
        <p className={styles.note}>
          By meaning in {formatCount(embedded)} of {formatCount(total)} chunks so far.
        </p>
      )}
      {reply.problems.map((problem) => (
        <p key={`${problem.span.start}:${problem.message}`} className={styles.problem}>
          <TriangleAlert size={14} aria-hidden />
          <span>
            <code>{printable(answer.query.slice(problem.span.start, problem.span.end))}</code>{' '}
            {printable(problem.message)}
          </span>
        </p>
      ))}
      {reply.hits.length > 0 && <UnknownTerms answer={answer} />}
    </>
  );
}

function Filters({ answer }: { readonly answer: Answer }) {
  const languages = languageFacets(answer.reply.hits, answer.query);
  const folders = folderFacets(answer.reply.hits, answer.query);
  const useful = [...chipsOf(languages, 'lang'), ...chipsOf(folders, 'path')];
  if (useful.length === 0) return null;
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">Filters</legend>
      {useful.map(({ key, facet }) => (
        <FilterChip key={`${key}:${facet.value}`} filter={key} facet={facet} />
      ))}
    </fieldset>
  );
}

/** A single language or folder narrows nothing, unless it is a filter already. */
function chipsOf(facets: readonly Facet[], key: FilterKey) {
  if (facets.length < 2 && !facets.some((facet) => facet.active)) return [];
  return facets.slice(0, MAX_CHIPS).map((facet) => ({ key, facet }));
}

interface FilterChipProps {
  readonly filter: FilterKey;
  readonly facet: Facet;
}

function FilterChip({ filter, facet }: FilterChipProps) {
  const { place } = useStores();
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={facet.active}
      onClick={() => {
        const { query } = place.getState();
        place.go({ query: toggleFilter(query, filter, facet.value) });
      }}
    >
      {filter === 'lang' ? languageName(facet.value) : printable(facet.value)}
      <b>{formatCount(facet.hits)}</b>
      {facet.active && <X size={12} aria-hidden />}
    </button>
  );
}
