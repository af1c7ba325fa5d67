import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainRowSum, type RowSum, wasmRowSum } from './row-sum.ts';
import { quantizeRows, stepsOfRow } from './token-table.ts';

const DIMENSION = 64;
const ROWS = 50;
const vectors = Float32Array.from({ length: ROWS * DIMENSION }, (_, at) => Math.sin(at * at + 1));
const table = quantizeRows(vectors, DIMENSION);
const rowsAndFactors = fc.array(
  fc.tuple(fc.integer({ min: 0, max: ROWS - 1 }), fc.float({ noNaN: true, min: -1e6, max: 1e6 })),
  { maxLength: 300 },
);

function sumOf(rows: RowSum, added: readonly (readonly [number, number])[]): Int32Array {
  rows.clear();
  for (const [row, factor] of added) rows.add(row, factor);
  return rows.sum().slice();
}

describe('row sum', () => {
  it('gives the same bits by WebAssembly and by JavaScript', () => {
    const fast = wasmRowSum(table) as RowSum;
    const plain = plainRowSum(table);
    fc.assert(
      fc.property(rowsAndFactors, (added) => {
        expect(sumOf(fast, added)).toEqual(sumOf(plain, added));
      }),
      { seed: 1 },
    );
  });

  it('sums more rows than its first buffers hold', () => {
    const added = Array.from({ length: 20_000 }, (_, at) => [at % ROWS, at / 1_000] as const);
    const fast = wasmRowSum(table) as RowSum;
    expect(sumOf(fast, added)).toEqual(sumOf(plainRowSum(table), added));
    expect(sumOf(fast, added.slice(0, 3))).toEqual(sumOf(plainRowSum(table), added.slice(0, 3)));
  });

  it('points where the sum in floating point does', () => {
    const fast = wasmRowSum(table) as RowSum;
    const steps = new Int8Array(DIMENSION);
    fc.assert(
      fc.property(rowsAndFactors, (added) => {
        const exact = new Float64Array(DIMENSION);
        for (const [row, factor] of added) {
          stepsOfRow(table, row, steps);
          for (const [d, step] of steps.entries()) exact[d] = (exact[d] as number) + factor * step;
        }
        const largest = Math.max(...added.map(([, factor]) => Math.abs(factor)), 0);
        const most = (0.5 * 7 * added.length * largest) / 32_767;
        for (const [d, value] of sumOf(fast, added).entries()) {
          const sum = (value * largest) / 32_767;
          // A float that is all but nought has no 32,767th part that is a number.
          if (largest > 1e-30)
            expect(Math.abs(sum - (exact[d] as number))).toBeLessThanOrEqual(most * 1.0001);
        }
      }),
      { seed: 2 },
    );
  });

  it('leaves a table whose rows are no whole blocks to JavaScript', () => {
    expect(wasmRowSum(quantizeRows(new Float32Array(36).fill(1), 12))).toBeNull();
  });
});
