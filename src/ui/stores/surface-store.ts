/** Which panel lies over the page: at most one at a time. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RepositoryId, SkipReason, WrittenFilter } from '../../domain/api.ts';

export type Surface =
  | 'none'
  | 'shortcuts'
  | 'finder'
  | 'skipped'
  | 'sidebar'
  | 'storage'
  | 'history'
  | 'marks';

export interface SurfaceState {
  readonly surface: Surface;
  /** Whose history is shown; null is the repository that the page is at. */
  readonly subject: RepositoryId | null;
  /** What of the skipped files is shown first; null is all of them. */
  readonly skipped: SkippedView | null;
}

export interface SkippedView {
  /** Only what these let through. */
  readonly filters: readonly WrittenFilter[];
  /** Opened at once; null is none. */
  readonly reason: SkipReason | null;
}

export type SurfaceStore = StoreApi<SurfaceState>;

export function createSurfaceStore(): SurfaceStore {
  return createStore<SurfaceState>(() => ({ surface: 'none', subject: null, skipped: null }));
}
