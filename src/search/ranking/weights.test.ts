import { expect, it } from 'vitest';
import { emphasised, HYBRID_WEIGHTS, MEANING_WEIGHTS } from './weights.ts';

it('counts a feature as often as is asked, and every other once', () => {
  expect(emphasised(HYBRID_WEIGHTS, { evidence: 2, test: 0.5, words: 0 })).toEqual({
    ...HYBRID_WEIGHTS,
    evidence: 9.6,
    test: -2,
    words: 0,
  });
});

it.each([
  [Number.NaN, HYBRID_WEIGHTS.depth],
  ['2', HYBRID_WEIGHTS.depth],
  [-1, -0],
  [1e9, 3 * HYBRID_WEIGHTS.depth],
  [Number.POSITIVE_INFINITY, 3 * HYBRID_WEIGHTS.depth],
])('takes %s as far as it makes sense', (times, weight) => {
  expect(emphasised(HYBRID_WEIGHTS, { depth: times as number }).depth).toBe(weight);
});

it('leaves out what the retrievers left out', () => {
  expect(emphasised(MEANING_WEIGHTS, { words: 3, test: 3 })).toEqual(MEANING_WEIGHTS);
});
