import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type Generation,
  NO_GENERATION,
  type RepositoryId,
  type RepositorySummary,
  type SearchHit,
  type SearchOptions,
  type SearchReply,
  VectorGitError,
} from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import type { EngineEvent, EngineStatus } from '../../worker/protocol.ts';
import { createEmphasisStore } from './emphasis-store.ts';
import { createPlaceStore } from './place-store.ts';
import { createRepositoriesStore } from './repositories-store.ts';
import { createSearchStore } from './search-store.ts';

const id = 'r1' as RepositoryId;

/** A client that answers searches by hand. */
function setUp(generation = 1 as Generation) {
  const repository = { id, name: 'r', committedAt: 0, generation };
  const asked: {
    query: string;
    options: SearchOptions;
    answer: (paths: string[], mode?: SearchReply['mode']) => void;
    fail: (e: unknown) => void;
  }[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  const client = {
    repositories: async () => [{ ...repository } as RepositorySummary],
    search: (_: RepositoryId, query: string, options: SearchOptions) =>
      new Promise<SearchReply>((resolve, reject) => {
        const answer = (paths: string[], mode: SearchReply['mode'] = 'hybrid') => {
          const hits = paths.map((path) => ({ path, startLine: 1 }) as SearchHit);
          resolve({ generation: 1, mode, hits } as unknown as SearchReply);
        };
        asked.push({ query, options, answer, fail: reject });
      }),
    searchPasted: async (_: RepositoryId, text: string) =>
      ({ generation: 1, hits: [{ path: text, startLine: 1 }] }) as unknown as SearchReply,
    similar: async (_: RepositoryId, place: { path: string }, narrow: readonly string[]) =>
      place.path === 'bare.ts'
        ? null
        : {
            hits: [{ path: `like-${place.path}${narrow}`, startLine: 1 } as SearchHit],
            problems: [],
          },
    subscribe: (listener: (event: EngineEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as EngineClient;
  const place = createPlaceStore({
    fragment: () => '#/r',
    push: () => {},
    replace: () => {},
    onMove: () => {},
  });
  const emphasis = createEmphasisStore({ getItem: () => null, setItem: () => undefined });
  const search = createSearchStore(client, place, createRepositoriesStore(client), emphasis);
  const commit = () => {
    for (const listener of listeners) {
      listener({ type: 'committed', repositoryId: id, generation: 2 as Generation });
    }
  };
  const bringModel = () => {
    const status = { model: { state: 'ready', id: 'm' } } as EngineStatus;
    for (const listener of listeners) listener({ type: 'status', status });
  };
  const settle = () => vi.advanceTimersByTimeAsync(30);
  const shown = () => {
    const state = search.getState();
    return state.state === 'idle' ? null : state.answer?.groups.map((group) => group.path);
  };
  return { emphasis, asked, place, search, repository, bringModel, commit, settle, shown };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a keystroke asks at once, those during its search once, with the last text', async () => {
  const { asked, place, settle } = setUp();
  await settle();
  place.type('r', 0);
  expect(asked.map(({ query }) => query)).toEqual(['r']);
  for (const query of ['re', 'ret', 'retr']) place.type(query, 0);
  await settle();
  expect(asked.map(({ query }) => query)).toEqual(['r', 'retr']);
  asked[1]?.answer(['a.ts']);
  await settle();
  place.type('retry', 0);
  expect(asked.map(({ query }) => query)).toEqual(['r', 'retr', 'retry']);
});

test('an answer that comes late never replaces a newer one', async () => {
  const { asked, place, settle, shown } = setUp();
  await settle();
  place.go({ query: 'old' });
  await settle();
  place.go({ query: 'new' });
  await settle();
  asked[1]?.answer(['new.ts']);
  await settle();
  asked[0]?.answer(['old.ts']);
  await settle();
  expect(shown()).toEqual(['new.ts']);
});

test('the previous list stays while the next is fetched, and for a moment when nothing matches', async () => {
  const { asked, place, search, settle, shown } = setUp();
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.answer(['a.ts']);
  await settle();
  place.go({ query: 'ab' });
  await settle();
  expect(search.getState().state).toBe('searching');
  expect(shown()).toEqual(['a.ts']);
  asked[1]?.answer([]);
  await settle();
  expect(shown()).toEqual(['a.ts']);
  await vi.advanceTimersByTimeAsync(300);
  expect(search.getState().state).toBe('ready');
  expect(shown()).toEqual([]);
});

test('a cancelled search is no failure, any other is one and keeps the list', async () => {
  const { asked, place, search, settle, shown } = setUp();
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.answer(['a.ts']);
  await settle();
  place.go({ query: 'b' });
  await settle();
  asked[1]?.fail(new VectorGitError('cancelled', 'x'));
  await settle();
  expect(search.getState().state).toBe('searching');
  place.go({ query: 'c' });
  await settle();
  asked[2]?.fail(new VectorGitError('index/corrupt', 'x'));
  await settle();
  expect(search.getState()).toMatchObject({ state: 'failed', failure: { code: 'index/corrupt' } });
  expect(shown()).toEqual(['a.ts']);
});

test('a commit renews a list that nobody reads, and only offers it to who does', async () => {
  const { asked, place, search, commit, settle } = setUp();
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.answer(['a.ts']);
  await settle();
  commit();
  await vi.advanceTimersByTimeAsync(1100);
  expect(asked).toHaveLength(2);
  asked[1]?.answer(['a.ts', 'b.ts']);
  await settle();
  search.reading.setState({ selected: 'x' });
  commit();
  await vi.advanceTimersByTimeAsync(1100);
  expect(asked).toHaveLength(2);
  expect(search.getState()).toMatchObject({ state: 'ready', stale: true });
});

test('a failed list is asked for again when a commit comes', async () => {
  const { asked, place, search, commit, settle, shown } = setUp();
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.fail(new VectorGitError('index/corrupt', 'x'));
  await settle();
  expect(search.getState().state).toBe('failed');
  commit();
  await vi.advanceTimersByTimeAsync(1100);
  asked[1]?.answer(['a.ts']);
  await settle();
  expect(shown()).toEqual(['a.ts']);
});

test('a query that is there before the first commit fails not, and is asked when the commit comes', async () => {
  const { asked, place, search, repository, commit, settle, shown } = setUp(NO_GENERATION);
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.fail(new VectorGitError('repository/not-found', 'nothing yet'));
  await settle();
  expect(search.getState().state).toBe('idle');
  repository.generation = 2 as Generation;
  commit();
  await vi.advanceTimersByTimeAsync(1100);
  asked[1]?.answer(['a.ts']);
  await settle();
  expect(asked).toHaveLength(2);
  expect(shown()).toEqual(['a.ts']);
});

test('an empty query asks nothing and shows nothing', async () => {
  const { asked, place, search, settle } = setUp();
  await settle();
  place.go({ query: '  ' });
  await settle();
  expect(asked).toHaveLength(0);
  expect(search.getState().state).toBe('idle');
});

test('what is like a hit takes the place of the list, and a commit does not take it away', async () => {
  const { asked, place, search, commit, settle, shown } = setUp();
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.answer(['a.ts']);
  await settle();
  expect(await search.like({ path: 'a.ts', startLine: 1 })).toBe(true);
  expect(shown()).toEqual(['like-a.ts']);
  commit();
  await vi.advanceTimersByTimeAsync(2000);
  expect(shown()).toEqual(['like-a.ts']);
  expect(search.getState()).toMatchObject({ stale: true });
  search.leaveLikeness();
  asked[1]?.answer(['a.ts']);
  await settle();
  expect(shown()).toEqual(['a.ts']);
  expect(search.getState()).toMatchObject({ answer: { like: null } });
});

test('what narrows the list narrows what is like a hit, which stays', async () => {
  const { asked, place, search, settle, shown } = setUp();
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.answer(['a.ts']);
  await settle();
  await search.like({ path: 'a.ts', startLine: 1 });
  place.go({ narrow: ['b'] });
  await settle();
  expect(shown()).toEqual(['like-a.tsb']);
  place.go({ narrow: [] });
  await settle();
  expect(shown()).toEqual(['like-a.ts']);
  expect(asked).toHaveLength(1);
  search.leaveLikeness();
  expect(asked).toHaveLength(2);
});

test('a hit without a vector leaves the list as it is', async () => {
  const { asked, place, search, settle, shown } = setUp();
  await settle();
  place.go({ query: 'a' });
  await settle();
  asked[0]?.answer(['bare.ts']);
  await settle();
  expect(await search.like({ path: 'bare.ts', startLine: 1 })).toBe(false);
  expect(shown()).toEqual(['bare.ts']);
});

test('a pasted text is asked in the place of a query, which takes its place again', async () => {
  const { asked, place, search, settle, shown } = setUp();
  place.go({ query: '', pasted: 'a.ts:1\nb.ts:2' });
  await settle();
  expect(asked).toEqual([]);
  expect(shown()).toEqual(['a.ts:1\nb.ts:2']);
  place.type('next', 0);
  expect(place.getState().pasted).toBeNull();
  await settle();
  expect(asked.map(({ query }) => query)).toEqual(['next']);
  asked[0]?.answer(['c.ts']);
  await settle();
  expect(shown()).toEqual(['c.ts']);
  place.go({ query: '' });
  expect(search.getState().state).toBe('idle');
});

test('another emphasis asks at once, and what was read of the list stays', async () => {
  const { asked, emphasis, place, search, settle, shown } = setUp();
  emphasis.set('words', 2);
  await settle();
  expect(asked).toEqual([]);
  place.type('x', 0);
  await settle();
  asked[0]?.answer(['a.ts', 'b.ts']);
  await settle();
  search.reading.setState({ selected: 'some row' });
  emphasis.set('depth', 0);
  expect(asked.map(({ options }) => options.emphasis)).toEqual([
    { words: 2 },
    { words: 2, depth: 0 },
  ]);
  asked[1]?.answer(['b.ts', 'a.ts']);
  await settle();
  expect(shown()).toEqual(['b.ts', 'a.ts']);
  expect(search.reading.getState().selected).toBe('some row');
  emphasis.keep(true);
  expect(asked).toHaveLength(2);
});

test('what was answered by words alone is asked again when the model has come, unless somebody reads in it', async () => {
  const { asked, bringModel, place, search, settle } = setUp();
  await settle();
  place.go({ query: 'a' });
  asked[0]?.answer(['a.ts'], 'keyword');
  await settle();
  bringModel();
  await settle();
  expect(asked.map(({ query }) => query)).toEqual(['a', 'a']);
  asked[1]?.answer(['a.ts']);
  await settle();
  bringModel();
  await settle();
  expect(asked).toHaveLength(2);

  const other = setUp();
  await other.settle();
  other.place.go({ query: 'a' });
  other.asked[0]?.answer(['a.ts'], 'keyword');
  await other.settle();
  other.search.reading.setState({ selected: 'a.ts' });
  other.bringModel();
  await other.settle();
  expect(other.asked).toHaveLength(1);
  expect(other.search.getState()).toMatchObject({ state: 'ready', stale: true });
  expect(search.getState()).toMatchObject({ state: 'ready', stale: false });
});

test.each([
  ['keyword', 2],
  ['hybrid', 1],
] as const)(
  'a question that the model overtakes and %s answers is asked %i times',
  async (mode, times) => {
    const { asked, bringModel, place, search, settle } = setUp();
    await settle();
    place.go({ query: 'a' });
    bringModel();
    await settle();
    asked[0]?.answer(['a.ts'], mode);
    await settle();
    if (mode === 'hybrid') search.reading.setState({ selected: 'a.ts' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveLength(times);
    expect(search.getState()).not.toMatchObject({ stale: true });
  },
);
