import { printable } from '../app/printable.ts';
import { formatCount } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import type { Answer } from '../stores/search-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { withoutFilter } from './filters.ts';
import styles from './no-results.module.css';
import { UnknownTerms } from './unknown-terms.tsx';

/** A miss that says why, and where to go from here. */
export function NoResults({ answer }: { readonly answer: Answer }) {
  const { place, surface } = useStores();
  const repository = useRepository();
  const { query, reply } = answer;
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
      <p className={styles.why}>
        {reply.mode === 'keyword'
          ? 'By keyword, every word must occur in one chunk.'
          : 'No chunk is near to these words or their meaning.'}
      </p>
      <div className={styles.steps}>
        {reply.filters.map((filter) => (
          <Button
            key={filter.span.start}
            look="link"
            onClick={() => place.go({ query: withoutFilter(query, filter) })}
          >
            Search without {printable(query.slice(filter.span.start, filter.span.end))}
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
