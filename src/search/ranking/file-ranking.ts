import { type FeaturePart, RANKING_FEATURES, type RankingWeights } from '../../domain/api.ts';
import { type Snapshot, topK } from '../../index/api.ts';
import type { ChunkEvidence } from './chunk-evidence.ts';
import type { FileCatalogue } from './file-catalogue.ts';
import type { FeatureColumns, FileFeatures } from './file-features.ts';
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
  const { catalogue, columns } = features;
  const compare = chunkOrder(snapshot, evidence, features);
  const scores = scoresOfFiles(catalogue, columns, weights, candidates.files);
  const best = (file: number): number => bestChunk(catalogue, file, candidates.chunks, compare);
  const order = topK(
    scores,
    Math.max(1, Math.min(limit, catalogue.count)),
    Number.NEGATIVE_INFINITY,
    (a, b) => snapshot.compareChunks(best(a), best(b)),
    undefined,
    candidates.files,
  );
  const chosen = chooseChunks(catalogue, order, candidates.chunks, compare, limit);
  return chosen.map(({ file, ordinal }) => ({
    ordinal,
    score: scores[file] as number,
    features: featureParts(columns, weights, file),
  }));
}

/** Scores of `files`; in the order of `RANKING_FEATURES`, which is the order of the sum: the parts give the same bits. */
function scoresOfFiles(
  catalogue: FileCatalogue,
  columns: FeatureColumns,
  weights: RankingWeights,
  files: Uint32Array,
): Float64Array {
  const scores = new Float64Array(catalogue.count);
  for (const feature of RANKING_FEATURES) {
    const weight = weights[feature];
    const column = columns[feature];
    if (weight === 0 || column === catalogue.none) continue;
    for (let at = 0; at < files.length; at++) {
      const file = files[at] as number;
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

/** Orders candidates by what each is worth beside others of its file; few are ever compared. Negative when `a` comes first. */
function chunkOrder(
  snapshot: Snapshot,
  { words, meaning, fused }: ChunkEvidence,
  { definedHere }: FileFeatures,
): (a: number, b: number) => number {
  const worth = (chunk: number): number => {
    const own =
      words === null || meaning === null
        ? (fused[chunk] as number)
        : ((words[chunk] as number) + (meaning[chunk] as number)) / 2;
    const strength = definedHere.get(chunk);
    return strength === undefined ? own : own + DEFINITION_SHARE * strength;
  };
  return (a, b) => worth(b) - worth(a) || snapshot.compareChunks(a, b);
}

/** The best candidate of a file that has one; only files of one score are compared by it. */
function bestChunk(
  catalogue: FileCatalogue,
  file: number,
  candidates: Uint8Array,
  compare: (a: number, b: number) => number,
): number {
  const [first, ...others] = candidatesOf(catalogue, file, candidates);
  return others.reduce((best, chunk) => (compare(chunk, best) < 0 ? chunk : best), first as number);
}

function candidatesOf(
  { firstChunks, chunkCounts }: FileCatalogue,
  file: number,
  candidates: Uint8Array,
): number[] {
  const chunks: number[] = [];
  const first = firstChunks[file] as number;
  const end = first + (chunkCounts[file] as number);
  for (let chunk = first; chunk < end; chunk++) if (candidates[chunk] === 1) chunks.push(chunk);
  return chunks;
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
      return { file, chunks: candidatesOf(catalogue, file, candidates).sort(compare) };
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
