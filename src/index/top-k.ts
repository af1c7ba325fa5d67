/**
 * Ordinals of the `k` best (k at least 1) among those with a score over `floor`, best first, equal scores in the
 * order of `compare`. With `among` only those are looked at. A heap of k: O(n log k), no sorting of all.
 */
export function topK(
  scores: Float64Array,
  k: number,
  floor: number,
  compare: (a: number, b: number) => number,
  accept?: (ordinal: number) => boolean,
  among?: Uint32Array,
): number[] {
  const heap: number[] = []; // the worst of the best at the root
  const worse = (a: number, b: number): boolean => {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference < 0 || (difference === 0 && compare(a, b) > 0);
  };
  // What a candidate must reach: looked at first, since nearly all fail it.
  let least = floor;
  const count = among === undefined ? scores.length : among.length;
  if (among === undefined && k >= MANY && count >= k * 4 * BLOCK) {
    least = kthOfBlocks(scores, k, floor, accept);
  }
  for (let index = 0; index < count; index++) {
    const ordinal = among === undefined ? index : (among[index] as number);
    const score = scores[ordinal] as number;
    if (!(score >= least) || score <= floor) continue;
    if (heap.length === k && !worse(heap[0] as number, ordinal)) continue;
    if (accept !== undefined && !accept(ordinal)) continue;
    if (heap.length < k) {
      heap.push(ordinal);
      siftUp(heap, worse);
    } else {
      heap[0] = ordinal;
      siftDown(heap, worse);
    }
    if (heap.length === k) least = scores[heap[0] as number] as number;
  }
  return heap.sort((a, b) => (worse(a, b) ? 1 : -1));
}

/** From here on it pays to know beforehand what the k-th must reach. */
const MANY = 16;
const BLOCK = 32;

/**
 * A score that the `k` best all reach: the k-th of the blocks' best ones, since each of those blocks holds at least one as good.
 * Without it the heap is filled with what comes first and turned over again and again: a third of the time.
 */
function kthOfBlocks(
  scores: Float64Array,
  k: number,
  floor: number,
  accept: ((ordinal: number) => boolean) | undefined,
): number {
  const best = new Float64Array(Math.ceil(scores.length / BLOCK)).fill(floor);
  for (let block = 0, ordinal = 0; block < best.length; block++) {
    const end = Math.min(ordinal + BLOCK, scores.length);
    let highest = floor;
    for (; ordinal < end; ordinal++) {
      const score = scores[ordinal] as number;
      if (score > highest && (accept === undefined || accept(ordinal))) highest = score;
    }
    best[block] = highest;
  }
  best.sort();
  return best[best.length - k] as number;
}

type Worse = (a: number, b: number) => boolean;

function siftUp(heap: number[], worse: Worse): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!worse(heap[child] as number, heap[parent] as number)) return;
    swap(heap, child, parent);
    child = parent;
  }
}

function siftDown(heap: number[], worse: Worse): void {
  let parent = 0;
  for (;;) {
    let least = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && worse(heap[child] as number, heap[least] as number)) least = child;
    }
    if (least === parent) return;
    swap(heap, parent, least);
    parent = least;
  }
}

function swap(heap: number[], a: number, b: number): void {
  const held = heap[a] as number;
  heap[a] = heap[b] as number;
  heap[b] = held;
}
