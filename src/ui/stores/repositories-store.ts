/** The repositories on this device, and the one that is being removed while it can still be undone. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RepositoryId, RepositorySummary, VectorGitError } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { toFailure } from '../app/error-text.ts';

export interface Removal {
  readonly repository: RepositorySummary;
  /** Milliseconds since 1970 when it becomes final. */
  readonly until: number;
}

export type RepositoriesState =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: VectorGitError }
  | {
      readonly state: 'ready';
      /** Last committed first; without the one being removed. */
      readonly list: readonly RepositorySummary[];
      readonly removal: Removal | null;
    };

export interface RepositoriesStore extends StoreApi<RepositoriesState> {
  refresh(): Promise<void>;
  /** Hidden at once, removed for good ten seconds later. Closing the page before keeps it. */
  remove(repository: RepositorySummary): void;
  undoRemoval(): void;
}

const UNDO_MS = 10_000;

export function createRepositoriesStore(client: EngineClient): RepositoriesStore {
  const store = createStore<RepositoriesState>(() => ({ state: 'loading' }));
  let removal: Removal | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest = 0;

  const refresh = async () => {
    newest += 1;
    const turn = newest;
    try {
      const all = await client.repositories();
      if (turn !== newest) return;
      const list = all
        .filter((repository) => repository.id !== removal?.repository.id)
        .toSorted((a, b) => b.committedAt - a.committedAt);
      store.setState({ state: 'ready', list, removal }, true);
    } catch (error) {
      if (turn === newest) store.setState({ state: 'failed', failure: toFailure(error) }, true);
    }
  };

  const finish = async () => {
    clearTimeout(timer);
    const id = removal?.repository.id;
    removal = null;
    try {
      if (id !== undefined) await client.remove(id);
    } finally {
      await refresh();
    }
  };

  let model: string | null = null;
  let pending: ReturnType<typeof setTimeout> | undefined;
  client.subscribe((event) => {
    if (event.type === 'status') {
      // How the indexes stand is told against the model, which comes later than the first list.
      const { model: now } = event.status;
      if (now.state !== 'ready' || now.id === model) return;
      model = now.id;
    }
    // Commits come in bursts while a large repository is indexed.
    if (pending !== undefined) return;
    pending = setTimeout(() => {
      pending = undefined;
      void refresh();
    }, 100);
  });
  void refresh();

  return {
    ...store,
    refresh,
    remove(repository) {
      if (removal) void finish();
      removal = { repository, until: Date.now() + UNDO_MS };
      timer = setTimeout(() => void finish(), UNDO_MS);
      void refresh();
    },
    undoRemoval() {
      clearTimeout(timer);
      removal = null;
      void refresh();
    },
  };
}

/** The repository that a name of the address bar means: by name, else by id; null when there is none. */
export function findRepository(
  state: RepositoriesState,
  name: string | null,
): RepositorySummary | null {
  if (state.state !== 'ready' || name === null) return null;
  return (
    state.list.find((repository) => repository.name === name) ??
    state.list.find((repository) => repository.id === (name as RepositoryId)) ??
    null
  );
}
