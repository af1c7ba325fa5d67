import { printable } from '../app/printable.ts';
import { formatCount } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import type { Answer } from '../stores/search-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { filtersOf, toggleFilter } from './filters.ts';
import styles from './no-results.module.css';
import { UnknownTerms } from './unknown-terms.tsx';

/** A miss that says why, and where to go from here. */
export function NoResults({ answer }: { readonly answer: Answer }) {
  const { place, surface } = useStores();
  const repository = useRepository();
  const { query, reply } = answer;
  const filters = [
    ...filtersOf(query, 'lang').map((value) => ({ key: 'lang' as const, value })),
    ...filtersOf(query, 'path').map((value) => ({ key: 'path' as const, value })),
  ];
  return (
    <div className={styles.panel}>
      <p className={styles.title}>Nothing matches “{printable(query)}”</p>
      <UnknownTerms answer={answer} />
      <p className={styles.why}>
        {reply.mode === 'keyword'
          ? 'By keyword, every word must occur in one chunk.'
          : 'No chunk is near to these words or their meaning.'}
      </p>
      <div className={styles.steps}>
        {filters.map(({ key, value }) => (
          <Button
            key={`${key}:${value}`}
            look="link"
            onClick={() => place.go({ query: toggleFilter(query, key, value) })}
          >
            Search without {key}:{printable(value)}
          </Button>
        ))}
        {answer.mode === 'keyword' && (
          <Button look="link" onClick={() => place.go({ mode: 'hybrid' })}>
            Search by meaning too
          </Button>
        )}
        {repository && repository.skipped > 0 && (
          <Button look="link" onClick={() => surface.setState({ surface: 'skipped' })}>
            Look through {formatCount(repository.skipped)} skipped entries
          </Button>
        )}
        <Button look="link" onClick={() => surface.setState({ surface: 'finder' })}>
          Find a file by its name
        </Button>
      </div>
    </div>
  );
}
