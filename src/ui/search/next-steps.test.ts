import { expect, test } from 'vitest';
import type { SearchMode, WrittenFilter } from '../../domain/api.ts';
import { asksNothing, nextSteps, wordsOf } from './next-steps.ts';

/** The filters of a query as the engine tells of them. */
function filtersOf(query: string): readonly WrittenFilter[] {
  return [...query.matchAll(/(-?)\b(path|lang|file):(\S+)/g)].map((match) => {
    const start = match.index + (match[1]?.length ?? 0);
    return {
      name: match[2] as WrittenFilter['name'],
      value: match[3] ?? '',
      negated: match[1] === '-',
      span: { start, end: match.index + match[0].length },
    };
  });
}

function stepsOf(query: string, mode: SearchMode) {
  return nextSteps(query, mode, filtersOf(query)).map((step) => `${step.mode} ${step.query}`);
}

test.each([
  [
    'parse lang:go path:src/',
    'hybrid',
    [
      'hybrid parse path:src/',
      'hybrid parse lang:go',
      'hybrid parse',
      'keyword /parse/i lang:go path:src/',
    ],
  ],
  ['parse', 'keyword', ['hybrid parse', 'keyword /parse/i']],
  ['a.b i', 'meaning', ['hybrid a.b i', 'keyword /a\\.b/i /i/i']],
  ['"to parse" -path:x', 'hybrid', ['hybrid "to parse"', 'hybrid to parse -path:x']],
  ['lang:go', 'hybrid', []],
  ['(a OR b)', 'hybrid', []],
  ['/pars(e/', 'hybrid', []],
  ['one two three four', 'hybrid', []],
] as const)('%s in %s mode may be loosened to %j', (query, mode, expected) => {
  expect(stepsOf(query, mode)).toEqual(expected);
});

test('the words of a query stand without its filters', () => {
  const query = 'how lang:go to -path:x parse';
  expect(wordsOf(query, filtersOf(query))).toBe('how to parse');
});

test.each([
  ['lang:', ['lang:'], true],
  ['lang: path:', ['lang:', 'path:'], true],
  ['lang: parse', ['lang:'], false],
  ['parse', [], false],
  ['', [], false],
])('of %j with problems in %j nothing is asked: %s', (query, parts, expected) => {
  const problems = parts.map((part) => {
    const start = query.indexOf(part);
    return { span: { start, end: start + part.length }, message: '', mend: null };
  });
  expect(asksNothing(query, problems)).toBe(expected);
});
