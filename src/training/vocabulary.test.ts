import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StaticTokenizer } from '../embedding/api.ts';
import type { CorpusPackage } from './corpus-list.ts';
import { pairsFile } from './extract.ts';
import { buildVocabulary } from './vocabulary.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vocabulary-'));
  mkdirSync(path.join(folder, 'pairs'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function pack(name: string, ...queries: string[]): CorpusPackage {
  const own = { name, registry: 'npm', version: '1', licence: 'MIT', archives: [] } as const;
  const pairs = queries.map((query) => ({ kind: 'name', query, document: '', context: '' }));
  writeFileSync(pairsFile(folder, own), pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
  return own;
}

const built = (words: number, pieces: number, ...packages: CorpusPackage[]) =>
  buildVocabulary(packages, folder, { words, pieces });

it('prefers words of many packages to the jargon of one', () => {
  const jargon = pack('a', ...Array.from({ length: 9 }, () => 'frobnicate'), 'read file');
  const tokens = built(2, 0, jargon, pack('b', 'readFile'), pack('c', 'file reader read'));
  expect(tokens).toContain('read');
  expect(tokens).toContain('file');
  expect(tokens).not.toContain('frobnicate');
});

it('begins with the unknown token, and every word of the data can be written with it', () => {
  const words = ['frobnicate', 'größe', 'x1'];
  const tokens = built(1, 3, pack('a', words.join(' ')), pack('b', 'größe read read'));
  const tokenizer = new StaticTokenizer(tokens);
  expect(tokenizer.unknownId).toBe(0);
  for (const word of words) {
    const count = tokenizer.encode(word);
    expect([...tokenizer.ids.subarray(0, count)]).not.toContain(tokenizer.unknownId);
  }
});

it('is the same for the same data', () => {
  const packages = [pack('a', 'read the file', 'open it'), pack('b', 'close the file')];
  expect(built(4, 4, ...packages)).toEqual(built(4, 4, ...packages));
});
