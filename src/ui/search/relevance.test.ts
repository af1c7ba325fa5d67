import { expect, test } from 'vitest';
import type { ChunkId, RepositoryId, SearchHit } from '../../domain/api.ts';
import {
  judgementOf,
  type Mark,
  type Marks,
  markedQuery,
  withJudgement,
} from '../stores/marks-store.ts';
import { meanRelevance, relevanceOf } from './relevance.ts';

const ID = 'r' as RepositoryId;

/** `a` is a hit of a file of this name; `a2` another text at the same place of it. */
function hit(text: string, changes: Partial<SearchHit> = {}): SearchHit {
  return {
    chunkId: `chunk_${text}` as ChunkId,
    path: text.slice(0, 1),
    name: null,
    startLine: 10,
    endLine: 20,
    ...changes,
  } as SearchHit;
}

function mark(text: string, relevant = true): Mark {
  const { chunkId, path, name, startLine } = hit(text);
  return { chunkId, path, name, startLine, relevant };
}

// By hand: 1 / log2(rank + 1) is 1, .63093, .5, .43068 at ranks 1 to 4.
test.each([
  ['abcd', ['a'], 1, 1],
  ['bacd', ['a'], 0.63093, 0.5],
  ['bcad', ['a'], 0.5, 0.33333],
  // (1 + .5) / (1 + .63093)
  ['abcd', ['a', 'c'], 0.91972, 1],
  // (.63093 + .43068) / (1 + .63093)
  ['xayb', ['a', 'b'], 0.65092, 0.5],
  // One of two is not there: 1 / 1.63093
  ['abcd', ['a', 'z'], 0.61315, 1],
  ['abcd', ['z'], 0, 0],
  // The eleventh does not count.
  ['bcdefghijka', ['a'], 0, 0],
])('%s with %j marked has NDCG %f and reciprocal rank %f', (order, marked, ndcg, rank) => {
  // What is marked as not relevant counts as what is not marked.
  const marks = [...marked.map((text) => mark(text)), mark('q', false)];
  const found = relevanceOf(
    [...order].map((text) => hit(text)),
    marks,
  );
  expect(found?.ndcg).toBeCloseTo(ndcg, 5);
  expect(found?.reciprocalRank).toBeCloseTo(rank, 5);
});

test('without a relevant mark there is nothing to measure', () => {
  expect(relevanceOf([hit('a')], [mark('a', false)])).toBeNull();
  expect(meanRelevance([])).toBeNull();
});

test('a mark counts once, however many chunks fit it', () => {
  const twice = [hit('a', { name: 'f' }), hit('a2', { name: 'f', startLine: 30, endLine: 40 })];
  const found = relevanceOf(twice, [{ ...mark('a'), name: 'f' }, mark('z')]);
  expect(found?.ndcg).toBeCloseTo(0.61315, 5);
});

test('the mean is over queries', () => {
  const one = { ndcg: 1, reciprocalRank: 0.5 };
  expect(meanRelevance([one, { ndcg: 0.5, reciprocalRank: 0 }])).toEqual({
    ndcg: 0.75,
    reciprocalRank: 0.25,
  });
});

test('a judgement is said, said otherwise and taken back', () => {
  let marks: Marks = withJudgement([], ID, ' parse ', hit('a'), true, [hit('a')]);
  expect(judgementOf(markedQuery(marks, ID, 'parse'), hit('a'), [hit('a')])).toBe(true);
  expect(judgementOf(markedQuery(marks, ID, 'other'), hit('a'), [hit('a')])).toBeNull();
  marks = withJudgement(marks, ID, 'parse', hit('a'), false, [hit('a')]);
  expect(judgementOf(markedQuery(marks, ID, 'parse'), hit('a'), [hit('a')])).toBe(false);
  expect(withJudgement(marks, ID, 'parse', hit('a'), null, [hit('a')])).toEqual([]);
});

test('a mark is found again after an edit: by its name, else by its line', () => {
  const named = withJudgement([], ID, 'q', hit('a', { name: 'C.f' }), true, [
    hit('a', { name: 'C.f' }),
  ]);
  const moved = hit('a2', { name: 'C.f', startLine: 90, endLine: 99 });
  expect(judgementOf(named[0], moved, [moved])).toBe(true);
  expect(
    judgementOf(named[0], hit('a2', { name: 'C.g' }), [hit('a2', { name: 'C.g' })]),
  ).toBeNull();
  const bare = withJudgement([], ID, 'q', hit('a'), true, [hit('a')]);
  expect(
    judgementOf(bare[0], hit('a2', { startLine: 5, endLine: 15 }), [
      hit('a2', { startLine: 5, endLine: 15 }),
    ]),
  ).toBe(true);
  expect(
    judgementOf(bare[0], hit('a2', { startLine: 11, endLine: 15 }), [
      hit('a2', { startLine: 11, endLine: 15 }),
    ]),
  ).toBeNull();
});

test('the parts of a long class are marked each for itself, as long as the marked one is in the list', () => {
  const part = (text: string, startLine: number) => hit(text, { name: 'C', startLine });
  const list = [part('a1', 1), part('a2', 30), part('a3', 60)] as const;
  let marks = withJudgement([], ID, 'q', list[0], true, list);
  marks = withJudgement(marks, ID, 'q', list[1], false, list);
  expect(list.map((one) => judgementOf(marks[0], one, list))).toEqual([true, false, null]);
  const edited = [part('a4', 2)];
  expect(judgementOf(marks[0], edited[0] as SearchHit, edited)).toBe(true);
});
