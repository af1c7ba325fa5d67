import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { useStores } from '../stores/stores.ts';
import { type RepositoryState, repositoryState } from './repository-state.ts';

/** The state of a repository against the model that this session has. */
export function useRepositoryState(repository: RepositorySummary): RepositoryState {
  const { engine } = useStores();
  const model = useStore(engine, (state) =>
    state.state === 'ready' && state.status.model.state === 'ready' ? state.status.model.id : null,
  );
  return repositoryState(repository, model);
}
