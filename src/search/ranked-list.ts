import type { ScoreParts, SearchMode, SearchOptions, SearchReply } from '../domain/api.ts';
import type { Columns, FileRow, Snapshot } from '../index/api.ts';
import type { Candidates } from './candidates.ts';
import type { LexicalResult } from './lexical-retriever.ts';
import type { Query } from './query/query.ts';
import { rankFiles } from './ranking/file-ranking.ts';
import { prepareRanking } from './ranking/prepared-ranking.ts';
import { ranksAmong } from './ranking/ranks-among.ts';
import { emphasised, weightsFor } from './ranking/weights.ts';
import { fuse, reciprocalRank } from './reciprocal-rank-fusion.ts';

/** A chunk of the answer. */
export interface Ranked {
  readonly ordinal: number;
  readonly score: number;
  readonly parts: ScoreParts;
}

/** The answer, best first; nothing in it lies in the columns of the search. */
export interface RankedList {
  readonly chunks: readonly Ranked[];
  /** Candidates for the ranking; null for another order. */
  readonly matched: SearchReply['matched'] | null;
}

/** Filters, phrases and expressions alone have an order of their own. */
export function isRanked(query: Query, { fusion, stage }: SearchOptions): boolean {
  return stage === undefined && fusion !== 'rrf' && query.words.length > 0;
}

export interface FoundForRanking {
  readonly words: Candidates | null;
  readonly meaning: Candidates | null;
  readonly queryVector: Float32Array | null;
  readonly segments: readonly boolean[] | null;
  readonly accepted: Uint8Array | null;
}

/** The ranking of files (`ranking/`). */
export function rankByFiles(
  snapshot: Snapshot,
  query: Query,
  { words, meaning, queryVector, segments, accepted }: FoundForRanking,
  options: SearchOptions,
  limit: number,
  columns: Columns,
): RankedList {
  const retrieved = {
    words: words?.scores ?? null,
    cosines: meaning?.scores ?? null,
    queryVector,
    nearest: meaning?.order() ?? [],
    comparable: segments ?? [],
    accepted,
  };
  const prepared = prepareRanking(snapshot, query, retrieved, columns);
  const fitted = { ...weightsFor(words !== null, meaning !== null), ...options.weights };
  const weights = emphasised(fitted, options.emphasis ?? {});
  const chosen = rankFiles(snapshot, prepared, weights, limit);
  const ordinals = chosen.map(({ ordinal }) => ordinal);
  const wordRanks = words && ranksAmong(words.scores, ordinals, accepted, words.among);
  const meaningRanks = meaning && ranksAmong(meaning.scores, ordinals, accepted);
  const chunks = chosen.map(({ ordinal, score, features }, at): Ranked => {
    const bm25 = words?.scores[ordinal] ?? 0;
    const similarity = meaning?.scores[ordinal] ?? 0;
    const keyword =
      wordRanks === null || bm25 === 0
        ? null
        : { rank: wordRanks[at] as number, score: bm25, contribution: 0 };
    const similar =
      meaningRanks === null || similarity <= 0
        ? null
        : { rank: meaningRanks[at] as number, similarity, contribution: 0 };
    return { ordinal, score, parts: { keyword, meaning: similar, features } };
  });
  return { chunks, matched: prepared.candidates.count };
}

/** Reciprocal rank fusion of the lists, or the one there is. */
export function rankByFusion(
  snapshot: Snapshot,
  mode: SearchMode,
  words: Candidates | null,
  meaning: Candidates | null,
): RankedList {
  const lists = [words, meaning].filter((list) => list !== null);
  const fused = fuse(lists.map((list) => list.order()));
  const wordRanks = ranksOf(words);
  const meaningRanks = ranksOf(meaning);
  const single = lists.length === 1 && mode !== 'hybrid' ? lists[0] : null;
  const contribution = (list: Candidates, ordinal: number, listRank: number): number =>
    single === list ? (list.scores[ordinal] as number) : reciprocalRank(listRank);
  const ranked = [...fused.keys()].map((ordinal): Ranked => {
    const wordRank = wordRanks.get(ordinal);
    const meaningRank = meaningRanks.get(ordinal);
    const keyword =
      words === null || wordRank === undefined
        ? null
        : {
            rank: wordRank,
            score: words.scores[ordinal] as number,
            contribution: contribution(words, ordinal, wordRank),
          };
    const similar =
      meaning === null || meaningRank === undefined
        ? null
        : {
            rank: meaningRank,
            similarity: meaning.scores[ordinal] as number,
            contribution: contribution(meaning, ordinal, meaningRank),
          };
    const score = (keyword?.contribution ?? 0) + (similar?.contribution ?? 0);
    return { ordinal, score, parts: { keyword, meaning: similar, features: [] } };
  });
  // A single list keeps its order, which may be that of places.
  if (lists.length > 1) {
    ranked.sort((a, b) => b.score - a.score || snapshot.compareChunks(a.ordinal, b.ordinal));
  }
  return { chunks: ranked, matched: null };
}

function ranksOf(list: Candidates | null): Map<number, number> {
  return new Map(list?.order().map((ordinal, index) => [ordinal, index + 1]));
}

/** What the words, phrases and filters match, where that is not what is ranked. */
export function countMatched(
  snapshot: Snapshot,
  mode: SearchMode,
  query: Query,
  lexical: LexicalResult | null,
  ranked: readonly Ranked[],
  accepted: Uint8Array | null,
): { chunks: number; files: number } {
  // Rows, not paths: joined repositories may have the same.
  const files = new Set<FileRow>();
  if (lexical === null || (mode !== 'keyword' && query.words.length > 0)) {
    for (const { ordinal } of ranked) files.add(snapshot.fileOf(ordinal));
    return { chunks: ranked.length, files: files.size };
  }
  let chunks = 0;
  for (let ordinal = 0; ordinal < lexical.scores.length; ordinal++) {
    if (lexical.scores[ordinal] === 0 || (accepted !== null && accepted[ordinal] === 0)) continue;
    chunks++;
    files.add(snapshot.fileOf(ordinal));
  }
  return { chunks, files: files.size };
}
