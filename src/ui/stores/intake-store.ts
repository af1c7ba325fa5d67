/** Repositories on their way in: what runs, what waits, what failed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { hasCode, type RepositoryId, type VectorGitError } from '../../domain/api.ts';
import type { EngineClient, IngestCallOptions, IngestInput } from '../../worker/client.ts';
import type { IngestResult } from '../../worker/protocol.ts';
import { toFailure } from '../app/error-text.ts';
import { sourceName } from '../library/sources.ts';

export type IntakeState =
  | { readonly state: 'idle' }
  /** From the drop to the last commit; the engine's status tells how far it is. */
  | { readonly state: 'running'; readonly name: string; readonly waiting: number }
  | {
      readonly state: 'failed';
      readonly name: string;
      readonly failure: VectorGitError;
      /** What was asked for, so that the same files chosen anew are taken the same way. */
      readonly options: IngestCallOptions;
      readonly retry: () => void;
    }
  | {
      readonly state: 'finished';
      readonly name: string;
      readonly result: IngestResult;
    };

export interface IntakeStore extends StoreApi<IntakeState> {
  /** Resolves with null when it failed: the state says why. One runs at a time, others wait. */
  ingest(input: IngestInput, options?: IngestCallOptions): Promise<IngestResult | null>;
  sync(id: RepositoryId, name: string, options?: IngestCallOptions): Promise<IngestResult | null>;
  cancel(): void;
  dismiss(): void;
  /** Says that something could not be read before it reached the engine. */
  fail(name: string, failure: VectorGitError, retry: () => void): void;
}

export function createIntakeStore(client: EngineClient): IntakeStore {
  const store = createStore<IntakeState>(() => ({ state: 'idle' }));
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const run = (
    name: string,
    options: IngestCallOptions,
    work: () => Promise<IngestResult>,
  ): Promise<IngestResult | null> => {
    waiting += 1;
    const present = store.getState();
    if (present.state === 'running') store.setState({ ...present, waiting: waiting - 1 }, true);
    else store.setState({ state: 'running', name, waiting: 0 }, true);
    const turn = last.then(async () => {
      store.setState({ state: 'running', name, waiting: waiting - 1 }, true);
      try {
        const result = await work();
        store.setState({ state: 'finished', name, result }, true);
        return result;
      } catch (error) {
        const failure = toFailure(error);
        // Only a failure that nobody has named is a bug; the page says what the others are.
        if (hasCode(failure, 'worker/request-failed')) console.error(failure);
        const retry = () => void run(name, options, work);
        store.setState({ state: 'failed', name, failure, options, retry }, true);
        return null;
      } finally {
        waiting -= 1;
      }
    });
    last = turn;
    return turn;
  };

  return {
    ...store,
    ingest: (input, options = {}) =>
      run(options.name ?? sourceName(input), options, () => client.ingest(input, options)),
    sync: (id, name, options = {}) => run(name, options, () => client.sync(id, options)),
    cancel: () => void client.cancel(),
    dismiss: () => store.setState({ state: 'idle' }, true),
    fail: (name, failure, retry) =>
      store.setState({ state: 'failed', name, failure, options: {}, retry }, true),
  };
}
