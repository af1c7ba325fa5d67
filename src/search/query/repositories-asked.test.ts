import { expect, it } from 'vitest';
import { repositoriesAsked } from './repositories-asked.ts';

const NAMES = ['server', 'web', 'web-old'];

it.each([
  ['parse', null],
  ['parse lang:ts', null],
  ['parse repo:*', NAMES],
  ['parse repo:web', ['web', 'web-old']],
  ['parse -repo:old', ['server', 'web']],
  ['parse repo:web -repo:old', ['web']],
  ['repo:server repo:web-old x', ['server', 'web-old']],
  ['(a repo:server) OR (b repo:old)', ['server', 'web-old']],
  // The left side may hold anywhere.
  ['a OR (b repo:old)', NAMES],
  ['parse repo:nobody', []],
])('%s is asked of %j', (query, names) => {
  expect(repositoriesAsked(query, {}, NAMES)).toEqual(names);
});

it('is asked everywhere when the request says so, within what the query says', () => {
  expect(repositoriesAsked('parse', { everywhere: true }, NAMES)).toEqual(NAMES);
  expect(repositoriesAsked('parse repo:old', { everywhere: true }, NAMES)).toEqual(['web-old']);
});
