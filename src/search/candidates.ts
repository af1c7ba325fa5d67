import { type Snapshot, topK } from '../index/api.ts';
import type { Query } from './query/query.ts';

/** What one retriever found: ordinals best first, scores by ordinal. */
export interface Candidates {
  /** Sorted out when it is asked for: the ranking by files looks at the scores of words only. */
  readonly order: () => readonly number[];
  readonly scores: Float64Array;
  /** Ordinals with a score when they are few, in no order; null when all must be looked at. */
  readonly among: Uint32Array | null;
}

/** The `depth` best of the accepted ones; without words in the query in the order of places. */
export function candidates(
  snapshot: Snapshot,
  scores: Float64Array,
  accepted: Uint8Array | null,
  depth: number,
  query: Query,
  among: Uint32Array | null = null,
): Candidates {
  const accept = accepted === null ? undefined : (ordinal: number) => accepted[ordinal] === 1;
  const compare = query.text === '' ? snapshot.comparePlaces : snapshot.compareChunks;
  let order: readonly number[] | null = null;
  return {
    order: () => {
      order ??= topK(scores, depth, 0, compare, accept, among ?? undefined);
      return order;
    },
    scores,
    among,
  };
}

/** The nearest of the whole list are narrowed: nearest among the narrowed would bring what the list never held. */
export function narrowed(found: Candidates, accepted: Uint8Array | null): Candidates {
  if (accepted === null) return found;
  return { ...found, order: () => found.order().filter((ordinal) => accepted[ordinal] === 1) };
}
