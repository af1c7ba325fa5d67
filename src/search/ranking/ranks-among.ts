/**
 * Places of some chunks in a retriever's list, from 1; equal scores share one. O(chunks + hits log hits): a table over
 * the range of the hits' scores tells between which of them a score lies. `among`: the chunks with a score, when they are few.
 */
export function ranksAmong(
  scores: Float64Array,
  ordinals: readonly number[],
  accepted: Uint8Array | null,
  among: Uint32Array | null = null,
): number[] {
  const sorted = Float64Array.from(new Set(ordinals.map((ordinal) => scores[ordinal] as number)));
  sorted.sort();
  const count = sorted.length;
  const lowest = sorted[0] ?? 0;
  const highest = sorted[count - 1] ?? 0;
  const width = (highest - lowest) / STEPS;
  // Scores that differ by next to nothing are told apart by the search below.
  const scale = width > Number.EPSILON * Math.abs(highest) ? 1 / width : 0;
  const stepOf = (score: number): number => ((score - lowest) * scale) | 0;
  // How many of the hits' scores lie in lower steps. A larger score never has a lower step, so those are lower.
  const below = new Uint32Array(STEPS + 2);
  for (const score of sorted) {
    const step = stepOf(score);
    below[step + 1] = (below[step + 1] as number) + 1;
  }
  for (let step = 0; step <= STEPS; step++) {
    below[step + 1] = (below[step + 1] as number) + (below[step] as number);
  }
  // Chunks above the highest of the scores, between the next two, and so on. Where a step holds none of them its
  // chunks are counted together.
  const above = new Uint32Array(count + 1);
  const inStep = new Uint32Array(STEPS + 1);
  const holds = new Uint8Array(STEPS + 1);
  for (const score of sorted) holds[stepOf(score)] = 1;
  const least = lowest > 0 ? lowest : Number.MIN_VALUE;
  const looked = among === null ? scores.length : among.length;
  for (let at = 0; at < looked; at++) {
    const chunk = among === null ? at : (among[at] as number);
    const score = scores[chunk] as number;
    if (!(score >= least) || (accepted !== null && accepted[chunk] === 0)) continue;
    if (score > highest) {
      above[count] = (above[count] as number) + 1;
      continue;
    }
    const step = stepOf(score);
    if (holds[step] === 0) {
      inStep[step] = (inStep[step] as number) + 1;
    } else {
      const start = below[step] as number;
      const end = below[step + 1] as number;
      const place = lowerBound(sorted, score, start, end);
      above[place] = (above[place] as number) + 1;
    }
  }
  for (let step = 0; step <= STEPS; step++) {
    const place = below[step] as number;
    above[place] = (above[place] as number) + (inStep[step] as number);
  }
  for (let place = count - 1; place >= 0; place--) {
    above[place] = (above[place] as number) + (above[place + 1] as number);
  }
  return ordinals.map((ordinal) => {
    const place = lowerBound(sorted, scores[ordinal] as number, 0, count);
    return 1 + (above[place + 1] as number);
  });
}

/** Most steps hold none of the fifty scores that are asked for. */
const STEPS = 1_024;

/** Index of the first value from `start` to `end` (half-open) that is not below; `end` when all are. */
function lowerBound(sorted: Float64Array, value: number, start: number, end: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
