/** What the engine says of itself. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { VectorGitError } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import type { EngineStatus } from '../../worker/protocol.ts';
import { toFailure } from '../app/error-text.ts';

export type EngineState =
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly status: EngineStatus }
  /** It never came up, or it is gone: only a reload helps. */
  | { readonly state: 'failed'; readonly failure: VectorGitError };

export type EngineStore = StoreApi<EngineState>;

export function createEngineStore(client: EngineClient): EngineStore {
  const store = createStore<EngineState>(() => ({ state: 'starting' }));
  client.subscribe((event) => {
    if (event.type === 'crashed') {
      const stopped = new VectorGitError('worker/crashed', 'The search engine stopped twice');
      const next = { state: 'failed', failure: stopped } as const;
      store.setState(event.restarted ? { state: 'starting' } : next, true);
    }
    if (event.type !== 'status') return;
    const { error } = event.status;
    if (error !== null && (error.code === 'worker/crashed' || error.code === 'worker/outdated')) {
      const failure = new VectorGitError(error.code, error.message, { details: error.details });
      store.setState({ state: 'failed', failure }, true);
    } else {
      store.setState({ state: 'ready', status: event.status }, true);
    }
  });
  client.whenReady().then(
    (status) => {
      if (store.getState().state === 'starting') store.setState({ state: 'ready', status }, true);
    },
    (error: unknown) => store.setState({ state: 'failed', failure: toFailure(error) }, true),
  );
  return store;
}
