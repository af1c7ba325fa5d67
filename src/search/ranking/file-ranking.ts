import { type FeaturePart, RANKING_FEATURES, type RankingWeights } from '../../domain/api.ts';
import { type Snapshot, topK } from '../../index/api.ts';
import type { ChunkEvidence } from './chunk-evidence.ts';
import type { FileCatalogue } from './file-catalogue.ts';
import type { FeatureColumns } from './file-features.ts';
import type { PreparedRanking } from './prepared-ranking.ts';

/** A chunk with the score of its file. */
export interface RankedChunk {
  readonly ordinal: number;
  readonly score: number;
  /** Sum up to the score. */
  readonly features: readonly FeaturePart[];
}

/** So many files come with their best chunk before any of them comes with another. */
const FILES_PER_PAGE = 10;
/** Chunks of a file on its page; those left over come after all files. */
const CHUNKS_PER_FILE = 3;
/** A chunk that defines the name that was asked for goes before any that only uses it. */
const DEFINITION_SHARE = 2;

/**
 * Orders files by the weighed sum of their features and chooses the chunks that stand for them. Files by tens: the
 * best chunk of each, then second and third ones; what is left of a file comes after all files. Ties go by chunk id, path, line.
 */
export function rankFiles(
  snapshot: Snapshot,
  { evidence, features, candidates }: PreparedRanking,
  weights: RankingWeights,
  limit: number,
): RankedChunk[] {
  const { catalogue, columns, definedHere } = features;
  const chunkScores = scoresOfChunks(evidence, candidates, definedHere);
  const compare = (a: number, b: number): number =>
    (chunkScores[b] as number) - (chunkScores[a] as number) || snapshot.compareChunks(a, b);
  const best = bestChunks(catalogue, candidates, compare);
  const scores = scoresOfFiles(catalogue, columns, weights);
  const order = topK(
    scores,
    Math.max(1, Math.min(limit, catalogue.count)),
    Number.NEGATIVE_INFINITY,
    (a, b) => snapshot.compareChunks(best[a] as number, best[b] as number),
    (file) => best[file] !== -1,
  );
  const chosen = chooseChunks(catalogue, order, candidates, compare, limit);
  return chosen.map(({ file, ordinal }) => ({
    ordinal,
    score: scores[file] as number,
    features: featureParts(columns, weights, file),
  }));
}

/** In the order of `RANKING_FEATURES`, which is the order of the sum: the parts give the same bits. */
function scoresOfFiles(
  catalogue: FileCatalogue,
  columns: FeatureColumns,
  weights: RankingWeights,
): Float64Array {
  const scores = new Float64Array(catalogue.count);
  for (const feature of RANKING_FEATURES) {
    const weight = weights[feature];
    const column = columns[feature];
    if (weight === 0 || column === catalogue.none) continue;
    for (let file = 0; file < scores.length; file++) {
      scores[file] = (scores[file] as number) + weight * (column[file] as number);
    }
  }
  return scores;
}

/** Those that have a weight and a value. */
function featureParts(
  columns: FeatureColumns,
  weights: RankingWeights,
  file: number,
): FeaturePart[] {
  return RANKING_FEATURES.flatMap((feature) => {
    const value = columns[feature][file] as number;
    const weight = weights[feature];
    if (weight === 0 || value === 0) return [];
    return [{ feature, value, weight, contribution: weight * value }];
  });
}

/** What a candidate is worth beside others of its file. */
function scoresOfChunks(
  { words, meaning, fused }: ChunkEvidence,
  candidates: Uint8Array,
  definedHere: ReadonlyMap<number, number>,
): Float64Array {
  const scores = new Float64Array(fused.length);
  for (let chunk = 0; chunk < scores.length; chunk++) {
    if (candidates[chunk] === 0) continue;
    scores[chunk] =
      words === null || meaning === null
        ? (fused[chunk] as number)
        : ((words[chunk] as number) + (meaning[chunk] as number)) / 2;
  }
  for (const [chunk, strength] of definedHere) {
    scores[chunk] = (scores[chunk] as number) + DEFINITION_SHARE * strength;
  }
  return scores;
}

/** The best candidate of each file; -1 for a file without one. */
function bestChunks(
  catalogue: FileCatalogue,
  candidates: Uint8Array,
  compare: (a: number, b: number) => number,
): Int32Array {
  const best = new Int32Array(catalogue.count).fill(-1);
  for (let chunk = 0; chunk < candidates.length; chunk++) {
    if (candidates[chunk] === 0) continue;
    const file = catalogue.fileOfChunk[chunk] as number;
    const before = best[file] as number;
    if (before === -1 || compare(chunk, before) < 0) best[file] = chunk;
  }
  return best;
}

function chooseChunks(
  catalogue: FileCatalogue,
  order: readonly number[],
  candidates: Uint8Array,
  compare: (a: number, b: number) => number,
  limit: number,
): { file: number; ordinal: number }[] {
  const chosen: { file: number; ordinal: number }[] = [];
  const left: { file: number; chunks: number[] }[] = [];
  for (let start = 0; start < order.length && chosen.length < limit; start += FILES_PER_PAGE) {
    const page = order.slice(start, start + FILES_PER_PAGE).map((file) => {
      const first = catalogue.firstChunks[file] as number;
      const count = catalogue.chunkCounts[file] as number;
      const chunks = Array.from({ length: count }, (_, at) => first + at)
        .filter((chunk) => candidates[chunk] === 1)
        .sort(compare);
      return { file, chunks };
    });
    takeRounds(page, CHUNKS_PER_FILE, chosen);
    left.push(...page.map(({ file, chunks }) => ({ file, chunks: chunks.slice(CHUNKS_PER_FILE) })));
  }
  takeRounds(left, limit, chosen);
  return chosen.slice(0, limit);
}

/** The first chunk of each file, then the second of each, and so on. */
function takeRounds(
  files: readonly { readonly file: number; readonly chunks: readonly number[] }[],
  rounds: number,
  chosen: { file: number; ordinal: number }[],
): void {
  const most = Math.min(rounds, Math.max(0, ...files.map(({ chunks }) => chunks.length)));
  for (let round = 0; round < most; round++) {
    for (const { file, chunks } of files) {
      const ordinal = chunks[round];
      if (ordinal !== undefined) chosen.push({ file, ordinal });
    }
  }
}
