import { cosines, quantize, type Snapshot } from '../index/api.ts';

/**
 * Cosine of the query with every live chunk that has a vector of the same dimension, by chunk ordinal; 0 elsewhere.
 * `query`: unit vector. Exact over the quantised vectors: every row is looked at.
 */
export function retrieveByMeaning(snapshot: Snapshot, query: Float32Array): Float64Array {
  const scores = new Float64Array(snapshot.size);
  const quantized = quantize(query);
  if (quantized.scale === 0) return scores;
  for (const { reader, base } of snapshot.segments) {
    if (reader.vectors === null || reader.vectors.dimension !== query.length) continue;
    cosines(quantized, reader.vectors, scores, base);
  }
  for (let ordinal = 0; ordinal < scores.length; ordinal++) {
    if (snapshot.live[ordinal] === 0) scores[ordinal] = 0;
  }
  return scores;
}
