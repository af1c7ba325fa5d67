import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery, pathMatcher } from './query-parser.ts';

describe('the query parser', () => {
  it('tells words, phrases, filters and excluded words apart', () => {
    const query = parseQuery('open "read file" -test path:src/ -lang:py lang:ts');
    expect(query.words.map((word) => word.text)).toEqual(['open', 'read', 'file']);
    expect(query.phrases.map((phrase) => phrase.text)).toEqual(['read file']);
    expect(query.excluded.map((word) => word.text)).toEqual(['test']);
    expect(query.languages).toEqual([
      { negated: true, language: 'python' },
      { negated: false, language: 'typescript' },
    ]);
    expect(query.text).toBe('open read file');
    expect(query.problems).toEqual([]);
  });

  it('names what it does not understand, with its place', () => {
    expect(parseQuery('a lang:klingon').problems).toMatchObject([{ span: { start: 2, end: 14 } }]);
    expect(parseQuery('a "open').problems).toHaveLength(1);
    expect(parseQuery('a path:').problems).toHaveLength(1);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { span } of parseQuery(text).words) expect(span.end).toBeGreaterThan(span.start);
      }),
      { seed: 3 },
    );
  });
});

describe('path filters', () => {
  it.each([
    ['tool/', 'src/tool/a.ts', true],
    ['/tool/', 'src/tool/a.ts', false],
    ['/src', 'src/tool/a.ts', true],
    ['*.TS', 'src/tool/a.ts', true],
    ['*.ts', 'src/tool/a.tsx', false],
    ['src/*.ts', 'src/tool/a.ts', false],
    ['src/**/*.ts', 'src/tool/deep/a.ts', true],
    ['src/**/*.ts', 'src/a.ts', true],
    ['/**/a.?s', 'src/tool/a.ts', true],
  ])('%s on %s is %s (the original compared with absolute paths)', (pattern, path, matches) => {
    expect(pathMatcher(pattern)(path)).toBe(matches);
  });

  it('ends on a hostile pattern, which would backtrack for ever', () => {
    expect(pathMatcher(`${'*a'.repeat(40)}b`)('a'.repeat(2_000))).toBe(false);
  });
});
