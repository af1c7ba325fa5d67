import { expect, test } from 'vitest';
import type { RepositoryId } from '../../domain/api.ts';
import type { EngineEvent } from '../../worker/protocol.ts';
import { NO_QUESTION } from '../app/place.ts';
import {
  createSearchesStore,
  type KeptSearch,
  keepingRecent,
  MOST_RECENT,
  NO_SEARCHES,
  recentOf,
  savedOf,
  withoutRecent,
  withoutSaved,
  withRecent,
  withSaved,
} from './searches-store.ts';

const A = 'a' as RepositoryId;
const B = 'b' as RepositoryId;

function searchFor(
  query: string,
  repositoryId = A,
  mode: KeptSearch['mode'] = 'hybrid',
): KeptSearch {
  return { ...NO_QUESTION, repositoryId, query, mode };
}

function afterAll(...searches: readonly KeptSearch[]) {
  return searches.reduce(withRecent, NO_SEARCHES);
}

function keeper(text: string | null = null) {
  const kept = new Map(text === null ? [] : [['vectorgit.searches', text]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

const silent = { subscribe: () => () => undefined };

test('a search made again comes first and stands once', () => {
  const searches = afterAll(searchFor('one'), searchFor('two'), searchFor(' one '));
  expect(recentOf(searches, A)).toEqual([searchFor('one'), searchFor('two')]);
});

test('what was typed on stands in place of its beginning', () => {
  const searches = afterAll(searchFor('two'), searchFor('par'), searchFor('parse config'));
  expect(recentOf(searches, A).map(({ query }) => query)).toEqual(['parse config', 'two']);
});

test('each repository has its own, and the oldest of it go', () => {
  const many = Array.from({ length: MOST_RECENT + 3 }, (_, index) => searchFor(`q${index}.`));
  const searches = afterAll(searchFor('other', B), ...many);
  expect(recentOf(searches, A)).toHaveLength(MOST_RECENT);
  expect(recentOf(searches, A)[0]?.query).toBe(`q${MOST_RECENT + 2}.`);
  expect(recentOf(searches, B)).toEqual([searchFor('other', B)]);
});

test('switched off, what was recorded goes and nothing is recorded', () => {
  const off = keepingRecent(afterAll(searchFor('one')), false);
  expect(withRecent(off, searchFor('two')).recent).toEqual([]);
});

test('a saved search has one name, and goes as it came', () => {
  const search = searchFor('lang:rust unsafe', A, 'keyword');
  const once = withSaved(NO_SEARCHES, { ...search, name: 'Unsafe' });
  const twice = withSaved(once, { ...search, name: ' ' });
  expect(savedOf(twice, A)).toEqual([{ ...search, name: 'lang:rust unsafe' }]);
  expect(withoutSaved(twice, search).saved).toEqual([]);
});

test('a saved search keeps the pasted text and what narrows it, and is told by them', () => {
  const storage = keeper();
  const store = createSearchesStore(storage, silent);
  const pasted = '  Error: no door\n at a.ts:1';
  const search = { ...searchFor(''), pasted, everywhere: true, narrow: ['latch'] };
  store.change((all) => withSaved(all, { ...search, name: '' }));
  store.change((all) => withSaved(all, { ...search, narrow: [], name: 'Door' }));
  expect(createSearchesStore(storage, silent).getState().saved).toEqual([
    { ...search, name: 'Error: no door, with: latch' },
    { ...search, narrow: [], name: 'Door' },
  ]);
});

test('a search that an older version kept is read', () => {
  const text = '{"saved":[{"repositoryId":"a","query":"one","mode":"keyword","name":"One"}]}';
  expect(createSearchesStore(keeper(text), silent).getState().saved).toEqual([
    { ...searchFor('one', A, 'keyword'), name: 'One' },
  ]);
});

test('what is kept survives the page, and another tab takes nothing away', () => {
  const storage = keeper();
  const first = createSearchesStore(storage, silent);
  const second = createSearchesStore(storage, silent);
  first.change((searches) => withRecent(searches, searchFor('one')));
  second.change((searches) => withSaved(searches, { ...searchFor('two'), name: 'Two' }));
  const reopened = createSearchesStore(storage, silent).getState();
  expect(reopened.recent).toEqual([searchFor('one')]);
  expect(reopened.saved).toEqual([{ ...searchFor('two'), name: 'Two' }]);
  first.change((searches) => withoutRecent(searches, searchFor('one')));
  expect(first.getState()).toMatchObject({ recent: [], saved: [{ name: 'Two' }] });
});

test('what was kept of a repository goes with it', () => {
  const listeners: ((event: EngineEvent) => void)[] = [];
  const client = {
    subscribe: (listener: (event: EngineEvent) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const store = createSearchesStore(keeper(), client);
  store.change(() =>
    withSaved(afterAll(searchFor('a'), searchFor('b', B)), { ...searchFor('a'), name: 'A' }),
  );
  for (const listen of listeners) listen({ type: 'removed', repositoryId: A });
  expect(store.getState()).toEqual({ ...NO_SEARCHES, recent: [searchFor('b', B)] });
});

test.each([null, '', 'not json', '[]', '7', '{"recent":[1,{"query":2}],"saved":"x"}'])(
  'what makes no sense is nothing: %j',
  (text) => expect(createSearchesStore(keeper(text), silent).getState()).toEqual(NO_SEARCHES),
);

test('without storage searches last as long as the page', () => {
  const refuse = () => {
    throw new Error('denied');
  };
  const store = createSearchesStore({ getItem: refuse, setItem: refuse }, silent);
  store.change((searches) => withRecent(searches, searchFor('one')));
  store.change((searches) => withRecent(searches, searchFor('two')));
  expect(store.getState().recent).toHaveLength(2);
});
