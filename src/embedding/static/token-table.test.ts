import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCode } from '../../domain/api.ts';
import { readOnnxTensors } from '../onnx/onnx-tensors.ts';
import { encodeOnnx } from '../onnx/onnx-writer.ts';
import { decodeTokenTable, encodeTokenTable, quantizeRows, stepsOfRow } from './token-table.ts';

const DIMENSION = 6;
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
        const table = quantizeRows(vectors, DIMENSION);
        const values = new Int8Array(DIMENSION);
        for (let row = 0; row < table.rows; row++) {
          stepsOfRow(table, row, values);
          const own = vectors.subarray(row * DIMENSION, (row + 1) * DIMENSION);
          const scale = table.scales[row] as number;
          const squares = own.reduce(
            (sum, exact, at) => sum + (exact - scale * (values[at] as number)) ** 2,
            0,
          );
          const plainStep = Math.max(...own.map(Math.abs)) / 7;
          expect(squares).toBeLessThanOrEqual(1.001 * DIMENSION * (plainStep / 2) ** 2);
        }
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['a cut-off end', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['what is no ONNX model', (bytes: Uint8Array) => bytes.fill(255)],
    [
      'a model without a table',
      () => encodeOnnx({ inputs: [], outputs: [], nodes: [], weights: [] }),
    ],
    ['a table of another type', (bytes: Uint8Array) => withFloatTable(bytes)],
  ])('refuses %s', (_, spoil) => {
    const bytes = encodeTokenTable(
      quantizeRows(new Float32Array(2 * DIMENSION).fill(1), DIMENSION),
    );
    try {
      decodeTokenTable(spoil(bytes));
      expect.unreachable();
    } catch (error) {
      expect(hasCode(error, 'model/invalid')).toBe(true);
    }
  });
});

/** A model whose `table` holds floats. */
function withFloatTable(bytes: Uint8Array): Uint8Array {
  const dims = readOnnxTensors(bytes)?.get('table')?.dims ?? [];
  const values = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
  const weights = ['table', 'scales'].map((name) => ({ name, dims, values }));
  return encodeOnnx({ inputs: [], outputs: [], nodes: [], weights });
}
