/** Which panel lies over the page: at most one at a time. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RepositoryId } from '../../domain/api.ts';

export type Surface =
  | 'none'
  | 'shortcuts'
  | 'finder'
  | 'skipped'
  | 'sidebar'
  | 'storage'
  | 'history';

export interface SurfaceState {
  readonly surface: Surface;
  /** Whose history is shown; null is the repository that the page is at. */
  readonly subject: RepositoryId | null;
}

export type SurfaceStore = StoreApi<SurfaceState>;

export function createSurfaceStore(): SurfaceStore {
  return createStore<SurfaceState>(() => ({ surface: 'none', subject: null }));
}
