/** Which panel lies over the page: at most one at a time. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export type Surface = 'none' | 'shortcuts' | 'finder' | 'skipped' | 'sidebar';

export type SurfaceStore = StoreApi<{ readonly surface: Surface }>;

export function createSurfaceStore(): SurfaceStore {
  return createStore(() => ({ surface: 'none' }));
}
