/** Checks of stored repositories: which one runs, and what the last of each found. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RepositoryId, VectorGitError, VerifyReport } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { toFailure } from '../app/error-text.ts';

export type Verification =
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly report: VerifyReport }
  | { readonly state: 'failed'; readonly failure: VectorGitError };

export interface VerifyStore extends StoreApi<ReadonlyMap<RepositoryId, Verification>> {
  verify(id: RepositoryId): Promise<void>;
  forget(id: RepositoryId): void;
}

export function createVerifyStore(client: EngineClient, verified: () => void): VerifyStore {
  const store = createStore<ReadonlyMap<RepositoryId, Verification>>(() => new Map());
  const set = (id: RepositoryId, verification: Verification) =>
    store.setState(new Map([...store.getState(), [id, verification]]), true);
  return {
    ...store,
    async verify(id) {
      set(id, { state: 'running' });
      try {
        set(id, { state: 'done', report: await client.verify(id) });
      } catch (error) {
        set(id, { state: 'failed', failure: toFailure(error) });
      }
      verified();
    },
    forget(id) {
      store.setState(new Map([...store.getState()].filter(([key]) => key !== id)), true);
    },
  };
}
