import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topK } from '../top-k.ts';
import { blockMaxima, centre, largestOf, mix, shareOfLargest } from './column-passes.ts';
import { Columns } from './columns.ts';

const value = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, Number.MIN_VALUE, 1e-300, 0.1, 0.3),
  fc.double({ min: -2, max: 2, noNaN: true }),
);
const length = fc.double({ min: 0.001, max: 2, noNaN: true });
const rows = fc.array(fc.tuple(value, value, length), { minLength: 1, maxLength: 140 });

type Row = readonly [number, number, number];

/** What every pass makes of the rows, in columns of the one or the other kind. */
function passes(columns: Columns, of: readonly Row[], offset: number) {
  const column = (name: string, at: 0 | 1 | 2): Float64Array => {
    const taken = columns.take(name, of.length);
    for (const [index, row] of of.entries()) taken[index] = row[at];
    return taken;
  };
  const [values, others, lengths] = [column('a', 0), column('b', 1), column('c', 2)];
  const largest = largestOf(values, null);
  const out = columns.takeEmpty('out', of.length);
  shareOfLargest(values, null, out);
  const shares = [...out];
  mix(values, 0.7, others, out);
  const mixed = [...out];
  centre(values, others, lengths, offset, values);
  return { largest, shares, mixed, centred: [...values] };
}

describe('passes over columns', () => {
  it('lie in the memory of kernels in this engine', () => {
    expect(blockMaxima(Columns.inKernelMemory().takeEmpty('a', 3))).not.toBeNull();
    expect(blockMaxima(Columns.plain().takeEmpty('a', 3))).toBeNull();
  });

  it('have the same bits by the kernels as without, whatever was in the columns before', () => {
    const kernels = Columns.inKernelMemory();
    fc.assert(
      fc.property(rows, fc.double({ min: -1, max: 1, noNaN: true }), (of, offset) => {
        expect(passes(kernels, of, offset)).toEqual(passes(Columns.plain(), of, offset));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('count what is accepted only', () => {
    for (const columns of [Columns.plain(), Columns.inKernelMemory()]) {
      const values = columns.take('a', 3);
      values.set([4, 1, 2]);
      shareOfLargest(values, Uint8Array.of(0, 1, 1), values);
      expect([...values]).toEqual([0, 0.5, 1]);
    }
  });

  it('keep what was taken before a larger column was asked for', () => {
    const columns = Columns.inKernelMemory();
    const small = columns.take('a', 2);
    small.set([1, 2]);
    columns.takeEmpty('a', 100_000);
    expect([...small]).toEqual([1, 2]);
  });

  it('hold values until others are held', () => {
    const columns = Columns.inKernelMemory();
    const [first, second] = [Float64Array.of(1, 2), Float64Array.of(3, 4)];
    for (const values of [first, first, second, first]) {
      expect([...columns.hold('a', values)]).toEqual([...values]);
    }
    columns.takeEmpty('a', 2);
    expect([...columns.hold('a', first)]).toEqual([1, 2]);
  });
});

describe('the best of a column', () => {
  it('are those of a sorted list, ties in their order, with the kernels and without', () => {
    const some = fc.array(fc.oneof(value, fc.constantFrom(0.25, 0.5)), {
      minLength: 1,
      maxLength: 400,
    });
    const kernels = Columns.inKernelMemory();
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 60 }), fc.boolean(), (values, k, odd) => {
        const column = kernels.take('a', values.length);
        column.set(values);
        const accept = odd ? (at: number) => at % 2 === 1 : undefined;
        const expected = [...values.keys()]
          .filter((at) => (values[at] as number) > 0 && (accept?.(at) ?? true))
          .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
          .slice(0, k);
        const compare = (a: number, b: number) => a - b;
        expect(topK(column, k, 0, compare, accept)).toEqual(expected);
        expect(topK(Float64Array.from(values), k, 0, compare, accept)).toEqual(expected);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
