import { expect, test } from 'vitest';
import type { IndexState, RepositorySummary } from '../../domain/api.ts';
import { repositoryState } from './repository-state.ts';

const WHOLE = {
  state: 'equal',
  complete: true,
  chunks: 4,
  embedded: 4,
  model: 'own',
  source: 'directory',
  canSync: true,
} as const;

test.each<[string, Partial<RepositorySummary>, string, string | null]>([
  ['a finished index can be synced', {}, 'whole', 'sync'],
  ['files that are not at hand cannot', { canSync: false, source: 'files' }, 'whole', null],
  ['a pack has no folder', { canSync: false, source: 'pack' }, 'whole', null],
  ['missing vectors come by themselves', { embedded: 3 }, 'behind', null],
  [
    'an ingest that was cut off goes on',
    { state: 'content-changed', complete: false, embedded: 0 },
    'behind',
    'sync',
  ],
  ['vectors of another model are made anew', { state: 'model-changed' }, 'behind', 'embed'],
  ['an index of a newer version is left alone', { state: 'format-too-new' }, 'broken', 'reload'],
  ['an old one is indexed anew', { state: 'format-too-old' }, 'broken', 'sync'],
  [
    'a damaged one without its folder asks for it',
    { state: 'corrupt', canSync: false },
    'broken',
    'choose',
  ],
])('%s', (_, over, tone, kind) => {
  const state = repositoryState({ ...WHOLE, ...over });
  expect([state.tone, state.remedy?.kind ?? null]).toEqual([tone, kind]);
});

test('every state has a sentence of its own, and what is not whole a badge', () => {
  const states: readonly IndexState[] = [
    'missing',
    'equal',
    'content-changed',
    'options-changed',
    'model-changed',
    'format-too-old',
    'format-too-new',
    'corrupt',
  ];
  const told = states.map((state) => repositoryState({ ...WHOLE, state }));
  expect(new Set(told.map(({ text }) => text)).size).toBe(states.length);
  for (const { text } of told) expect(text).toMatch(/^[A-Z].*\.$/);
  const unmarked = told.filter(({ badge }) => badge === null);
  expect(unmarked.map(({ tone }) => tone)).toEqual(['whole']);
});

test('the model that made the vectors is named', () => {
  const { text } = repositoryState({ ...WHOLE, state: 'model-changed', model: 'a/b' });
  expect(text).toContain('of a/b');
});

test('while it is indexed that is told, and nothing is offered that would do the same', () => {
  const state = repositoryState({ ...WHOLE, state: 'content-changed', complete: false }, true);
  expect(state).toMatchObject({ tone: 'whole', badge: 'indexing', remedy: null });
});
