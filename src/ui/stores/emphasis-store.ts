/** How much each feature of the ranking counts, as a person wants it: for this page, or kept on this device. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Emphasis,
  MOST_EMPHASIS,
  RANKING_FEATURES,
  type RankingFeature,
} from '../../domain/api.ts';

export interface EmphasisState {
  /** Only what differs from 1. */
  readonly emphasis: Emphasis;
  readonly kept: boolean;
}

export interface EmphasisStore extends StoreApi<EmphasisState> {
  /** `times` from 0 to `MOST_EMPHASIS`; 1 is as fitted. */
  set(feature: RankingFeature, times: number): void;
  reset(): void;
  keep(kept: boolean): void;
}

const KEY = 'vectorgit.emphasis';

/** `storage` may be missing or full: then it lasts as long as the page. */
export function createEmphasisStore(storage: Pick<Storage, 'getItem' | 'setItem'>): EmphasisStore {
  const store = createStore<EmphasisState>(() => read(storage));
  store.subscribe(({ emphasis, kept }, before) => {
    if (!kept && !before.kept) return;
    try {
      storage.setItem(KEY, kept ? JSON.stringify(emphasis) : 'null');
    } catch {
      // A private window may forbid it; nothing else depends on it.
    }
  });
  return {
    ...store,
    set(feature, times) {
      const { [feature]: _, ...others } = store.getState().emphasis;
      const emphasis = times === 1 ? others : { ...others, [feature]: within(times) };
      store.setState({ emphasis });
    },
    reset: () => store.setState({ emphasis: {} }),
    keep: (kept) => store.setState({ kept }),
  };
}

export function isEmphasised({ emphasis }: EmphasisState): boolean {
  return Object.keys(emphasis).length > 0;
}

/** What another version or another hand wrote is taken as far as it fits. */
function read(storage: Pick<Storage, 'getItem'>): EmphasisState {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return { emphasis: {}, kept: false };
    const emphasis: Partial<Record<RankingFeature, number>> = {};
    for (const feature of RANKING_FEATURES) {
      const times = (stored as Readonly<Record<string, unknown>>)[feature];
      if (typeof times === 'number' && Number.isFinite(times) && times !== 1)
        emphasis[feature] = within(times);
    }
    return { emphasis, kept: true };
  } catch {
    return { emphasis: {}, kept: false };
  }
}

function within(times: number): number {
  return Math.max(0, Math.min(times, MOST_EMPHASIS));
}
