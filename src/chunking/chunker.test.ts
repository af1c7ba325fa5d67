import { expect, test } from 'vitest';
import {
  CHUNKER_VERSION,
  chunkIdOf,
  createChunker,
  GRAMMAR_NAMES,
  type GrammarAssets,
} from './api.ts';
import { chunkText, nodeAssets } from './fixtures/node-chunker.ts';

test('the id of a chunk is the SHA-256 of its text in UTF-8', () => {
  // printf abc | sha256sum; printf 'é😀' | sha256sum
  expect(chunkIdOf('abc')).toBe('chunk_ba7816bf8f01cfea');
  expect(chunkIdOf('')).toBe('chunk_e3b0c44298fc1c14');
  expect(chunkIdOf('é😀')).toBe('chunk_1184d1f608158eea');
});

test('every grammar that may be asked for loads and parses', async () => {
  const asked: string[] = [];
  const assets: GrammarAssets = {
    load(name) {
      asked.push(name);
      return nodeAssets.load(name);
    },
  };
  const chunker = await createChunker(assets);
  const languages = [
    'typescript',
    'tsx',
    'javascript',
    'python',
    'go',
    'rust',
    'java',
    'c',
    'cpp',
    'csharp',
    'ruby',
    'php',
    'shell',
    'powershell',
    'css',
  ];
  for (const language of languages) {
    const { syntax } = await chunker.chunk({ path: 'a', language, text: 'a\n' });
    expect([language, syntax]).toEqual([language, 'tree']);
  }
  expect(new Set(asked)).toEqual(new Set(GRAMMAR_NAMES));
  expect(asked.filter((name) => name === 'tree-sitter-cpp')).toHaveLength(1);
});

test('files of one language that arrive together load its grammar once', async () => {
  let loads = 0;
  const chunker = await createChunker({
    load(name) {
      if (name === 'tree-sitter-go') loads++;
      return nodeAssets.load(name);
    },
  });
  const file = { path: 'a.go', language: 'go', text: 'package p\n' };
  await Promise.all([chunker.chunk(file), chunker.chunk(file), chunker.chunk(file)]);
  expect(loads).toBe(1);
});

test('a missing grammar gives lines, names all the same, and a note', async () => {
  const chunker = await createChunker({
    async load(name) {
      if (name === 'tree-sitter-python') throw new Error('offline');
      return nodeAssets.load(name);
    },
  });
  const text = 'class A:\n    def m(self):\n        pass\n';
  const result = await chunker.chunk({ path: 'a.py', language: 'python', text });
  expect(result.syntax).toBe('lines');
  expect(result.notes).toEqual([
    {
      path: 'a.py',
      line: null,
      message: 'Grammar tree-sitter-python could not be loaded; cut by lines',
    },
  ]);
  expect(result.chunks[0]?.definitions.map(({ name }) => name)).toEqual(['A', 'A.m']);
});

test('bytes that are no grammar give lines and a note', async () => {
  const chunker = await createChunker({
    async load(name) {
      return name === 'tree-sitter' ? nodeAssets.load(name) : new Uint8Array([0, 1, 2, 3]);
    },
  });
  const result = await chunker.chunk({ path: 'a.go', language: 'go', text: 'package p\n' });
  expect([result.syntax, result.notes.length]).toEqual(['lines', 1]);
});

test('a runtime that cannot be loaded is told at once', async () => {
  const assets: GrammarAssets = { load: () => Promise.reject(new Error('no runtime')) };
  await expect(createChunker(assets)).rejects.toThrow('no runtime');
});

test('text with syntax errors is still read as a tree, with a note of the first error', async () => {
  const text = 'function before() {}\n\nconst = = 5 ((;\n\nfunction after() {}\n';
  const { syntax, notes, chunks } = await chunkText('a.js', text);
  expect(syntax).toBe('tree');
  expect(notes).toEqual([{ path: 'a.js', line: 3, message: 'Syntax error' }]);
  expect(chunks.flatMap((chunk) => chunk.definitions.map(({ name }) => name))).toEqual([
    'before',
    'after',
  ]);
});

test('deep nesting and junk overflow nothing', async () => {
  for (const text of [
    '[\n'.repeat(60_000),
    '(('.repeat(60_000),
    '{ if (a)\n'.repeat(20_000),
    'a +\n'.repeat(20_000),
  ]) {
    const { chunks } = await chunkText('a.js', text);
    expect(chunks.at(-1)?.endLine).toBe(text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
  }
});

test('text with thousands of open brackets is not parsed: it would use up the memory of the parser', async () => {
  const open = await chunkText('A.java', 'fun <'.repeat(40_000));
  expect([open.syntax, open.notes[0]?.message]).toEqual([
    'lines',
    'Too many brackets are left open; cut by lines',
  ]);
  const closed = await chunkText('A.java', `class A { int[] a = {${'{1}, '.repeat(5_000)}}; }\n`);
  expect(closed.syntax).toBe('tree');
});

test('a parse that takes more work than its share is given up, and the next file is not touched by it', async () => {
  const costly = await chunkText('a.cs', 'a<b()>\n'.repeat(28_000));
  expect([costly.syntax, costly.notes]).toEqual([
    'lines',
    [{ path: 'a.cs', line: null, message: 'Parsing took too long; cut by lines' }],
  ]);
  const next = await chunkText('b.cs', 'class A { }\n');
  expect([next.syntax, next.notes, next.chunks[0]?.name]).toEqual(['tree', [], 'A']);
});

test('the chunker has a version', () => {
  expect(Number.isInteger(CHUNKER_VERSION)).toBe(true);
});
