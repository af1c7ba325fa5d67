import { History } from 'lucide-react';
import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { Button } from '../components/button.tsx';
import { useNow } from '../components/use-now.ts';
import { RemedyButton } from '../library/remedy-button.tsx';
import { useRepositoryState } from '../library/use-progress.ts';
import { useStores } from '../stores/stores.ts';
import { printable } from './printable.ts';
import { formatBytes, plural, relativeTime } from './quantity.ts';
import styles from './repository-facts.module.css';

/** Name, size and age of a repository, how its index stands, and what there is to do about it. */
export function RepositoryFacts({ repository }: { readonly repository: RepositorySummary }) {
  const { surface, marks } = useStores();
  const marked = useStore(
    marks,
    (all) => all.marks.filter(({ repositoryId }) => repositoryId === repository.id).length,
  );
  const now = useNow(30_000);
  const state = useRepositoryState(repository);
  return (
    <div>
      <h2 className={styles.title}>{printable(repository.name)}</h2>
      <p className={styles.sum}>
        {plural(repository.files, 'file')}, {formatBytes(repository.sourceBytes)} of source; indexed{' '}
        {relativeTime(repository.committedAt, now)}
      </p>
      <p className={styles.state} data-tone={state.tone}>
        {printable(state.text)}
      </p>
      <div className={styles.actions}>
        {state.remedy && <RemedyButton repository={repository} remedy={state.remedy} />}
        <Button onClick={() => surface.setState({ surface: 'history', subject: repository.id })}>
          <History size={14} aria-hidden />
          History
        </Button>
        {marked > 0 && (
          <Button onClick={() => surface.setState({ surface: 'marks' })}>
            {plural(marked, 'marked query', 'marked queries')}
          </Button>
        )}
      </div>
    </div>
  );
}
