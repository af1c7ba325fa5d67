import type { Snapshot } from '../../index/api.ts';
import { Columns } from '../columns.ts';

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
  const columns = new Columns();
  const words = wordScores && relative(wordScores, accepted, columns.take('words', snapshot.size));
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
  const meaning = cosines && columns.take('meaning', snapshot.size);
  if (words === null || cosines === null || meaning === null) {
    if (cosines !== null && meaning !== null) relative(cosines, accepted, meaning);
    return { words, meaning, fused: meaning ?? words ?? new Float64Array(snapshot.size) };
  }
  const fused = columns.take('fused', snapshot.size);
  const nearest = largestOf(cosines, accepted) || 1;
  for (const [segment, { reader, base }] of snapshot.segments.entries()) {
    const end = base + reader.chunks.count;
    if (comparable[segment] === true) {
      for (let chunk = base; chunk < end; chunk++) {
        const cosine = cosines[chunk] as number;
        const isNear = cosine > 0 && (accepted === null || accepted[chunk] === 1);
        const near = isNear ? cosine / nearest : 0;
        meaning[chunk] = near;
        fused[chunk] = MEANING_SHARE * near + (1 - MEANING_SHARE) * (words[chunk] as number);
      }
      continue;
    }
    for (let chunk = base; chunk < end; chunk++) {
      const word = words[chunk] as number;
      meaning[chunk] = word;
      fused[chunk] = MEANING_SHARE * word + (1 - MEANING_SHARE) * word;
    }
  }
  return { words, meaning, fused };
}

/** Scores over the largest of them, what is below 0 or not accepted at 0; put into `result`, which may hold the scores. */
export function relative(
  scores: Float64Array,
  accepted: Uint8Array | null,
  result: Float64Array,
): Float64Array {
  const largest = largestOf(scores, accepted);
  for (let chunk = 0; chunk < scores.length; chunk++) {
    const score = scores[chunk] as number;
    const counts = score > 0 && (accepted === null || accepted[chunk] === 1);
    result[chunk] = counts ? score / largest : 0;
  }
  return result;
}

/** The largest accepted score; 0 when none is above 0. */
function largestOf(scores: Float64Array, accepted: Uint8Array | null): number {
  let largest = 0;
  for (let chunk = 0; chunk < scores.length; chunk++) {
    const score = scores[chunk] as number;
    if (score > largest && (accepted === null || accepted[chunk] === 1)) largest = score;
  }
  return largest;
}
