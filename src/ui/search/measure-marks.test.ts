import { expect, test } from 'vitest';
import type {
  ChunkId,
  RepositoryId,
  SearchHit,
  SearchOptions,
  SearchReply,
} from '../../domain/api.ts';
import type { MarkedQuery } from '../stores/marks-store.ts';
import { contendersOf, measureMarks } from './measure-marks.ts';

const repositoryId = 'r' as RepositoryId;

function hit(path: string): SearchHit {
  return {
    chunkId: `chunk_${path}` as ChunkId,
    path,
    name: null,
    startLine: 1,
    endLine: 2,
  } as SearchHit;
}

function marked(query: string, ...paths: readonly string[]): MarkedQuery {
  const marks = paths.map((path) => ({ ...hit(path), relevant: true }));
  return { repositoryId, query, marks };
}

/** An engine that answers with a list a mode; `x` fails. */
function engine(lists: Readonly<Record<string, string>>) {
  const asked: SearchOptions[] = [];
  const searchBeside = async (_: RepositoryId, query: string, options: SearchOptions = {}) => {
    asked.push(options);
    if (query === 'x') throw new Error('failed');
    const hits = [...(lists[options.mode ?? ''] ?? '')].map(hit);
    return {
      mode: options.mode === 'meaning' ? 'keyword' : options.mode,
      hits,
    } as unknown as SearchReply;
  };
  return { asked, searchBeside };
}

test('each mode is measured over the queries that can be', async () => {
  const { searchBeside } = engine({ keyword: 'ba', meaning: 'ab', hybrid: 'ab' });
  const queries = [marked('one', 'a'), marked('two', 'b'), marked('x', 'a'), marked('none')];
  const done: number[] = [];
  const found = await measureMarks(
    { searchBeside },
    queries,
    contendersOf({}),
    (count) => done.push(count),
    new AbortController().signal,
  );
  expect(
    found?.map(({ contender, mean, byWordsOnly }) => [contender.mode, mean, byWordsOnly]),
  ).toEqual([
    ['keyword', { ndcg: expect.closeTo((0.63093 + 1) / 2, 5), reciprocalRank: 0.75 }, 0],
    ['meaning', { ndcg: expect.closeTo((1 + 0.63093) / 2, 5), reciprocalRank: 0.75 }, 3],
    ['hybrid', { ndcg: expect.closeTo((1 + 0.63093) / 2, 5), reciprocalRank: 0.75 }, 0],
  ]);
  expect(found?.[0]?.each.map((one) => one?.reciprocalRank ?? null)).toEqual([0.5, 1, null, null]);
  expect(done.at(-1)).toBe(12);
});

test('own weights stand beside the fitted ones, where features rank', async () => {
  const { asked, searchBeside } = engine({ keyword: 'a', meaning: 'a', hybrid: 'a' });
  const emphasis = { words: 2 };
  const signal = new AbortController().signal;
  await measureMarks(
    { searchBeside },
    [marked('q', 'a')],
    contendersOf(emphasis),
    () => {},
    signal,
  );
  expect(asked).toEqual([
    { mode: 'keyword', limit: 10 },
    { mode: 'meaning', limit: 10 },
    { mode: 'hybrid', limit: 10 },
    { mode: 'keyword', limit: 10, emphasis },
    { mode: 'hybrid', limit: 10, emphasis },
  ]);
});

test('a stopped measurement asks nothing more and tells nothing', async () => {
  const { asked, searchBeside } = engine({});
  const stop = new AbortController();
  stop.abort();
  const queries = [marked('one', 'a'), marked('two', 'a')];
  expect(
    await measureMarks({ searchBeside }, queries, contendersOf({}), () => {}, stop.signal),
  ).toBeNull();
  expect(asked).toHaveLength(1);
});
