import { invariant } from '../../domain/api.ts';
import type { QuantizedVector } from './scalar-quantization.ts';
import { hammingCandidates } from './sign-bits.ts';
import type { PlacedBlock, VectorBlock } from './vector-block.ts';
import { ROWS_PER_CALL, scratch, simdKernels, suitsKernels } from './vector-memory.ts';

/** Up to here every row is looked at exactly: 2 ms for 100,000 × 256 (2026-11, one core). */
const EXACT_ROWS = 100_000;

/**
 * Cosines of the query with the rows of all blocks, by place. Exact over the quantised vectors up to 100,000 rows;
 * beyond, rows whose signs differ most from the query's are left at 0, and the rest is exact.
 */
export function nearestCosines(
  query: QuantizedVector,
  blocks: readonly PlacedBlock[],
  out: Float64Array,
): void {
  const rows = blocks.reduce((sum, { block }) => sum + block.documents, 0);
  const candidates = rows > EXACT_ROWS ? hammingCandidates(query, blocks) : null;
  for (const [index, { block, base }] of blocks.entries()) {
    if (candidates === null) cosines(query, block, out, base);
    else rescore(query, block, candidates[index] as Uint32Array, out, base);
  }
}

/**
 * Cosine of the query with every row of the block, written to `out` from `offset` on. Products of int8 codes are
 * summed as integers, so that every machine gets the same bits, with SIMD or without.
 */
export function cosines(
  query: QuantizedVector,
  block: VectorBlock,
  out: Float64Array,
  offset: number,
): void {
  const { dimension, scales, documents } = block;
  invariant(query.codes.length === dimension, 'query and vectors have one dimension');
  const simd = simdKernels();
  if (simd === null || block.codesAt === null || !suitsKernels(dimension)) {
    const { codes } = block;
    for (let row = 0; row < documents; row++) {
      const sum = dot(query.codes, codes, row * dimension);
      out[offset + row] = sum * (scales[row] as number) * query.scale;
    }
    return;
  }
  const { queryAt, factorAt, resultsAt, scaledAt, query: room, factor, scaled } = scratch(simd);
  new Int16Array(room.buffer, room.byteOffset, dimension).set(query.codes);
  factor[0] = query.scale;
  const scalesAt = block.codesAt + documents * dimension;
  for (let start = 0; start < documents; start += ROWS_PER_CALL) {
    const count = Math.min(ROWS_PER_CALL, documents - start);
    simd.dots(queryAt, block.codesAt + start * dimension, count, dimension, resultsAt);
    simd.scaled(resultsAt, scalesAt + 4 * start, count, factorAt, scaledAt);
    out.set(scaled.subarray(0, count), offset + start);
  }
}

function rescore(
  query: QuantizedVector,
  { codes, scales, dimension }: VectorBlock,
  rows: Uint32Array,
  out: Float64Array,
  offset: number,
): void {
  for (const row of rows) {
    out[offset + row] =
      dot(query.codes, codes, row * dimension) * (scales[row] as number) * query.scale;
  }
}

function dot(query: Int8Array, codes: Int8Array, start: number): number {
  const dimension = query.length;
  const unrolled = dimension - (dimension % 4);
  let at = start;
  let sum = 0;
  let index = 0;
  for (; index < unrolled; index += 4, at += 4) {
    sum +=
      (codes[at] as number) * (query[index] as number) +
      (codes[at + 1] as number) * (query[index + 1] as number) +
      (codes[at + 2] as number) * (query[index + 2] as number) +
      (codes[at + 3] as number) * (query[index + 3] as number);
  }
  for (; index < dimension; index++, at++) sum += (codes[at] as number) * (query[index] as number);
  return sum;
}
