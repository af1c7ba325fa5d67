import { expect, it } from 'vitest';
import { Snapshot } from '../index/api.ts';
import { openedGeneration } from './fixtures/opened-generation.ts';
import { similarChunks } from './similar.ts';

const ports = { embedder: null, signal: new AbortController().signal, now: () => 0 };

/** One chunk a file; its vector points where `at` says, in a plane of sixteen dimensions. */
function generation(files: readonly { path: string; text: string; at: number }[]) {
  const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]));
  const opened = openedGeneration([texts]);
  const vectors = new Float32Array(files.length * 16);
  for (const [row, { at }] of files.entries()) {
    vectors[row * 16] = Math.cos(at);
    vectors[row * 16 + 1] = Math.sin(at);
  }
  const [segment] = opened.snapshot.segments;
  if (segment === undefined) throw new Error('no segment');
  const reader = { ...segment.reader, vectors: openVectors(vectors) };
  const snapshot = new Snapshot([{ reader, deletedFiles: new Set() }]);
  return { ...opened, snapshot };
}

/** Codes by hand, so that no rounding of a unit vector stands between. */
function openVectors(vectors: Float32Array) {
  const codes = Int8Array.from(vectors, (value) => Math.round(value * 127));
  const documents = vectors.length / 16;
  const scales = new Float32Array(documents).fill(1 / 127);
  return { documents, dimension: 16, scales, codes, codesAt: null };
}

const FILES = [
  { path: 'a.ts', text: 'one', at: 0 },
  { path: 'b.ts', text: 'two', at: 0.9 },
  { path: 'c.ts', text: 'three', at: 0.3 },
  { path: 'copy.ts', text: 'one', at: 0 },
];

it('finds what is most like a chunk, without the chunk and its copies', async () => {
  const place = { path: 'a.ts', startLine: 1 };
  const hits = (await similarChunks(generation(FILES), place, 10, [], ports))?.hits;
  expect(hits?.map(({ path }) => path)).toEqual(['c.ts', 'b.ts']);
  expect(hits?.[0]?.score).toBeCloseTo(Math.cos(0.3), 2);
});

it('answers null for a chunk that is not there, or has no vector', async () => {
  expect(
    await similarChunks(generation(FILES), { path: 'a.ts', startLine: 2 }, 10, [], ports),
  ).toBeNull();
  const bare = openedGeneration([{ 'a.ts': 'one' }]);
  expect(await similarChunks(bare, { path: 'a.ts', startLine: 1 }, 10, [], ports)).toBeNull();
});

it('is narrowed by queries, and tells what is wrong with them', async () => {
  const place = { path: 'a.ts', startLine: 1 };
  const narrow = ['file:b lang:nothing'];
  const reply = await similarChunks(generation(FILES), place, 10, ['two'], ports);
  expect(reply?.hits.map(({ path }) => path)).toEqual(['b.ts']);
  const wrong = await similarChunks(generation(FILES), place, 10, narrow, ports);
  expect(wrong?.problems.map(({ message }) => message)).toEqual([
    'Within “file:b lang:nothing”: No language is called “nothing”',
  ]);
});
