import { expect, it } from 'vitest';
import { best, fileMeans, similarities, withFileTerm } from './chunk-ranking.ts';

const chunk = (path: string, startLine: number) => ({ path, startLine, endLine: startLine + 9 });
const CHUNKS = [chunk('a', 1), chunk('a', 11), chunk('b', 1)];
const ROWS = Float32Array.from([1, 0, 0, 1, 0.6, 0.8]);

it('gives each chunk the unit mean of its file', () => {
  const half = Math.SQRT1_2;
  const expected = [half, half, half, half, 0.6, 0.8];
  fileMeans(CHUNKS, ROWS, 2).forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] as number, 6);
  });
});

it("gives half of the file's cosine to the file's best chunk only", () => {
  const own = similarities(ROWS, Float32Array.from([0, 1]));
  const shared = Float32Array.from([0.5, 0.5, 0.2]);
  const [first, second, third] = withFileTerm(own, shared, CHUNKS);
  expect(first).toBe(0);
  expect(second).toBeCloseTo(1.25, 6);
  expect(third).toBeCloseTo(0.9, 6);
});

it('answers ten places, best first, of equal ones the first', () => {
  const chunks = Array.from({ length: 12 }, (_, at) => chunk(`${at}`, 1));
  const scores = Float32Array.from(chunks, (_, at) => (at === 5 ? 1 : 0));
  const places = best(scores, chunks);
  expect(places.map(({ path }) => path)).toEqual('5 0 1 2 3 4 6 7 8 9'.split(' '));
  expect(places[0]).toEqual({ path: '5', startLine: 1, endLine: 10 });
});
