import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueryNode } from './query.ts';
import { parseQuery } from './query-parser.ts';

/** The condition in a short form: words bare, `~` before what must not be. */
function shape(node: QueryNode | null): string {
  if (node === null) return 'nothing';
  switch (node.kind) {
    case 'word':
      return node.word.text;
    case 'text':
      return node.pattern.kind === 'phrase'
        ? `"${node.pattern.text}"`
        : `/${node.pattern.source}/${node.pattern.flags}`;
    case 'filter':
      return node.filter.kind === 'language'
        ? node.filter.language
        : node.filter.kind === 'type'
          ? node.filter.type
          : node.filter.kind;
    case 'not':
      return `~${shape(node.node)}`;
    case 'all':
      return `(${node.nodes.map(shape).join(' & ')})`;
    case 'any':
      return `(${node.nodes.map(shape).join(' | ')})`;
  }
}

describe('the query parser', () => {
  it.each([
    ['open file', '(open & file)'],
    ['a.b', '(a & b)'],
    ['read OR write file', '(read | (write & file))'],
    ['(read OR write) file', '((read | write) & file)'],
    ['read AND NOT write', '(read & ~write)'],
    ['-(a OR -b)', '~(a | ~b)'],
    ['NOT NOT a', 'a'],
    ['"read \\"it\\"" x', '("read "it"" & x)'],
    ['-"x y"', '~"x y"'],
    ['/a b+/ -/c/s', '(/a b+/iu & ~/c/isu)'],
    ['/a\\/b[/]/', '/a\\/b[/]/iu'],
    ['case:yes /a/ b', '(/a/u & (b & "b"))'],
    ['lang:ts lang:py x', '(x & (typescript | python))'],
    ['lang:ts,go', '(typescript | go)'],
    ['-lang:ts -lang:py', '(~typescript & ~python)'],
    ['path:a path:b', '(path & path)'],
    ['type:fn kind:struct', '(function | class)'],
    ['LANG:TS Path:"a b"', '(path & typescript)'],
    // Code is typed as it is.
    ['call(a) f()', '((call & a) & f)'],
    ['(f(a) OR b)', '((f & a) | b)'],
    ['--verbose -> x', '(verbose & x)'],
    ['a-b std::vector', '((a & b) & (std & vector))'],
    ['/usr/lib and/or', '((usr & lib) & (and & or))'],
    ['file://host path::to', '((file & host) & (path & to))'],
    ['foo)', 'foo'],
    ['', 'nothing'],
    ['() ""', 'nothing'],
  ])('reads %s', (text, expected) => {
    expect(shape(parseQuery(text).root)).toBe(expected);
  });

  it('keeps what is wanted apart from what is not, and in plain words for the embedding', () => {
    const query = parseQuery('open "read file" -test path:src/ -lang:py -(x y) /re[sx]+/');
    expect(query.words.map((word) => word.text)).toEqual(['open']);
    expect(query.texts).toMatchObject([{ text: 'read file' }, { source: 're[sx]+' }]);
    expect(query.text).toBe('open read file re sx');
    expect(query.filters).toEqual([
      { name: 'path', value: 'src/', negated: false, span: { start: 23, end: 32 } },
      { name: 'lang', value: 'py', negated: true, span: { start: 34, end: 41 } },
    ]);
    expect(query.problems).toEqual([]);
  });

  it('takes options of the call as filters, however they are spelt', () => {
    expect(shape(parseQuery('a', { path: 'x "y', language: 'ts' }).root)).toBe(
      '(a & path & typescript)',
    );
  });

  it('knows the word that is still being typed', () => {
    expect(parseQuery('open fi').openWord?.text).toBe('fi');
    expect(parseQuery('open fi ').openWord).toBeNull();
    expect(parseQuery('open "fi"').openWord).toBeNull();
  });

  it.each([
    ['a lang:klingon', { start: 2, end: 14 }, 'a'],
    ['a lang:pythn', { start: 2, end: 12 }, 'a lang:python'],
    ['a "open', { start: 2, end: 7 }, 'a "open"'],
    ['a path:', { start: 2, end: 7 }, 'a'],
    ['(a OR b', { start: 0, end: 1 }, '(a OR b)'],
    ['OR b', { start: 0, end: 2 }, 'b'],
    ['a -', null, null],
    ['a NOT', { start: 2, end: 5 }, 'a'],
    ['/a(/ b', { start: 0, end: 4 }, '"a(" b'],
    ['/a+b', { start: 0, end: 4 }, '/a+b/'],
    ['a === b', { start: 2, end: 5 }, 'a "===" b'],
    ['pth:src', { start: 0, end: 7 }, 'path:src'],
    ['case:maybe a', { start: 0, end: 10 }, 'case:yes a'],
  ])('tells what is wrong with %s, where, and how to mend it', (text, span, mended) => {
    const { problems } = parseQuery(text);
    if (span === null) return expect(problems).toEqual([]);
    expect(problems).toMatchObject([{ span, mend: { query: mended } }]);
    expect(parseQuery(mended ?? '').problems).toEqual([]);
  });

  it('reads anything that is typed, with spans that lie in it', () => {
    const piece = fc.constantFrom(
      ...[
        '(',
        ')',
        '"',
        '/',
        '-',
        'OR',
        'NOT',
        'AND',
        ' ',
        'path:',
        'lang:ts',
        'type:',
        'symbol:a*',
      ],
      ...['case:yes', 'repo:', '\\', '[', '{2,1}', 'a', 'parseIt', '漢', '😀', '\ud800', '\n', '*'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const { words, problems, filters, texts } = parseQuery(typed);
        for (const { span } of [...words, ...problems, ...filters, ...texts]) {
          if (span.start < 0 || span.end <= span.start || span.end > typed.length) {
            throw new Error(`${JSON.stringify(span)} in ${JSON.stringify(typed)}`);
          }
        }
      }),
      { seed: 3, numRuns: 20_000 },
    );
  });

  it('reads hostile lengths and depths', () => {
    for (const text of [
      '('.repeat(5_000),
      '-('.repeat(2_000),
      'NOT '.repeat(1_500),
      '"'.repeat(3_999),
    ]) {
      expect(parseQuery(text).words).toEqual([]);
    }
    expect(parseQuery('x '.repeat(3_000)).problems).toHaveLength(1);
  });
});
