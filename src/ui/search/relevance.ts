/** How good a list of hits is by a person's marks. */
import type { SearchHit } from '../../domain/api.ts';
import { isMarked, type Mark } from '../stores/marks-store.ts';

/** Ranks that count, of both measures. */
export const DEPTH = 10;

export interface Relevance {
  /** Normalised discounted cumulative gain of the first ten, 0 to 1. */
  readonly ndcg: number;
  /** 1 / rank of the first relevant hit; 0 when none of the first ten is. */
  readonly reciprocalRank: number;
}

/**
 * Järvelin & Kekäläinen 2002, with gains of 1 and 0: a hit at rank r that is marked as relevant adds 1 / log2(r + 1); over
 * that of the best order there could be. What is not marked counts as not relevant, and a mark counts once. Null when
 * nothing is marked as relevant: then no order is better than another.
 */
export function relevanceOf(hits: readonly SearchHit[], marks: readonly Mark[]): Relevance | null {
  const wanted = new Set(marks.filter(({ relevant }) => relevant));
  if (wanted.size === 0) return null;
  let best = 0;
  for (let rank = 1; rank <= Math.min(wanted.size, DEPTH); rank += 1) best += discount(rank);
  let gain = 0;
  let first = 0;
  for (const [index, hit] of hits.slice(0, DEPTH).entries()) {
    const mark = [...wanted].find((candidate) => isMarked(hit, candidate, hits));
    if (mark === undefined) continue;
    wanted.delete(mark);
    gain += discount(index + 1);
    if (first === 0) first = index + 1;
  }
  return { ndcg: gain / best, reciprocalRank: first === 0 ? 0 : 1 / first };
}

/** Mean over queries; null for none. */
export function meanRelevance(all: readonly Relevance[]): Relevance | null {
  if (all.length === 0) return null;
  const mean = (of: (one: Relevance) => number) =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return { ndcg: mean(({ ndcg }) => ndcg), reciprocalRank: mean((one) => one.reciprocalRank) };
}

function discount(rank: number): number {
  return 1 / Math.log2(rank + 1);
}
