import type { Snapshot } from '../../index/api.ts';

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
  const words = wordScores && relative(wordScores, accepted);
  const meaning = cosines && relative(cosines, accepted);
  if (meaning === null) return { words, meaning, fused: words ?? new Float64Array(snapshot.size) };
  if (words === null) return { words, meaning, fused: meaning };
  for (const [segment, { reader, base }] of snapshot.segments.entries()) {
    if (comparable[segment] === true) continue;
    meaning.set(words.subarray(base, base + reader.chunks.count), base);
  }
  const fused = new Float64Array(snapshot.size);
  for (let chunk = 0; chunk < fused.length; chunk++) {
    fused[chunk] =
      MEANING_SHARE * (meaning[chunk] as number) + (1 - MEANING_SHARE) * (words[chunk] as number);
  }
  return { words, meaning, fused };
}

/** Scores over the largest of them, what is below 0 or not accepted at 0. */
function relative(scores: Float64Array, accepted: Uint8Array | null): Float64Array {
  const result = new Float64Array(scores.length);
  let largest = 0;
  for (let chunk = 0; chunk < scores.length; chunk++) {
    const score = scores[chunk] as number;
    if (score > 0 && (accepted === null || accepted[chunk] === 1)) {
      result[chunk] = score;
      if (score > largest) largest = score;
    }
  }
  if (largest > 0) {
    for (let chunk = 0; chunk < result.length; chunk++) {
      result[chunk] = (result[chunk] as number) / largest;
    }
  }
  return result;
}
