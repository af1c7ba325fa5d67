import { type Snapshot, topK } from '../../index/api.ts';

/*
 * What the first look found says what words the question lacks: its vector is drawn towards the chunks that came first,
 * and the chunks are compared again (pseudo relevance feedback, Rocchio 1971, without the negative part). NDCG@10 of the
 * ranking, development part, cross-validated, 2026-11-23: .9062 without, .9091 with .3 of five chunks, .9092 with .5,
 * .9090 with .3 of three; 13 repositories gain, 6 lose. Of one chunk a file .9066 and .9076.
 */
const CHUNKS = 5;
const SHARE = 0.3;

/**
 * The unit vector of the question and a share of the mean of the best chunks by `fused`, by ordinal; the question's own when
 * none of the best has a vector. `comparable`: by segment, as in `Retrieved`.
 */
export function withFeedback(
  snapshot: Snapshot,
  query: Float32Array,
  fused: Float64Array,
  comparable: readonly boolean[],
): Float32Array {
  const best = topK(fused, CHUNKS, 0, snapshot.compareChunks);
  const sum = Float64Array.from(query);
  for (const ordinal of best) {
    const { segment, index, chunk } = snapshot.locate(ordinal);
    const { vectors } = segment.reader;
    if (vectors === null || comparable[index] !== true) continue;
    const { codes, dimension } = vectors;
    const factor = ((vectors.scales[chunk] as number) * SHARE) / best.length;
    for (let d = 0, at = chunk * dimension; d < sum.length; d++, at++) {
      sum[d] = (sum[d] as number) + factor * (codes[at] as number);
    }
  }
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return length === 0 ? query : Float32Array.from(sum, (value) => value / length);
}
