/** The indexed and the skipped files of the present repository, fetched when somebody looks. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  hasCode,
  NO_GENERATION,
  type RepositorySummary,
  type SkippedEntry,
  type VectorGitError,
} from '../../domain/api.ts';
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

/** While an ingest commits, a list is fetched at most this often. */
const RENEW_MS = 1500;

export function createListingStore<Entry>(
  fetch: (repository: RepositorySummary) => Promise<readonly Entry[]>,
): ListingStore<Entry> {
  const store = createStore<Listing<Entry>>(() => ({ state: 'unasked' }));
  let asked = '';
  let askedId = '';

  let fetchedAt = Number.NEGATIVE_INFINITY;
  let later: ReturnType<typeof setTimeout> | undefined;

  const show = async (repository: RepositorySummary) => {
    clearTimeout(later);
    const wait = fetchedAt + RENEW_MS - performance.now();
    if (repository.id === askedId && wait > 0) {
      later = setTimeout(() => void show(repository), wait);
      return;
    }
    const of = `${repository.id}:${repository.generation}`;
    if (of === asked) return;
    asked = of;
    fetchedAt = performance.now();
    // A newer generation of what is shown replaces it without a blank in between.
    if (repository.id !== askedId) store.setState({ state: 'loading' }, true);
    askedId = repository.id;
    try {
      const entries = await fetch(repository);
      if (of === asked) store.setState({ state: 'ready', of, entries }, true);
    } catch (error) {
      // Its first commit is on the way, and shows itself by a generation.
      if (hasCode(error, 'repository/not-found') && repository.generation === NO_GENERATION) return;
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
