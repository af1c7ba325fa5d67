import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Embedder } from '../embedding/api.ts';
import type { CorpusPackage } from './corpus-list.ts';
import { pairsFile } from './extract.ts';
import { measureHeldOut } from './held-out.ts';

const PAIRS = 200;
const PACK: CorpusPackage = {
  ...{ name: 'p', registry: 'npm', version: '1', licence: 'MIT', archives: [], heldOut: true },
};
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'held-out-'));
  mkdirSync(path.join(folder, 'pairs'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(language: string, count: number): void {
  const pairs = Array.from({ length: count }, (_, at) => ({
    ...{ kind: 'declaration', language, query: `${at}`, context: `${at + 1}` },
    document: `File: ${at + 1}\nType: function\n---\n${at}`,
  }));
  writeFileSync(pairsFile(folder, PACK), pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
}

/** Numbers around a circle, so that a number is nearest to itself; a question is asked `shift` steps beside it. */
function circle(shift: number): Embedder {
  const vector = (text: string, by: number) => {
    const angle = (2 * Math.PI * (Number(text) + by)) / PAIRS;
    return [Math.cos(angle), Math.sin(angle)];
  };
  return {
    embedDocuments: async (texts: readonly string[]) =>
      Float32Array.from(texts.flatMap((text) => vector(text, 0))),
    embedQuery: async (text: string) => Float32Array.from(vector(text, shift)),
  } as unknown as Embedder;
}

it('is 1 when each question finds its own code, without header and context', async () => {
  write('go', PAIRS);
  const { mrr, byLanguage } = await measureHeldOut([PACK], folder, circle(0));
  expect(mrr).toBe(1);
  expect(byLanguage).toEqual({ go: { mrr: 1, pairs: PAIRS } });
});

it('is the mean of the reciprocal places', async () => {
  write('go', PAIRS);
  // 1.6 steps beside its own code: those at 2, 1 and 3 steps are nearer or as near, its own is the fourth.
  const { mrr } = await measureHeldOut([PACK], folder, circle(1.6));
  expect(mrr).toBeCloseTo(1 / 4, 5);
});

it('looks at held-out packages only, and at languages with enough questions', async () => {
  write('go', 20);
  expect((await measureHeldOut([PACK], folder, circle(0))).byLanguage).toEqual({});
  write('go', PAIRS);
  const seen = { ...PACK, heldOut: false };
  expect((await measureHeldOut([seen], folder, circle(0))).byLanguage).toEqual({});
});
