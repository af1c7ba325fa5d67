import { expect, test } from 'vitest';
import type { ListedFile } from '../../repository/api.ts';
import { batchesOf } from './batch-plan.ts';

const files = (...sizes: number[]): ListedFile[] =>
  sizes.map((bytes, index) => ({
    path: `f${index}`,
    bytes,
    lastModified: 0,
    overruled: false,
    namedItself: false,
    declaredSource: false,
    live: false,
    open: () => Promise.reject(new Error('nothing is read to plan')),
  }));

const lengths = (listed: readonly ListedFile[], hasFirst: boolean, workers = 1): number[] =>
  [...batchesOf(listed, { hasFirst, workers })].map(({ length }) => length);

test('batches are runs of neighbours by their bytes, the first of a new index a small one', () => {
  const listed = files(...new Array<number>(10).fill(400_000));
  expect(lengths(listed, true)).toEqual([1, 5, 4]);
  expect(lengths(listed, false)).toEqual([5, 5]);
  expect([...batchesOf(listed, { hasFirst: true, workers: 1 })].flat()).toEqual(listed);
});

test('each worker has as many batches as the others', () => {
  const listed = files(...new Array<number>(100).fill(110_000));
  expect(lengths(listed, false, 2)).toEqual([17, 17, 17, 17, 17, 15]);
  expect(lengths(listed, false, 3)).toEqual([17, 17, 17, 17, 17, 15]);
  expect(lengths(listed.slice(0, 10), false, 3)).toEqual([10]);
});

test('many tiny files are several batches', () => {
  expect(lengths(files(...new Array<number>(5_000).fill(10)), true)).toEqual([
    128, 2_000, 2_000, 872,
  ]);
});

test('no files are no batch', () => {
  expect(lengths([], true)).toEqual([]);
});
