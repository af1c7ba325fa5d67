/**
 * Every request to the database of a whole ingest, and of the mending of damage, fails once, in every way, until a run passes
 * untouched; then the next session goes on. The answers are always those of a fresh index of the same files.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Chunker } from '../chunking/api.ts';
import type { Embedder } from '../embedding/api.ts';
import { blobsOf, diskHome, type Fault, type FaultKind, faultyHome } from '../storage/api.ts';
import { flipped, loadChunker, loadEmbedder, StoreRig, tamper } from './fixtures/store-rig.ts';

const BEFORE = {
  'a.js': 'export function login(user) {\n  return checkPassword(user);\n}\n',
  'b.md': '# Notes\n\nThe password is checked at login.\n',
};
const AFTER = {
  'b.md': '# Notes\n\nThe password is no longer checked.\n',
  'c.js': 'export const moreLogin = () => login(1);\n',
};
const MOST_REQUESTS = 400;
/** Every request would be much work for little: each kind takes every third, beginning at another one. */
const KINDS: readonly (readonly [FaultKind, number])[] = [
  ['throw', 1],
  ['abort', 2],
  ['kill', 3],
  ['unheard', 1],
];
const STEP = 3;

let chunker: Chunker;
let embedder: Embedder;
let answersBefore: unknown;
let answersAfter: unknown;
let count = 0;

beforeAll(async () => {
  chunker = await loadChunker();
  embedder = await loadEmbedder();
  answersBefore = await fresh(BEFORE);
  answersAfter = await fresh(AFTER);
});

async function fresh(tree: Readonly<Record<string, string>>): Promise<unknown> {
  const rig = new StoreRig({ id: `fresh${++count}`, chunker, embedder });
  await rig.ingest(tree);
  return answers(rig);
}

const answers = (rig: StoreRig) =>
  Promise.all(['login', 'password is checked'].map((query) => rig.find(query)));

describe.each(KINDS)('a fault of the kind "%s"', (kind, start) => {
  it('at a request of an ingest loses nothing that was committed, and the next session goes on', async () => {
    for (let at = start; ; at += STEP) {
      expect(at).toBeLessThan(MOST_REQUESTS);
      const rig = new StoreRig({ id: `crash${++count}`, chunker, embedder });
      await rig.ingest(BEFORE);
      const seen = (await (await rig.store()).head())?.generation ?? 0;
      const fault: Fault = { kind, at, requests: 0 };
      const broken = (await rig.restart()).withHome(faultyHome(diskHome(), fault));
      await broken.ingest(AFTER, 2_000).catch(() => undefined);

      const next = await rig.restart();
      const head = await (await next.store()).head();
      expect(head?.generation, `at ${at}`).toBeGreaterThanOrEqual(seen);
      if (head?.generation === seen) expect(await answers(next), `at ${at}`).toEqual(answersBefore);
      await next.ingest(AFTER, 2_000);
      expect(await answers(next), `at ${at}`).toEqual(answersAfter);
      expect((await next.health.verify(next.id)).problems, `at ${at}`).toEqual([]);
      expect(next.events).toEqual([]);
      if (fault.requests < at) break;
    }
  });

  it('at a request of a mend does no harm, and the next session mends', async () => {
    for (let at = start; ; at += STEP) {
      expect(at).toBeLessThan(MOST_REQUESTS);
      const rig = new StoreRig({ id: `crash${++count}`, chunker, embedder });
      await rig.ingest(BEFORE);
      const manifest = await (await rig.store()).head();
      for (const ref of manifest === null ? [] : blobsOf(manifest)) {
        if (ref.kind === 'text' || ref.key === manifest?.segments[0]?.filesCopy?.key) continue;
        await tamper((await rig.store()).name, 'blobs', ref.key, (bytes) => flipped(bytes, 30));
      }
      const fault: Fault = { kind, at, requests: 0 };
      const broken = (await rig.restart()).withHome(faultyHome(diskHome(), fault));
      await broken.find('login').catch(() => undefined);
      await broken.settled().catch(() => undefined);

      const next = await rig.restart();
      expect(await answers(next), `at ${at}`).toEqual(answersBefore);
      await next.health.verify(next.id);
      expect((await next.health.verify(next.id)).problems, `at ${at}`).toEqual([]);
      if (fault.requests < at) break;
    }
  });
});
