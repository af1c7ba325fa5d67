import { nearestCosines, quantize, type Snapshot } from '../index/api.ts';

/**
 * Cosine of the query with every live chunk of the segments marked true, by chunk ordinal; 0 elsewhere. The other segments
 * have no vectors, or those of another model, which would give numbers without meaning.
 * `query`: unit vector. Exact over the quantised vectors up to 100,000 of them; beyond, the far ones stay 0.
 */
export function retrieveByMeaning(
  snapshot: Snapshot,
  query: Float32Array,
  comparable: readonly boolean[],
): Float64Array {
  const scores = new Float64Array(snapshot.size);
  const quantized = quantize(query);
  if (quantized.scale === 0) return scores;
  const blocks = snapshot.segments.flatMap(({ reader: { vectors: block }, base }, index) =>
    block === null || comparable[index] !== true ? [] : [{ block, base }],
  );
  nearestCosines(quantized, blocks, scores);
  for (let ordinal = 0; ordinal < scores.length; ordinal++) {
    if (snapshot.live[ordinal] === 0) scores[ordinal] = 0;
  }
  return scores;
}
