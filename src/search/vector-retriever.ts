import { nearestCosines, quantize, type Snapshot } from '../index/api.ts';

/**
 * Cosine of the query with every live chunk of the segments marked true, by chunk ordinal; 0 elsewhere. The other segments
 * have no vectors, or those of another model, which would give numbers without meaning.
 * `query`: unit vector. Exact over the quantised vectors up to 100,000 of them; beyond, the far ones stay 0. `scores`: where
 * they are put, all 0.
 */
export function retrieveByMeaning(
  snapshot: Snapshot,
  query: Float32Array,
  comparable: readonly boolean[],
  scores: Float64Array = new Float64Array(snapshot.size),
): Float64Array {
  const quantized = quantize(query);
  if (quantized.scale === 0) return scores;
  const blocks = snapshot.segments.flatMap(({ reader: { vectors: block }, base }, index) =>
    block === null || comparable[index] !== true ? [] : [{ block, base }],
  );
  nearestCosines(quantized, blocks, scores);
  snapshot.clearDeleted(scores);
  return scores;
}
