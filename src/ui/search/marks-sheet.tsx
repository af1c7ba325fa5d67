import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary, SearchMode } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Sheet } from '../components/sheet.tsx';
import type { MarkedQuery, Marks } from '../stores/marks-store.ts';
import { useStores } from '../stores/stores.ts';
import styles from './marks-sheet.module.css';
import { type Contender, contendersOf, type Measurement, measureMarks } from './measure-marks.ts';

interface MarksSheetProps {
  readonly repository: RepositorySummary;
  readonly onClose: () => void;
}

/** How well each mode finds what the person has marked in this repository, and the marks themselves. */
export function MarksSheet({ repository, onClose }: MarksSheetProps) {
  const { marks } = useStores();
  const all = useStore(marks, (state) => state.marks);
  const [before, setBefore] = useState<Marks | null>(null);
  const queries = useMemo(
    () => all.filter(({ repositoryId }) => repositoryId === repository.id),
    [all, repository.id],
  );
  const change = (by: (marked: Marks) => Marks) => {
    setBefore(all);
    marks.change(by);
  };
  return (
    <Sheet title={`Marks in ${printable(repository.name)}`} wide onClose={onClose}>
      <div className={styles.panel}>
        {queries.length === 0 ? (
          <p>
            Nothing is marked yet. Search for something you know, and say of its hits whether they
            answer it: with the thumbs in a row, or by <kbd>+</kbd> and <kbd>−</kbd>.
          </p>
        ) : (
          <>
            <Measured queries={queries} generation={repository.generation} />
            <Queries
              queries={queries}
              onOpen={onClose}
              onRemove={(query) => change((marked) => marked.filter((one) => !isSame(one, query)))}
            />
          </>
        )}
        <div className={styles.actions}>
          {queries.length > 0 && (
            <Button
              onClick={() =>
                change((marked) => marked.filter((one) => one.repositoryId !== repository.id))
              }
            >
              Remove all marks of this repository
            </Button>
          )}
          {before !== null && (
            <Button
              look="link"
              onClick={() => {
                marks.change(() => before);
                setBefore(null);
              }}
            >
              Undo
            </Button>
          )}
        </div>
        <p className={styles.note}>
          Marks stay in this browser; they are in no exported pack, and go with the repository. What
          is not marked counts as not relevant, so that a mode whose hits were never looked at comes
          off worse: mark the same query in each mode before comparing them.
        </p>
      </div>
    </Sheet>
  );
}

interface MeasuredProps {
  readonly queries: readonly MarkedQuery[];
  readonly generation: number;
}

function Measured({ queries, generation }: MeasuredProps) {
  const { client, emphasis } = useStores();
  const own = useStore(emphasis, (state) => state.emphasis);
  const contenders = useMemo(() => contendersOf(own), [own]);
  const [found, setFound] = useState<readonly Measurement[] | null>(null);
  const [done, setDone] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation is measured anew.
  useEffect(() => {
    const stop = new AbortController();
    void measureMarks(client, queries, contenders, setDone, stop.signal).then((measured) => {
      if (measured !== null) setFound(measured);
    });
    return () => stop.abort();
  }, [client, queries, contenders, generation]);
  if (found === null) {
    const all = queries.length * contenders.length;
    return (
      <p role="status">
        Asking {formatCount(done)} of {formatCount(all)} …
      </p>
    );
  }
  const counted = found[0]?.each.filter((one) => one !== null).length ?? 0;
  return (
    <table className={styles.table}>
      <caption>
        Over {plural(counted, 'query', 'queries')} with a relevant mark, mean of the first ten hits
      </caption>
      <thead>
        <tr>
          <th scope="col">Mode</th>
          <th scope="col">
            <abbr title="Normalised discounted cumulative gain of the first ten hits">NDCG@10</abbr>
          </th>
          <th scope="col">
            <abbr title="Mean reciprocal rank of the first relevant hit">MRR</abbr>
          </th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ contender, mean, byWordsOnly }) => (
          <tr key={contenderText(contender)} data-mode={contenderText(contender)}>
            <th scope="row">
              {contenderText(contender)}
              {byWordsOnly > 0 && <small> by words only, there are no vectors yet</small>}
            </th>
            <td>{mean ? mean.ndcg.toFixed(3) : '–'}</td>
            <td>{mean ? mean.reciprocalRank.toFixed(3) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface QueriesProps {
  readonly queries: readonly MarkedQuery[];
  readonly onOpen: () => void;
  readonly onRemove: (query: MarkedQuery) => void;
}

function Queries({ queries, onOpen, onRemove }: QueriesProps) {
  const { place } = useStores();
  return (
    <section aria-label="Marked queries">
      <h3 className={styles.heading}>{plural(queries.length, 'marked query', 'marked queries')}</h3>
      <ul className={styles.queries}>
        {queries.map((marked) => {
          const relevant = marked.marks.filter((mark) => mark.relevant).length;
          return (
            <li key={marked.query} className={styles.query}>
              <Button
                look="link"
                onClick={() => {
                  onOpen();
                  place.go({ query: marked.query, path: null, lines: null });
                }}
              >
                {printable(marked.query)}
              </Button>
              <span className={styles.fact}>
                {formatCount(relevant)} relevant, {formatCount(marked.marks.length - relevant)} not
              </span>
              <IconButton
                label={`Remove the marks of ${printable(marked.query)}`}
                onClick={() => onRemove(marked)}
              >
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const MODE_NAMES: Readonly<Record<SearchMode, string>> = {
  keyword: 'Keyword',
  meaning: 'Meaning',
  hybrid: 'Hybrid',
};

function contenderText({ mode, emphasis }: Contender): string {
  return emphasis === null ? MODE_NAMES[mode] : `${MODE_NAMES[mode]}, own weights`;
}

function isSame(a: MarkedQuery, b: MarkedQuery): boolean {
  return a.repositoryId === b.repositoryId && a.query === b.query;
}
