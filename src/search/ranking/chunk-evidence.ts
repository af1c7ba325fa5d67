import { Columns, mix, type Snapshot, shareOfLargest } from '../../index/api.ts';

/** What the two retrievers say of each chunk, made comparable; all by chunk ordinal. */
export interface ChunkEvidence {
  /** BM25 over the best one of the query, 0 to 1; null when the words are left out. */
  readonly words: Float64Array | null;
  /** Cosine over the best one of the query, 0 to 1; null when there are no vectors. */
  readonly meaning: Float64Array | null;
  /** Both weighed together, 0 to 1. */
  readonly fused: Float64Array;
}

/** Share of the vectors in a chunk's fused score (trial: .5 and .85 differ from .7 by .002 NDCG@10). */
export const MEANING_SHARE = 0.7;

/**
 * Fuses the scores of the retrievers, both by chunk ordinal; chunks that the query does not let through have none.
 * `comparable`: by segment, whether its vectors were compared. A chunk that has none yet stands by its words alone, so that lists change little while vectors are made.
 */
export function chunkEvidence(
  snapshot: Snapshot,
  wordScores: Float64Array | null,
  cosines: Float64Array | null,
  comparable: readonly boolean[],
  accepted: Uint8Array | null,
): ChunkEvidence {
  const columns = Columns.plain();
  const words = wordScores && columns.take('words', snapshot.size);
  if (wordScores !== null && words !== null) shareOfLargest(wordScores, accepted, words);
  return withMeaning(snapshot, words, cosines, comparable, accepted, columns);
}

/**
 * `chunkEvidence` with the words' share made before: `words` as the evidence holds them. Meaning and both together lie in
 * columns of those names; the cosines may lie in that of `meaning`, too.
 */
export function withMeaning(
  snapshot: Snapshot,
  words: ChunkEvidence['words'],
  cosines: Float64Array | null,
  comparable: readonly boolean[],
  accepted: Uint8Array | null,
  columns: Columns,
): ChunkEvidence {
  if (cosines === null) {
    return { words, meaning: null, fused: words ?? new Float64Array(snapshot.size) };
  }
  const meaning = columns.take('meaning', snapshot.size);
  shareOfLargest(cosines, accepted, meaning);
  if (words === null) return { words, meaning, fused: meaning };
  for (const [segment, { reader, base }] of snapshot.segments.entries()) {
    if (comparable[segment] === true) continue;
    meaning.set(words.subarray(base, base + reader.chunks.count), base);
  }
  const fused = columns.take('fused', snapshot.size);
  mix(meaning, MEANING_SHARE, words, fused);
  return { words, meaning, fused };
}
