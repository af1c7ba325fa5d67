import { loadSimdKernels, type SimdKernels } from './simd-kernels.ts';

/**
 * One WebAssembly memory for the codes of all open segments. The kernels read nothing else, and a memory each would
 * reserve gigabytes of address space a segment. Regions are handed out first fit, and come back when the block that
 * had them is collected.
 */
interface Region {
  readonly start: number;
  readonly bytes: number;
}

/** Rows are read sixteen bytes at a time. */
const ALIGNMENT = 16;
/** At the start of the memory: the query, one number, and results of one call of a kernel. */
const SCRATCH_BYTES = 65_536;
const QUERY_BYTES = 16_368;
const RESULTS_AT = 16_384;

/** How many rows one call of a kernel may take: twelve bytes of scratch each, for the sums and what they are scaled to. */
export const ROWS_PER_CALL = (SCRATCH_BYTES - RESULTS_AT) / 12;
/** The widest row: its query takes two bytes a dimension. */
const MAX_DIMENSION = QUERY_BYTES / 2;

let kernels: SimdKernels | null | undefined;
let end = SCRATCH_BYTES;
let free: Region[] = [];
const regions = new FinalizationRegistry<Region>(release);

/** The kernels, loaded at first use; null where the machine has none. */
export function simdKernels(): SimdKernels | null {
  kernels ??= loadSimdKernels();
  return kernels;
}

/** Whether rows of this many codes can be read by the kernels. */
export function suitsKernels(dimension: number): boolean {
  return dimension % ALIGNMENT === 0 && dimension <= MAX_DIMENSION && simdKernels() !== null;
}

/**
 * Copies the parts into the memory, one after the other, for as long as `owner` lives. Answers the offset, or null when there is no
 * room; the offset stays, the buffer does not: take it anew at every use.
 */
export function keepInMemory(parts: readonly Uint8Array[], owner: object): number | null {
  const simd = simdKernels();
  if (simd === null) return null;
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  const region = takeFree(bytes) ?? takeNew(simd, bytes);
  if (region === null) return null;
  const room = new Uint8Array(simd.buffer(), region.start, bytes);
  let at = 0;
  for (const part of parts) {
    room.set(part, at);
    at += part.length;
  }
  regions.register(owner, region);
  return region.start;
}

interface Scratch {
  readonly queryAt: number;
  readonly factorAt: number;
  readonly resultsAt: number;
  readonly scaledAt: number;
  readonly query: Uint8Array;
  readonly factor: Float64Array;
  readonly results: Uint32Array;
  /** As the results are scaled. */
  readonly scaled: Float64Array;
}

/** Where the query is put, and where results come: views on the memory now. */
export function scratch(simd: SimdKernels): Scratch {
  const buffer = simd.buffer();
  const scaledAt = RESULTS_AT + 4 * ROWS_PER_CALL;
  return {
    queryAt: 0,
    factorAt: QUERY_BYTES,
    resultsAt: RESULTS_AT,
    scaledAt,
    query: new Uint8Array(buffer, 0, QUERY_BYTES),
    factor: new Float64Array(buffer, QUERY_BYTES, 1),
    results: new Uint32Array(buffer, RESULTS_AT, ROWS_PER_CALL),
    scaled: new Float64Array(buffer, scaledAt, ROWS_PER_CALL),
  };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function takeFree(bytes: number): Region | null {
  const size = aligned(bytes);
  const index = free.findIndex((region) => region.bytes >= size);
  const found = free[index];
  if (found === undefined) return null;
  const rest = { start: found.start + size, bytes: found.bytes - size };
  free = free.toSpliced(index, 1, ...(rest.bytes > 0 ? [rest] : []));
  return { start: found.start, bytes: size };
}

function takeNew(simd: SimdKernels, bytes: number): Region | null {
  const size = aligned(bytes);
  const missing = end + size - simd.buffer().byteLength;
  // A quarter more than is needed, so that a long ingest does not move the memory at every segment.
  if (missing > 0 && !simd.grow(missing + Math.ceil(end / 4)) && !simd.grow(missing)) return null;
  const region = { start: end, bytes: size };
  end += size;
  return region;
}

/** Neighbours are joined, so that room comes back in one piece. */
function release(region: Region): void {
  const sorted = [...free, region].sort((a, b) => a.start - b.start);
  free = [];
  for (const next of sorted) {
    const last = free.at(-1);
    if (last !== undefined && last.start + last.bytes === next.start) {
      free[free.length - 1] = { start: last.start, bytes: last.bytes + next.bytes };
    } else {
      free.push(next);
    }
  }
}
