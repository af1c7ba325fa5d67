import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChunkId, SearchHit } from '../../domain/api.ts';
import {
  folderFacets,
  languageFacets,
  replaceTerm,
  toggleFilter,
  withoutFilter,
} from './filters.ts';
import { FOLDED, groupByFile, hitKey, rowsOf } from './grouping.ts';
import { piecesOf, snippetLineCount, snippetLines } from './snippet-lines.ts';

function hit(changes: Partial<SearchHit>): SearchHit {
  return {
    chunkId: 'chunk_0000000000000000' as ChunkId,
    path: 'src/a.ts',
    startLine: 1,
    endLine: 1,
    type: 'function',
    name: null,
    language: 'typescript',
    definitions: [],
    score: 1,
    parts: { keyword: null, meaning: null, features: [] },
    text: '',
    marks: [],
    snippet: { startLine: 1, endLine: 1 },
    ...changes,
  };
}

const hitsIn = (path: string, count: number) =>
  Array.from({ length: count }, (_, index) => hit({ path, startLine: index * 10 + 1 }));

describe('grouping', () => {
  test('files come in the order of their best hit, hits in the order of the reply', () => {
    const [a1, b1, a2] = [
      hit({ path: 'a', startLine: 5 }),
      hit({ path: 'b' }),
      hit({ path: 'a', startLine: 2 }),
    ];
    expect(groupByFile([a1, b1, a2])).toEqual([
      { key: 'a', path: 'a', repository: null, language: 'typescript', hits: [a1, a2] },
      { key: 'b', path: 'b', repository: null, language: 'typescript', hits: [b1] },
    ]);
  });

  test.each([
    [1, ['file', 'hit']],
    [4, ['file', 'hit', 'hit', 'hit', 'hit']],
    [5, ['file', 'hit', 'hit', 'hit', 'more']],
  ])('of %i chunks in a file at most three are shown, unless one more is all', (count, kinds) => {
    expect(rowsOf(groupByFile(hitsIn('a', count)), FOLDED).map((row) => row.kind)).toEqual(kinds);
  });

  test('an unfolded file shows every chunk, a closed one only its name', () => {
    const groups = groupByFile([...hitsIn('a', 6), ...hitsIn('b', 2)]);
    const rows = rowsOf(groups, { whole: new Set(['a']), closed: new Set(['b']) });
    expect(rows.map((row) => row.kind)).toEqual(['file', ...Array(6).fill('hit'), 'file']);
  });

  test('rows have distinct keys, positions count from one to the number of siblings', () => {
    const rows = rowsOf(groupByFile(hitsIn('a', 9)), FOLDED);
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
    const inner = rows.flatMap((row) => (row.kind === 'file' ? [] : [row]));
    expect(inner.map((row) => [row.position, row.siblings])).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
  });

  test('one text at two places has two keys', () => {
    expect(hitKey(hit({ path: 'a' }))).not.toBe(hitKey(hit({ path: 'b' })));
  });
});

