import { BLOCK_VALUES } from './columns/column-kernels.ts';
import { blockMaxima } from './columns/column-passes.ts';

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
  const add = (ordinal: number): void => {
    if (heap.length === k && !worse(heap[0] as number, ordinal)) return;
    if (accept !== undefined && !accept(ordinal)) return;
    if (heap.length < k) {
      heap.push(ordinal);
      siftUp(heap, worse);
    } else {
      heap[0] = ordinal;
      siftDown(heap, worse);
    }
    if (heap.length === k) least = scores[heap[0] as number] as number;
  };
  // What a candidate must reach: looked at first, since nearly all fail it.
  let least = floor;
  const maxima = among === undefined && floor >= 0 ? blockMaxima(scores) : null;
  if (maxima !== null) {
    if (accept === undefined) least = kthLargest(maxima, k, floor);
    for (let block = 0, start = 0; start < scores.length; block += 2, start += BLOCK_VALUES) {
      if (!((maxima[block] as number) >= least || (maxima[block + 1] as number) >= least)) continue;
      const end = Math.min(start + BLOCK_VALUES, scores.length);
      for (let ordinal = start; ordinal < end; ordinal++) {
        const score = scores[ordinal] as number;
        if (score >= least && score > floor) add(ordinal);
      }
    }
  } else {
    const count = among === undefined ? scores.length : among.length;
    for (let index = 0; index < count; index++) {
      const ordinal = among === undefined ? index : (among[index] as number);
      const score = scores[ordinal] as number;
      if (score >= least && score > floor) add(ordinal);
    }
  }
  return heap.sort((a, b) => (worse(a, b) ? 1 : -1));
}

/**
 * A score that the `k` best all reach: the k-th of the parts' best ones, since each of those parts holds one as good. Without
 * it the heap is filled with what comes first and turned over again and again.
 */
function kthLargest(maxima: Float64Array, k: number, floor: number): number {
  // Parts may be joined, as long as there are some more than k of them: fewer are to be sorted.
  const size = Math.floor(maxima.length / (PARTS_OF_EACH * k)) || 1;
  const best = new Float64Array(Math.ceil(maxima.length / size));
  if (best.length < k) return floor;
  for (let part = 0, at = 0; part < best.length; part++) {
    let highest = 0;
    for (const end = Math.min(at + size, maxima.length); at < end; at++) {
      if ((maxima[at] as number) > highest) highest = maxima[at] as number;
    }
    best[part] = highest;
  }
  best.sort();
  return Math.max(floor, best[best.length - k] as number);
}

const PARTS_OF_EACH = 4;

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
