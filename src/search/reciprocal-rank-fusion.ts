/** The constant of Cormack, Clarke & Büttcher 2009: it keeps one list's first place from deciding alone. */
export const RRF_K = 60;

/** What a list adds to an item's score at `rank`, from 1. */
export function reciprocalRank(rank: number): number {
  return 1 / (RRF_K + rank);
}

/** Sum of reciprocal ranks over the lists, by item. Lists are best first. */
export function fuse(lists: readonly (readonly number[])[]): Map<number, number> {
  const scores = new Map<number, number>();
  for (const list of lists) {
    for (const [index, item] of list.entries()) {
      scores.set(item, (scores.get(item) ?? 0) + reciprocalRank(index + 1));
    }
  }
  return scores;
}
