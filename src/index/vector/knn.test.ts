import { describe, expect, it } from 'vitest';
import { cosines, nearestCosines } from './knn.ts';
import { type QuantizedVector, quantize } from './scalar-quantization.ts';
import { hammingCandidates } from './sign-bits.ts';
import { decodeVectors, encodeVectors, type VectorBlock } from './vector-block.ts';
import { simdKernels } from './vector-memory.ts';

/** Numbers that look random and never change: mulberry32. */
function randomVectors(rows: number, dimension: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: rows * dimension }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** The same block outside of the kernels' memory, where TypeScript does the sums. */
function plain(block: VectorBlock): VectorBlock {
  const { documents, dimension, scales, codes } = block;
  return { documents, dimension, scales, codes: codes.slice(), codesAt: null };
}

function all(query: QuantizedVector, block: VectorBlock): Float64Array {
  const out = new Float64Array(block.documents);
  cosines(query, block, out, 0);
  return out;
}

describe('the vector kernels', () => {
  it('are there in this engine', () => {
    expect(simdKernels()).not.toBeNull();
  });

  it.each([
    [1, 16],
    [7, 256],
    [301, 384],
    // More rows than one call takes.
    [13_001, 32],
  ])('give the same bits for %i × %i as TypeScript does', (rows, dimension) => {
    const block = decodeVectors(encodeVectors(randomVectors(rows, dimension, 1), dimension));
    expect(block.codesAt).not.toBeNull();
    for (const seed of [2, 3]) {
      const query = quantize(randomVectors(1, dimension, seed));
      expect(all(query, block)).toEqual(all(query, plain(block)));
    }
  });

  it('keep the largest sums, of codes that are all at their limit', () => {
    const block = decodeVectors(encodeVectors(new Float32Array(2 * 1_024).fill(-1), 1_024));
    const query = quantize(new Float32Array(1_024).fill(1));
    expect(all(query, block)[1]).toBeCloseTo(-1_024, 3);
  });

  it('leave vectors of other dimensions to TypeScript', () => {
    const block = decodeVectors(encodeVectors(randomVectors(5, 20, 1), 20));
    expect(block.codesAt).toBeNull();
    expect(all(quantize(randomVectors(1, 20, 2)), block)[4]).not.toBe(0);
  });

  it('keep codes where they are while the memory grows for others', () => {
    const block = decodeVectors(encodeVectors(randomVectors(9, 64, 5), 64));
    const before = block.codes.slice();
    const others = [1, 2, 3].map((seed) =>
      decodeVectors(encodeVectors(randomVectors(4_000, 64, seed), 64)),
    );
    expect(block.codes).toEqual(before);
    expect(others[0]?.codesAt).not.toBe(block.codesAt);
  });
});

describe('signs', () => {
  const block = decodeVectors(encodeVectors(randomVectors(9_000, 128, 1), 128));
  const blocks = [{ block, base: 0 }];

  it('choose the same rows with the kernels and without', () => {
    const query = quantize(randomVectors(1, 128, 2));
    const [rows] = hammingCandidates(query, blocks);
    expect(rows?.length).toBeGreaterThanOrEqual(4_000);
    expect(hammingCandidates(query, [{ block: plain(block), base: 0 }])[0]).toEqual(rows);
  });

  it('keep the nearest rows above 100,000, scored exactly', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ block, base: index * 9_000 }));
    const query = { codes: block.codes.slice(0, 128), scale: 1 };
    const out = new Float64Array(12 * 9_000);
    nearestCosines(query, many, out);
    const exact = all(query, block);
    expect(out[0]).toBe(exact[0]);
    expect(Math.max(...out)).toBe(exact[0]);
    expect(out.filter((score) => score !== 0).length).toBeLessThan(12 * 9_000);
    for (const [place, score] of out.entries()) {
      if (score !== 0 && score !== exact[place % 9_000]) throw new Error(`row ${place}`);
    }
  });
});
