/** The file that is open. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RepositoryId, VectorGitError } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import type { FileView } from '../../worker/protocol.ts';
import { toFailure } from '../app/error-text.ts';
import type { PlaceStore } from './place-store.ts';
import { findRepository, type RepositoriesStore } from './repositories-store.ts';

export type ViewerState =
  | { readonly state: 'closed' }
  /** The file before it stays in view meanwhile. */
  | { readonly state: 'loading'; readonly path: string; readonly before: FileView | null }
  | { readonly state: 'ready'; readonly view: FileView; readonly repositoryId: RepositoryId }
  | { readonly state: 'failed'; readonly path: string; readonly failure: VectorGitError };

export interface ViewerStore extends StoreApi<ViewerState> {
  retry(): void;
}

export function createViewerStore(
  client: EngineClient,
  place: PlaceStore,
  repositories: RepositoriesStore,
): ViewerStore {
  const store = createStore<ViewerState>(() => ({ state: 'closed' }));
  let opened = '';
  let newest = 0;

  const open = async (id: RepositoryId, path: string) => {
    newest += 1;
    const turn = newest;
    const state = store.getState();
    const before = state.state === 'ready' ? state.view : null;
    if (before?.path !== path) store.setState({ state: 'loading', path, before }, true);
    try {
      const view = await client.file(id, path);
      if (turn !== newest) return;
      const same = before?.path === path && before.text === view.text;
      if (!same) store.setState({ state: 'ready', view, repositoryId: id }, true);
    } catch (error) {
      if (turn === newest) {
        store.setState({ state: 'failed', path, failure: toFailure(error) }, true);
      }
    }
  };

  const follow = () => {
    const repository = findRepository(repositories.getState(), place.getState().repository);
    const { path } = place.getState();
    if (repository === null || path === null) {
      newest += 1;
      opened = '';
      if (store.getState().state !== 'closed') store.setState({ state: 'closed' }, true);
      return;
    }
    // A new generation may hold another text of the same file.
    const wanted = JSON.stringify([repository.id, path, repository.generation]);
    if (wanted === opened) return;
    opened = wanted;
    void open(repository.id, path);
  };

  place.subscribe(follow);
  repositories.subscribe(follow);
  follow();
  return {
    ...store,
    retry() {
      opened = '';
      follow();
    },
  };
}
