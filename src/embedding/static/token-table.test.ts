import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCode } from '../../domain/api.ts';
import { decodeTokenTable, encodeTokenTable, quantizeRows } from './token-table.ts';

const DIMENSION = 5;
// Thousandths: a trained row is nowhere near the numbers whose scale would lose its precision.
const value = fc.integer({ min: -100_000, max: 100_000 }).map((thousandths) => thousandths / 1_000);
const rows = fc
  .array(fc.array(value, { minLength: DIMENSION, maxLength: DIMENSION }), {
    minLength: 1,
    maxLength: 20,
  })
  .map((vectors) => Float32Array.from(vectors.flat()));

describe('token table', () => {
  it('comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(rows, (vectors) => {
        const table = quantizeRows(vectors, DIMENSION);
        expect(decodeTokenTable(encodeTokenTable(table))).toEqual(table);
      }),
      { seed: 1 },
    );
  });

  it('is off by half a step of each row at most', () => {
    fc.assert(
      fc.property(rows, (vectors) => {
        const { scales, values } = quantizeRows(vectors, DIMENSION);
        vectors.forEach((exact, at) => {
          const scale = scales[Math.floor(at / DIMENSION)] as number;
          const error = Math.abs(exact - scale * (values[at] as number));
          expect(error).toBeLessThanOrEqual(scale * 0.501);
        });
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['a cut-off end', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['another magic', (bytes: Uint8Array) => bytes.fill(0, 0, 1)],
    ['another version', (bytes: Uint8Array) => bytes.fill(2, 4, 5)],
    ['more rows than bytes', (bytes: Uint8Array) => bytes.fill(9, 8, 9)],
  ])('refuses %s', (_, spoil) => {
    const bytes = encodeTokenTable(quantizeRows(new Float32Array(10).fill(1), DIMENSION));
    try {
      decodeTokenTable(spoil(bytes));
      expect.unreachable();
    } catch (error) {
      expect(hasCode(error, 'model/invalid')).toBe(true);
    }
  });
});
