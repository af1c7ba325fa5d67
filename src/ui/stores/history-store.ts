/** The kept generations of a repository, and what a person does to them. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  FileChange,
  Generation,
  GenerationSummary,
  RepositoryId,
  RepositorySummary,
  VectorGitError,
} from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { toFailure } from '../app/error-text.ts';
import { createLoadedStore, type LoadedStore } from './loaded-store.ts';

/** Done, and can be taken back as long as the generation before is kept. */
export interface RolledBack {
  readonly repository: RepositorySummary;
  /** The generation that was current before. */
  readonly from: Generation;
  /** The one whose content is back. */
  readonly to: Generation;
  /** The new generation that has it. */
  readonly made: Generation;
}

/** What became of the last change; a failure stays until the next one. */
export type HistoryAction =
  | { readonly state: 'none' }
  | { readonly state: 'running' }
  | { readonly state: 'rolled-back'; readonly rolledBack: RolledBack }
  | { readonly state: 'failed'; readonly failure: VectorGitError };

export interface DiffKey {
  readonly id: RepositoryId;
  readonly from: Generation;
  readonly to: Generation;
}

export interface HistoryStore extends LoadedStore<RepositoryId, readonly GenerationSummary[]> {
  readonly action: StoreApi<HistoryAction>;
  label(id: RepositoryId, generation: Generation, label: string | null): Promise<void>;
  rollBack(repository: RepositorySummary, to: Generation): Promise<void>;
  /** Brings back what was current before the last roll back. */
  undo(rolledBack: RolledBack): Promise<void>;
  /** The files that `to` has otherwise than `from`; asked once for each pair. */
  diff(key: DiffKey): Promise<readonly FileChange[]>;
}

export function createHistoryStore(client: EngineClient): HistoryStore {
  const store = createLoadedStore((id: RepositoryId) => client.history(id));
  const action = createStore<HistoryAction>(() => ({ state: 'none' }));
  // A generation never changes, so neither does the difference of two.
  const diffs = new Map<string, Promise<readonly FileChange[]>>();

  /** Runs a change and shows the history as it is then. */
  const change = async (id: RepositoryId, work: () => Promise<HistoryAction>) => {
    action.setState({ state: 'running' }, true);
    let outcome: HistoryAction;
    try {
      outcome = await work();
    } catch (error) {
      outcome = { state: 'failed', failure: toFailure(error) };
    }
    const present = store.getState();
    if (present.state !== 'unasked' && present.key === id) await store.load(id);
    action.setState(outcome, true);
  };

  return {
    ...store,
    action,
    label: (id, generation, label) =>
      change(id, async () => {
        await client.label(id, generation, label);
        return { state: 'none' };
      }),
    rollBack: (repository, to) =>
      change(repository.id, async () => {
        const made = await client.rollBack(repository.id, to);
        const rolledBack = { repository, from: repository.generation, to, made };
        return { state: 'rolled-back', rolledBack };
      }),
    undo: ({ repository, from }) =>
      change(repository.id, async () => {
        await client.rollBack(repository.id, from);
        return { state: 'none' };
      }),
    diff({ id, from, to }) {
      const key = `${id} ${from} ${to}`;
      const known = diffs.get(key);
      if (known) return known;
      const asked = client.diff(id, from, to);
      diffs.set(key, asked);
      asked.catch(() => diffs.delete(key));
      return asked;
    },
  };
}
