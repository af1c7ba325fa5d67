import { expect, test } from 'vitest';
import type { SkippedEntry, SkipReason, WrittenFilter } from '../../domain/api.ts';
import { countByReason, letThrough, namedAs } from './skipped-matches.ts';

function entry(path: string, reason: SkipReason = 'ignored'): SkippedEntry {
  return { path, reason, bytes: null, files: null, detail: '' };
}

function filter(text: string): WrittenFilter {
  const negated = text.startsWith('-');
  const [name = '', value = ''] = text.replace('-', '').split(':');
  return { name: name as WrittenFilter['name'], value, negated, span: { start: 0, end: 1 } };
}

const ENTRIES = [
  entry('node_modules/', 'excluded'),
  entry('src/big.go', 'too-large'),
  entry('src/keys.env', 'secret'),
  entry('web/app.min.js', 'minified'),
  entry('web/none.js', 'empty'),
];

test.each([
  [[], ['node_modules/', 'src/big.go', 'src/keys.env', 'web/app.min.js']],
  [['lang:go'], ['node_modules/', 'src/big.go']],
  [
    ['lang:go', 'lang:js'],
    ['node_modules/', 'src/big.go', 'web/app.min.js'],
  ],
  [['path:src/'], ['src/big.go', 'src/keys.env']],
  [['path:/src/**/*.go'], ['src/big.go']],
  [['path:node_modules/left-pad'], ['node_modules/']],
  [['-path:src/', '-lang:js'], ['node_modules/']],
  [['file:app*'], ['node_modules/', 'web/app.min.js']],
  [['type:function', 'path:web/'], ['web/app.min.js']],
])('of what was left out %j lets through %j', (filters, expected) => {
  expect(letThrough(ENTRIES, filters.map(filter)).map(({ path }) => path)).toEqual(expected);
});

test('reasons are counted, secrets first, then by number', () => {
  const entries = [entry('a'), entry('b', 'secret'), entry('c'), entry('d', 'binary')];
  expect(countByReason(entries)).toEqual([
    { reason: 'secret', entries: 1 },
    { reason: 'ignored', entries: 2 },
    { reason: 'binary', entries: 1 },
  ]);
});

test('what is named as the query has it comes by name, the shortest path first', () => {
  const entries = [entry('deep/down/yarn.lock'), entry('yarn.lock'), entry('a/package-lock.json')];
  expect(namedAs(entries, 'where is the yarn in', 2).map(({ path }) => path)).toEqual([
    'yarn.lock',
    'deep/down/yarn.lock',
  ]);
});
