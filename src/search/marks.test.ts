import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { termsOfWord } from '../index/api.ts';
import { wordMarker } from './marks.ts';
import { parseQuery } from './query/query-parser.ts';

function marked(text: string, query: string): string[] {
  return wordMarker(parseQuery(query))(text, []).map(({ start, end }) => text.slice(start, end));
}

describe('marks', () => {
  test.each([
    ['parse config ', 'function parseConfigs(configures)', ['parseConfigs']],
    ['parse ', 'const unparsed = reparse(parser)', ['parser']],
    ['par', 'parse(spare, PARENT)', ['par', 'PAR']],
    ['query ', 'queries, queried, QueryPlan', ['queries', 'queried', 'Query']],
    ['$state ', 'let $state = state$;', ['state', 'state']],
    ['naive ', 'a naïve way', ['naïve']],
    ['x y ', 'x + y * xy', ['x', 'y']],
    ['the ', 'the end', ['the']],
    ['', 'nothing', []],
  ])('of %j in %j', (query, text, expected) => {
    expect(marked(text, query)).toEqual(expected);
  });

  test('in a text of ASCII are those of the same text beside a letter beyond it, where every word is looked at', () => {
    const source = readFileSync(resolve(import.meta.dirname, 'search.ts'), 'utf8');
    const words = [...new Set(source.match(/[A-Za-z_$][\w$]*/g))];
    const word = fc.oneof(
      fc.constantFrom(...words),
      fc.stringMatching(/^[A-Za-z0-9_$]{1,9}$/),
      fc.constantFrom('queries', 'indexes', 'running', 'class', 'abilities', 'nationalization'),
    );
    const text = fc
      .array(fc.tuple(word, fc.constantFrom(' ', '.', '(', '_', '$', '\n', '')), { maxLength: 40 })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), text, (query, ascii) => {
        const asked = query.join(' ');
        const everyWord = marked(`${ascii} ж`, asked);
        expect(marked(ascii, asked)).toEqual(everyWord);
        expect(marked(`— ${ascii} →`, asked)).toEqual(everyWord);
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  test('rest on stems that begin as their words do', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,14}$/), (word) => {
        expect(word.startsWith((termsOfWord(word).parts[0] ?? '').slice(0, 3))).toBe(true);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
