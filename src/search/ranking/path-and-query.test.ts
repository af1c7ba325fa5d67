import { expect, test } from 'vitest';
import { parseQuery } from '../query/query-parser.ts';
import { termMatch } from './name-match.ts';
import { analyse } from './query-analysis.ts';
import { isTestPath } from './test-path.ts';

test.each([
  ['src/ctx_test.go', true],
  ['tests/helper.py', true],
  ['app/__tests__/x.ts', true],
  ['src/button.spec.tsx', true],
  ['core/ParserTest.java', true],
  ['conftest.py', true],
  ['node/test-run.ts', false],
  ['src/latest.ts', false],
  ['src/contest/rules.py', false],
  ['src/testing.py', false],
])('%s is a test: %s', (path, expected) => {
  expect(isTestPath(path)).toBe(expected);
});

test.each([
  ['config', 'config', 1],
  ['config', 'configur', 0.8],
  ['context', 'ctx', 0.6],
  ['message', 'msg', 0.6],
  ['context', 'cfg', 0],
  ['context', 'text', 0],
  ['io', 'iostream', 0],
])('%s in a query and %s in a name agree by %s', (asked, part, expected) => {
  expect(termMatch(asked, part)).toBe(expected);
});

const names = (text: string) => {
  const { single, embedded } = analyse(parseQuery(text, {}));
  return { single: single?.name ?? null, embedded: embedded.map(({ name }) => name) };
};

test.each([
  ['parseConfig', 'parseConfig', []],
  ['Session::send', 'send', []],
  ['$this->render()', 'render', []],
  ['how does FromRequest work', null, ['FromRequest']],
  ['where is http.client used?', null, ['client']],
  ['Where are cookies kept', null, []],
  ['why does Flask keep g', null, ['Flask']],
  ['', null, []],
])('%s asks for the names it holds', (text, single, embedded) => {
  expect(names(text)).toEqual({ single, embedded });
});

test('words that follow each other may be one identifier', () => {
  expect(analyse(parseQuery('request context stack', {})).joined).toEqual([
    'requestcontext',
    'contextstack',
    'requestcontextstack',
  ]);
});

test('of pasted text only so much is looked up', () => {
  const pasted = Array.from({ length: 500 }, (_, line) => `at Frame.someCall${line}`).join(' ');
  const { terms, embedded, joined } = analyse(parseQuery(pasted, {}));
  expect([terms.length, embedded.length]).toEqual([64, 8]);
  expect(joined.length).toBeLessThan(128);
});

test('a question about tests lifts their penalty', () => {
  expect(analyse(parseQuery('where is the parser tested', {})).asksForTests).toBe(true);
  expect(analyse(parseQuery('attestation of the parser', {})).asksForTests).toBe(false);
});
