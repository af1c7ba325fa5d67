import { useStore } from 'zustand';
import type { IngestProgress, RepositorySummary } from '../../domain/api.ts';
import { useStores } from '../stores/stores.ts';
import { type RepositoryState, repositoryState } from './repository-state.ts';

/** Of the ingest under way; null when there is none. */
export function useProgress(): IngestProgress | null {
  const { engine } = useStores();
  return useStore(engine, (state) => (state.state === 'ready' ? state.status.progress : null));
}

/** How a repository stands now; null while nothing is known of it. */
export function useRepositoryState(repository: RepositorySummary): RepositoryState;
export function useRepositoryState(repository: RepositorySummary | null): RepositoryState | null;
export function useRepositoryState(repository: RepositorySummary | null): RepositoryState | null {
  const { engine } = useStores();
  const isRunning = useStore(
    engine,
    (state) =>
      state.state === 'ready' &&
      repository !== null &&
      state.status.progress?.repositoryId === repository.id,
  );
  return repository && repositoryState(repository, isRunning);
}
