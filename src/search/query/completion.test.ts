import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { completeQuery } from './completion.ts';
import { nameMatch } from './name-match.ts';

const { snapshot } = openedGeneration([
  {
    'src/search/parser.ts': 'def parseConfig\n\n\ndef Parser.parseCode',
    'src/search/lexer.ts': 'def lex',
    'src/my file.py': 'def config',
    'docs/read.md': 'hello',
  },
]);

function offered(text: string, caret = text.length): string[] {
  const { span, items } = completeQuery(snapshot, text, caret, {
    repositories: ['server', 'web app'],
    generations: [
      { generation: 12, detail: 'two files changed' },
      { generation: 7, detail: '' },
    ],
  });
  return items.map(({ insert }) => text.slice(0, span.start) + insert + text.slice(span.end));
}

describe('completion', () => {
  it.each([
    ['', ['path:', 'file:', 'lang:', 'type:', 'symbol:', 'repo:', 'changed:', 'case:']],
    [
      'open ',
      [
        'open path:',
        'open file:',
        'open lang:',
        'open type:',
        'open symbol:',
        'open repo:',
        'open changed:',
        'open case:',
      ],
    ],
    ['open la', ['open lang:']],
    ['changed:', ['changed:last', 'changed:12', 'changed:7']],
    ['changed:1', ['changed:12']],
    ['-lang:', ['-lang:typescript', '-lang:python', '-lang:markdown']],
    ['lang:py', ['lang:python']],
    ['lang:TypeS', ['lang:typescript']],
    ['type:fun', ['type:function']],
    ['path:src/se', ['path:src/search/', 'path:src/search/lexer.ts', 'path:src/search/parser.ts']],
    ['path:search', ['path:src/search/', 'path:src/search/lexer.ts', 'path:src/search/parser.ts']],
    ['file:my', ['file:"my file.py"']],
    ['symbol:parse', ['symbol:parseCode', 'symbol:parseConfig']],
    ['symbol:pc', ['symbol:parseCode', 'symbol:parseConfig']],
    ['symbol:conf', ['symbol:config', 'symbol:parseConfig']],
    ['(a OR parseC', ['(a OR parseCode', '(a OR parseConfig']],
    ['repo:', ['repo:server', 'repo:"web app"']],
    ['case:', ['case:yes']],
    ['"lang:', []],
  ])('offers ways to go on with %s', (text, expected) => {
    expect(offered(text)).toEqual(expected);
  });

  it('looks at what stands before the caret', () => {
    expect(offered('la foo', 2)).toEqual(['lang: foo']);
  });

  it('has an answer to anything at any caret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer(), (text, caret) => {
        const { span } = completeQuery(snapshot, text, caret, {
          repositories: [],
          generations: [],
        });
        expect(span.start <= span.end && span.end <= text.length).toBe(true);
      }),
      { seed: 9, numRuns: 200 },
    );
  });
});

it.each([
  ['parseconfig', 'parseConfig', 0],
  ['parse', 'parseConfig', 1],
  ['PARSE', 'parseConfig', 2],
  ['parCo', 'parseConfig', 3],
  ['pcf', 'parseConfigFile', 3],
  ['config', 'parseConfig', 4],
  ['xyz', 'parseConfig', null],
  [`${'a'.repeat(60)}b`, 'aA'.repeat(50), null],
])('%s fits %s as %s', (typed, name, rank) => {
  expect(nameMatch(typed, name)).toBe(rank);
});
