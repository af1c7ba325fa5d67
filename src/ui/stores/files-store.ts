/** The indexed and the skipped files of the present repository, fetched when somebody looks. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RepositorySummary, SkippedEntry, VectorGitError } from '../../domain/api.ts';
import type { FileListing } from '../../worker/protocol.ts';
import { toFailure } from '../app/error-text.ts';

export type Listing<Entry> =
  | { readonly state: 'unasked' }
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly of: string; readonly entries: readonly Entry[] }
  | { readonly state: 'failed'; readonly failure: VectorGitError };

export interface ListingStore<Entry> extends StoreApi<Listing<Entry>> {
  /** Fetches unless it has this generation of this repository. */
  show(repository: RepositorySummary): void;
  retry(repository: RepositorySummary): void;
}

export type FilesStore = ListingStore<FileListing>;
export type SkippedStore = ListingStore<SkippedEntry>;

export function createListingStore<Entry>(
  fetch: (repository: RepositorySummary) => Promise<readonly Entry[]>,
): ListingStore<Entry> {
  const store = createStore<Listing<Entry>>(() => ({ state: 'unasked' }));
  let asked = '';
  let askedId = '';

  const show = async (repository: RepositorySummary) => {
    const of = `${repository.id}:${repository.generation}`;
    if (of === asked) return;
    asked = of;
    // A newer generation of what is shown replaces it without a blank in between.
    if (repository.id !== askedId) store.setState({ state: 'loading' }, true);
    askedId = repository.id;
    try {
      const entries = await fetch(repository);
      if (of === asked) store.setState({ state: 'ready', of, entries }, true);
    } catch (error) {
      if (of === asked) store.setState({ state: 'failed', failure: toFailure(error) }, true);
    }
  };

  return {
    ...store,
    show: (repository) => void show(repository),
    retry(repository) {
      asked = '';
      askedId = '';
      void show(repository);
    },
  };
}
