/** One answer of the engine, fetched when somebody looks and shown while a newer one is on its way. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { VectorGitError } from '../../domain/api.ts';
import { toFailure } from '../app/error-text.ts';

export type Loaded<Key, Value> =
  | { readonly state: 'unasked' }
  | { readonly state: 'loading'; readonly key: Key }
  | { readonly state: 'ready'; readonly key: Key; readonly value: Value }
  | { readonly state: 'failed'; readonly key: Key; readonly failure: VectorGitError };

export interface LoadedStore<Key, Value> extends StoreApi<Loaded<Key, Value>> {
  /** Fetches, always; what is shown of the same key stays until the answer is there. */
  load(key: Key): Promise<void>;
  /** Fetches again what was fetched before, if anything was. */
  renew(): void;
}

export function createLoadedStore<Key, Value>(
  fetch: (key: Key) => Promise<Value>,
): LoadedStore<Key, Value> {
  const store = createStore<Loaded<Key, Value>>(() => ({ state: 'unasked' }));
  let newest = 0;

  const load = async (key: Key) => {
    newest += 1;
    const turn = newest;
    const present = store.getState();
    const same = present.state === 'ready' && present.key === key;
    if (!same) store.setState({ state: 'loading', key }, true);
    try {
      const value = await fetch(key);
      if (turn === newest) store.setState({ state: 'ready', key, value }, true);
    } catch (error) {
      if (turn === newest)
        store.setState({ state: 'failed', key, failure: toFailure(error) }, true);
    }
  };

  return {
    ...store,
    load,
    renew() {
      const present = store.getState();
      if (present.state !== 'unasked') void load(present.key);
    },
  };
}
