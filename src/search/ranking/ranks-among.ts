/** Places of some chunks in a retriever's list, from 1; equal scores share one. O(chunks × log hits). */
export function ranksAmong(
  scores: Float64Array,
  ordinals: readonly number[],
  accepted: Uint8Array | null,
): number[] {
  const sorted = Float64Array.from(new Set(ordinals.map((ordinal) => scores[ordinal] as number)));
  sorted.sort();
  const lowest = sorted[0] ?? 0;
  // Chunks above the highest of the scores, between the next two, and so on.
  const above = new Uint32Array(sorted.length + 1);
  for (let chunk = 0; chunk < scores.length; chunk++) {
    const score = scores[chunk] as number;
    if (score <= 0 || score < lowest || (accepted !== null && accepted[chunk] === 0)) continue;
    const place = lowerBound(sorted, score);
    above[place] = (above[place] as number) + 1;
  }
  for (let place = sorted.length - 1; place >= 0; place--) {
    above[place] = (above[place] as number) + (above[place + 1] as number);
  }
  return ordinals.map(
    (ordinal) => 1 + (above[lowerBound(sorted, scores[ordinal] as number) + 1] as number),
  );
}

/** Index of the first value that is not below. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