describe('filters', () => {
  test.each([
    ['retry', 'lang', 'rust', 'retry lang:rust'],
    ['', 'path', 'src/', 'path:src/'],
    ['retry lang:rust delay', 'lang', 'rust', 'retry delay'],
    ['lang:rust', 'lang', 'rust', ''],
    ['x path:src/', 'path', 'lib/', 'x path:src/ path:lib/'],
    ['x', 'path', 'my docs/', 'x path:"my docs/"'],
    ['x path:"my docs/"', 'path', 'my docs/', 'x'],
    ['x -path:src/', 'path', 'src/', 'x -path:src/ path:src/'],
  ] as const)('%j with %s:%s toggled is %j', (query, key, value, expected) => {
    expect(toggleFilter(query, key, value)).toBe(expected);
  });

  test('toggling twice gives the query back', () => {
    const words = fc.array(fc.stringMatching(/^[a-z"]{1,6}$/), { maxLength: 4 });
    const value = fc.stringMatching(/^[a-z]{1,4}( [a-z]{1,4})?\/$/);
    fc.assert(
      fc.property(words, value, (parts, folder) => {
        const query = parts.join(' ').replaceAll('"', '');
        const tidy = query.replace(/\s{2,}/g, ' ').trim();
        expect(toggleFilter(toggleFilter(tidy, 'path', folder), 'path', folder)).toBe(tidy);
      }),
      { seed: 7 },
    );
  });

  test.each([
    ['retry path:src/ delay', 'path:src/', false, 'retry delay'],
    ['retry -path:src/', 'path:src/', true, 'retry'],
    ['path:"a b"', 'path:"a b"', false, ''],
  ])('%j without its filter %s (negated: %s) is %j', (query, written, negated, expected) => {
    const start = query.indexOf(written);
    const span = { start, end: start + written.length };
    expect(withoutFilter(query, { name: 'path', value: '', negated, span })).toBe(expected);
  });

  test('languages are counted, most first, without those that are filters already', () => {
    const hits = ['go', 'rust', 'go', 'c'].map((language) => hit({ language }));
    const written = {
      name: 'lang',
      value: 'c',
      negated: false,
      span: { start: 0, end: 6 },
    } as const;
    expect(languageFacets(hits, [written])).toEqual([
      { value: 'go', hits: 2 },
      { value: 'rust', hits: 1 },
    ]);
  });

  test('folders are told apart one level below what all hits share', () => {
    const hits = ['src/ui/a.ts', 'src/ui/app/b.ts', 'src/worker/c.ts'].map((path) => hit({ path }));
    expect(folderFacets(hits, []).map(({ value, hits: count }) => [value, count])).toEqual([
      ['src/ui/', 2],
      ['src/worker/', 1],
    ]);
  });

  test.each([
    ['retyr delay', 'retyr', 'retry', 'retry delay'],
    ['Retyr', 'retyr', 'retry', 'retry'],
    ['retyrs', 'retyr', 'retry', 'retyrs retry'],
    ['a$b', 'a$b', '$&', '$&'],
  ])('in %j the word %j is mended by %j: %j', (query, term, replacement, expected) => {
    expect(replaceTerm(query, term, replacement)).toBe(expected);
  });
});

describe('snippets', () => {
  const text = 'export function retry() {\n    const delay = 1;\n    return delay;\n}';

  test('only the lines of the snippet are shown, with their numbers in the file', () => {
    const found = hit({
      text,
      startLine: 10,
      endLine: 13,
      snippet: { startLine: 11, endLine: 12 },
    });
    expect(
      snippetLines(found, []).map((line) => [line.number, line.pieces.map((p) => p.text).join('')]),
    ).toEqual([
      [11, 'const delay = 1;'],
      [12, 'return delay;'],
    ]);
    expect(snippetLineCount(found)).toBe(2);
  });

  test('blank lines at the ends of a snippet are not shown', () => {
    const found = hit({
      text: '\n  \na\n\nb\n',
      endLine: 6,
      snippet: { startLine: 1, endLine: 6 },
    });
    expect(snippetLines(found, []).map((line) => line.number)).toEqual([3, 4, 5]);
    expect(snippetLineCount(found)).toBe(3);
    expect(snippetLineCount(hit({ text: '' }))).toBe(1);
  });

  test('marks and syntax split a line into pieces', () => {
    const marks = [{ start: 16, end: 21 }];
    const tokens = [
      { start: 0, end: 6, classes: 'k' },
      { start: 7, end: 15, classes: 'k' },
      { start: 16, end: 19, classes: 'd' },
    ];
    expect(piecesOf(text, 0, 25, marks, tokens)).toEqual([
      { text: 'export', classes: 'k', marked: false },
      { text: ' ', classes: '', marked: false },
      { text: 'function', classes: 'k', marked: false },
      { text: ' ', classes: '', marked: false },
      { text: 'ret', classes: 'd', marked: true },
      { text: 'ry', classes: '', marked: true },
      { text: '() {', classes: '', marked: false },
    ]);
  });

  test('the pieces of a line always make up the line', () => {
    const span = fc
      .tuple(fc.nat(60), fc.nat(20))
      .map(([start, length]) => ({ start, end: start + length, classes: 'x' }));
    fc.assert(
      fc.property(fc.array(span), fc.array(span), (marks, tokens) => {
        const pieces = piecesOf(text, 3, 40, marks, tokens);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text.slice(3, 40));
      }),
      { seed: 3 },
    );
  });

  test('a mark far to the right is brought into view', () => {
    const line = `${'x'.repeat(200)} needle ${'y'.repeat(500)}`;
    const [first] = snippetLines(hit({ text: line, marks: [{ start: 201, end: 207 }] }), []);
    expect(first?.clipped).toBe(true);
    expect(
      first?.pieces
        .map((piece) => piece.text)
        .join('')
        .indexOf('needle'),
    ).toBe(32);
  });
});
