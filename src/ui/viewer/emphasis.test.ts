import { expect, test } from 'vitest';
import type { ChunkId, SearchHit } from '../../domain/api.ts';
import type { FileView } from '../../worker/protocol.ts';
import { hitRanges, linesOf, symbolAt, symbolsOf, wordSpans } from './emphasis.ts';

const text = 'one\ntwo three\nfour\n';
const view = { path: 'a', text } as FileView;

function hit(changes: Partial<SearchHit>): SearchHit {
  return {
    path: 'a',
    startLine: 2,
    endLine: 2,
    text: 'two three',
    marks: [],
    ...changes,
  } as SearchHit;
}

test('marks of hits are found again in the whole file', () => {
  const hits = [
    hit({ marks: [{ start: 4, end: 9 }] }),
    hit({ path: 'b', marks: [{ start: 0, end: 3 }] }),
  ];
  expect(wordSpans(hits, view).map(({ start, end }) => text.slice(start, end))).toEqual(['three']);
});

test('marks of a text that has changed since are not shown at wrong places', () => {
  expect(wordSpans([hit({ text: 'two thre!', marks: [{ start: 4, end: 8 }] })], view)).toEqual([]);
  expect(wordSpans([hit({ startLine: 99, marks: [{ start: 4, end: 8 }] })], view)).toEqual([]);
});

test('hits that share lines give each word once', () => {
  const marks = [{ start: 0, end: 3 }];
  expect(wordSpans([hit({ marks }), hit({ marks })], view)).toHaveLength(1);
});

test('ranges come by line', () => {
  expect(hitRanges([hit({ startLine: 9, endLine: 12 }), hit({})], 'a')).toEqual([
    { start: 2, end: 2 },
    { start: 9, end: 12 },
  ]);
});

const chunk = (
  startLine: number,
  endLine: number,
  name: string | null,
  definitions: [string, number][],
) => ({
  chunkId: 'chunk_0000000000000000' as ChunkId,
  startLine,
  endLine,
  type: 'class' as const,
  name,
  definitions: definitions.map(([defined, line]) => ({
    name: defined,
    kind: 'method' as const,
    line,
  })),
});

test('symbols are the definitions and named chunks, by line', () => {
  const symbols = symbolsOf([
    chunk(10, 30, 'C', [
      ['C', 11],
      ['C.run', 15],
    ]),
    chunk(1, 9, 'Heading', []),
    chunk(31, 40, null, []),
  ]);
  expect(symbols.map(({ name, line, endLine, depth }) => [name, line, endLine, depth])).toEqual([
    ['Heading', 1, 9, 0],
    ['C', 11, 30, 0],
    ['C.run', 15, 15, 1],
  ]);
  expect(symbolAt(symbols, 10)?.name).toBe('C');
  expect(symbolAt(symbols, 20)?.name).toBe('C');
  expect(symbolAt(symbols, 15)?.name).toBe('C.run');
  expect(symbolAt(symbols, 0)).toBeNull();
});

test('lines are cut without numbers or line ends', () => {
  expect(linesOf(text, { start: 2, end: 3 })).toBe('two three\nfour');
});
