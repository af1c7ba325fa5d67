import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHUNK_ID_PATTERN } from '../domain/api.ts';
import { chunkIdOf } from './api.ts';
import { chunkText } from './fixtures/node-chunker.ts';

/** Every line once, in order, with the right content and id, twice the same. */
async function checkCoverage(path: string, text: string): Promise<void> {
  const { chunks } = await chunkText(path, text);
  expect((await chunkText(path, text)).chunks).toEqual(chunks);
  const lines = text.split('\n');
  if (text.endsWith('\n')) lines.pop();
  if (text.trim() === '') {
    expect(chunks).toEqual([]);
    return;
  }
  let next = 1;
  for (const chunk of chunks) {
    expect(chunk.startLine, path).toBe(next);
    expect(chunk.endLine).toBeGreaterThanOrEqual(chunk.startLine);
    const content = lines.slice(chunk.startLine - 1, chunk.endLine).join('\n');
    expect(chunk.content).toBe(content);
    expect(chunk.id).toBe(chunkIdOf(content));
    expect(chunk.id).toMatch(CHUNK_ID_PATTERN);
    expect(content.trim(), 'a chunk of white space').not.toBe('');
    for (const definition of chunk.definitions) {
      expect(definition.line).toBeGreaterThanOrEqual(chunk.startLine);
      expect(definition.line).toBeLessThanOrEqual(chunk.endLine);
    }
    next = chunk.endLine + 1;
  }
  expect(next, `${path} ends early`).toBe(lines.length + 1);
}

const LINES = [
  '',
  '',
  '  ',
  '\t',
  '}',
  '});',
  'end',
  '// note',
  '# note',
  '## Title',
  '====',
  '```',
  '"""',
  '/* open',
  'close */',
  '@decorated',
  '#[test]',
  'class A {',
  'class G[T]:',
  '  def m(self):',
  'async def f(): return 1',
  'export const f = async () => {',
  'function g() { return 1 }',
  'fun h(): Int = 1',
  'impl A for B {',
  '#define X(a) a',
  'x = 1; y = 2;',
  'if (a) { b(); } else {',
  'const s = `text',
  '漢字 = "😀👩‍👩‍👧"',
  `${'z'.repeat(700)}`,
  `${'w '.repeat(1_400)}`,
] as const;

const PATHS = [
  'a.ts',
  'a.tsx',
  'a.js',
  'a.py',
  'a.go',
  'a.rs',
  'a.java',
  'a.c',
  'a.cpp',
  'a.cs',
  'a.rb',
  'a.php',
  'a.sh',
  'a.ps1',
  'a.css',
  'a.md',
  'a.rst',
  'a.adoc',
  'a.tex',
  'a.kt',
  'a.hs',
  'a.ex',
  'a.lua',
  'a.sql',
  'a.toml',
  'a.yaml',
  'a.txt',
] as const;

test('chunks of any text hold every line once, whatever the language', async () => {
  const text = fc
    .tuple(fc.array(fc.constantFrom(...LINES), { maxLength: 60 }), fc.boolean())
    .map(([lines, closed]) => lines.join('\n') + (closed ? '\n' : ''));
  await fc.assert(fc.asyncProperty(fc.constantFrom(...PATHS), text, checkCoverage), {
    seed: 20_261_123,
    numRuns: 300,
  });
});

test('chunks of arbitrary unicode hold every line once', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 }).map((s) => s.replaceAll('\r', '\n'));
  await fc.assert(fc.asyncProperty(fc.constantFrom(...PATHS), text, checkCoverage), {
    seed: 20_261_123,
    numRuns: 150,
  });
});

test('chunks of real sources hold every line once', async () => {
  const folders = [
    'src/chunking',
    'src/chunking/languages',
    'src/domain',
    'node_modules/rxjs/src/internal',
  ];
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isFile()) continue;
      await checkCoverage(entry.name, readFileSync(join(folder, entry.name), 'utf8'));
    }
  }
});
