import { invariant } from '../../domain/api.ts';
import type { QuantizedVector } from './scalar-quantization.ts';
import type { VectorBlock } from './vector-block.ts';

/**
 * Cosine of the query with every row of the block, written to `out` from `offset` on.
 * Products of int8 codes are summed as integers, so that every machine gets the same bits.
 */
export function cosines(
  query: QuantizedVector,
  block: VectorBlock,
  out: Float64Array,
  offset: number,
): void {
  const { dimension, codes, scales } = block;
  invariant(query.codes.length === dimension, 'query and vectors have one dimension');
  const codesOfQuery = query.codes;
  const unrolled = dimension - (dimension % 4);
  let at = 0;
  for (let row = 0; row < block.documents; row++) {
    let sum = 0;
    let index = 0;
    for (; index < unrolled; index += 4, at += 4) {
      sum +=
        (codes[at] as number) * (codesOfQuery[index] as number) +
        (codes[at + 1] as number) * (codesOfQuery[index + 1] as number) +
        (codes[at + 2] as number) * (codesOfQuery[index + 2] as number) +
        (codes[at + 3] as number) * (codesOfQuery[index + 3] as number);
    }
    for (; index < dimension; index++, at++) {
      sum += (codes[at] as number) * (codesOfQuery[index] as number);
    }
    out[offset + row] = sum * (scales[row] as number) * query.scale;
  }
}
