import { deleteDB, openDB } from 'idb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chunker } from '../chunking/api.ts';
import type { Embedder } from '../embedding/api.ts';
import { type BlobKind, blobsOf } from '../storage/api.ts';
import {
  flipped,
  loadChunker,
  loadEmbedder,
  StoreRig,
  sourceOf,
  tamper,
} from './fixtures/store-rig.ts';

const TREE = {
  'src/login.js': 'export function login(user) {\n  return checkPassword(user);\n}\n',
  'src/walk.js': 'export function walkTree(root) {\n  return root.children;\n}\n',
  'notes.md': '# Notes\n\nThe password is checked at login.\n',
};
const NEXT = { ...TREE, 'src/more.js': 'export const moreLogin = () => login(1);\n' };
const QUERIES = ['login', 'walk tree', 'who checks the password'];

let chunker: Chunker;
let embedder: Embedder;
beforeAll(async () => {
  chunker = await loadChunker();
  embedder = await loadEmbedder();
});

let count = 0;
let rig: StoreRig;
beforeEach(async () => {
  rig = new StoreRig({ id: `health${++count}`, chunker, embedder });
  await rig.ingest(TREE);
});

const answers = async (from: StoreRig) => Promise.all(QUERIES.map((query) => from.find(query)));
const head = async () => {
  const manifest = await (await rig.store()).head();
  if (manifest === null) throw new Error('nothing is committed');
  return manifest;
};

/** Damages the first blob of a kind that the current generation names; null removes it. */
async function damage(kind: BlobKind, change: ((bytes: Uint8Array) => Uint8Array) | null) {
  const ref = blobsOf(await head()).find((blob) => blob.kind === kind);
  if (ref === undefined) throw new Error(`no ${kind}`);
  const database = (await rig.store()).name;
  await tamper(database, 'blobs', ref.key, (bytes) => change?.(bytes) ?? undefined);
  rig = await rig.restart();
}

describe('damage that is met at a search', () => {
  it.each(['files', 'chunks', 'postings', 'vectors'] as const)(
    'of %s is mended from the stored text before the answer, which is as before',
    async (kind) => {
      const before = await answers(rig);
      await damage(kind, (bytes) => flipped(bytes, bytes.length - 3));
      expect(await answers(rig)).toEqual(before);
      expect(rig.events).toMatchObject([{ severity: 'info', why: 'checksum', lost: null }]);
      expect((await rig.health.verify(rig.id)).problems).toEqual([]);
    },
  );

  it('of a whole table that is missing, too', async () => {
    const before = await answers(rig);
    await damage('postings', null);
    expect(await answers(rig)).toEqual(before);
  });

  it('of a text is mended from the source when that can be read', async () => {
    const before = await answers(rig);
    await damage('text', (bytes) => flipped(bytes, 40));
    rig.atHand = sourceOf(TREE);
    expect(await answers(rig)).toEqual(before);
    expect(rig.events.map(({ done }) => done)).toEqual(['re-read from its files']);
  });

  it('of a text whose files have changed is mended by reading what they are now', async () => {
    await damage('text', (bytes) => flipped(bytes, 40));
    const changed = { ...NEXT, 'src/walk.js': `// changed\n${TREE['src/walk.js']}` };
    rig.atHand = sourceOf(changed, 2_000);
    const fresh = new StoreRig({ id: `fresh${count}`, chunker, embedder });
    await fresh.ingest(changed, 2_000);
    expect(await answers(rig)).toEqual(await answers(fresh));
  });

  it('of a text without a source brings an older whole generation back, and tells what is lost', async () => {
    const before = await answers(rig);
    await rig.ingest(NEXT);
    const added = (await head()).segments.at(-1)?.texts[0];
    await tamper((await rig.store()).name, 'blobs', added?.key ?? '', (bytes) =>
      flipped(bytes, 30),
    );
    rig = await rig.restart();
    const found = await rig.find('more login');
    expect(found.map(({ path }) => path)).not.toContain('src/more.js');
    expect(await answers(rig)).toEqual(before);
    expect(rig.events).toMatchObject([{ severity: 'loss' }]);
    expect(await head()).toMatchObject({ restoredFrom: 2 });
  });

  it('of the only text, without a source, leaves the damaged part out, asks for the folder, and does not loop', async () => {
    await damage('text', (bytes) => flipped(bytes, 40));
    expect(await rig.find('login')).toEqual([]);
    expect(await rig.find('login')).toEqual([]);
    expect(rig.events).toMatchObject([{ severity: 'loss' }]);
    expect(rig.events[0]?.done).toContain('folder');
    await rig.ingest(TREE);
    expect((await rig.find('login')).length).toBeGreaterThan(0);
    expect((await head()).counts.files).toBe(3);
  });

  it('is an error that names the part, and nothing is touched, when mending is switched off', async () => {
    await damage('postings', (bytes) => flipped(bytes, 50));
    const { catalogue } = await rig.shelf();
    await catalogue.putSettings({ autoHeal: false, keepGenerations: 5, model: null });
    const connection = await openDB((await rig.store()).name);
    const before = await connection.getAll('blobs');
    await expect(rig.find('login')).rejects.toMatchObject({
      code: 'index/corrupt',
      details: { kind: 'postings', reason: 'checksum' },
    });
    const report = await rig.health.verify(rig.id);
    expect(report.problems).toMatchObject([{ part: 'postings', mended: null }]);
    expect(await connection.getAll('blobs')).toEqual(before);
    connection.close();
    expect(rig.events).toEqual([]);
    await catalogue.putSettings({ autoHeal: true, keepGenerations: 5, model: null });
    expect((await rig.find('login')).length).toBeGreaterThan(0);
  });
});

describe('a check at the start', () => {
  it('tells a wiped database from a first visit, keeps its name, and asks for the folder', async () => {
    const database = (await rig.store()).name;
    const again = await rig.restart();
    await deleteDB(database);
    await deleteDB('vectorgit');
    await again.health.checkAll([...again.canaries.values()]);
    await again.settled();
    expect((await (await again.shelf()).summaries(null)).map(({ name }) => name)).toContain('rig');
    expect(again.events[0]).toMatchObject({ severity: 'loss', what: 'The index is gone' });
    await expect(again.find('login')).rejects.toMatchObject({ code: 'repository/source-needed' });
    await again.ingest(TREE);
    expect((await again.find('login')).length).toBeGreaterThan(0);
    const generation = (await (await again.store()).head())?.generation ?? 0;
    expect(generation).toBeGreaterThan(2);
  });

  it('reads a wiped repository again by itself when its folder can be read', async () => {
    const before = await answers(rig);
    const database = (await rig.store()).name;
    rig = await rig.restart();
    await deleteDB(database);
    rig.atHand = sourceOf(TREE);
    await rig.health.checkAll([...rig.canaries.values()]);
    await rig.settled();
    expect(await answers(rig)).toEqual(before);
  });

  it('notices a database that was set back, and goes on with higher numbers', async () => {
    const lost = [...rig.canaries.values()].map((canary) => ({
      ...canary,
      generation: 9 as never,
    }));
    await rig.health.checkAll(lost);
    await rig.settled();
    expect(rig.events[0]).toMatchObject({ severity: 'loss', what: 'The index was set back' });
    expect((await head()).generation).toBe(10);
    expect((await rig.find('login')).length).toBeGreaterThan(0);
  });

  it.each([
    ['HEAD names a generation that is not there', 'head', { generation: 99, hash: 'x' }],
    ['HEAD has another hash', 'head', { generation: 2, hash: 'x' }],
    ['HEAD is gone', 'head', undefined],
  ] as const)('mends when %s', async (_, store, value) => {
    const before = await answers(rig);
    await tamper((await rig.store()).name, store, 'head', () => value);
    rig = await rig.restart();
    await rig.health.checkAll([...rig.canaries.values()]);
    await rig.settled();
    expect(await answers(rig)).toEqual(before);
    expect((await rig.health.verify(rig.id)).problems).toEqual([]);
  });

  it('brings the generation before back when the manifest is damaged', async () => {
    await rig.ingest(NEXT);
    const before = await answers(rig);
    const { generation } = await head();
    await tamper((await rig.store()).name, 'manifests', generation, (record) => ({
      ...(record as object),
      json: '{}',
    }));
    rig = await rig.restart();
    await rig.health.checkAll([...rig.canaries.values()]);
    await rig.settled();
    expect((await head()).generation).toBeGreaterThan(generation);
    const history = await (await rig.store()).generations();
    expect(history.map(({ manifest }) => manifest?.restoredFrom)).toContain(generation - 1);
    expect(rig.events.some(({ severity }) => severity === 'loss')).toBe(true);
    expect(await answers(rig), 'the vectors are made again').toEqual(before);
  });

  it('mends parts that are missing without being asked', async () => {
    const before = await answers(rig);
    await damage('postings', null);
    await rig.health.checkAll([...rig.canaries.values()]);
    await rig.settled();
    expect(rig.events).toMatchObject([{ why: 'missing' }]);
    expect(await answers(rig)).toEqual(before);
  });

  it('refuses an index of a newer format, and changes nothing of it', async () => {
    const { name } = await rig.store();
    const { generation } = await head();
    const json = JSON.stringify({ ...(await head()), formatVersion: 999 });
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(json));
    const hash = Buffer.from(digest).toString('hex');
    await tamper(name, 'manifests', generation, () => ({ generation, json, hash }));
    await tamper(name, 'head', 'head', () => ({ generation, hash }));
    rig = await rig.restart();
    await rig.health.checkAll([...rig.canaries.values()]);
    await rig.settled();
    await expect(rig.find('login')).rejects.toMatchObject({ code: 'index/format-too-new' });
    await expect(rig.ingest(NEXT)).rejects.toMatchObject({ code: 'index/format-too-new' });
    const connection = await openDB(name);
    expect(await connection.get('head', 'head')).toEqual({ generation, hash });
    connection.close();
  });
});

describe('defect 3 of the original', () => {
  it('vectors that were damaged are there again after an ingest in which no file changed', async () => {
    const before = await Promise.all(QUERIES.map((query) => rig.find(query, 'meaning')));
    await damage('vectors', (bytes) => flipped(bytes, bytes.length - 1));
    await rig.ingest(TREE);
    expect(await Promise.all(QUERIES.map((query) => rig.find(query, 'meaning')))).toEqual(before);
    expect((await head()).counts).toMatchObject({ chunks: 3, embedded: 3 });
  });
});

describe('a session', () => {
  it('keeps its settings, labels and health log', async () => {
    const { catalogue } = await rig.shelf();
    await catalogue.putSettings({ autoHeal: true, keepGenerations: 7, model: null });
    await damage('postings', null);
    await rig.find('login');
    rig = await rig.restart();
    const kept = (await rig.shelf()).catalogue;
    expect(await kept.settings()).toEqual({ autoHeal: true, keepGenerations: 7, model: null });
    const [newest] = await kept.health();
    expect(newest).toMatchObject({ repositoryId: rig.id, name: 'rig', why: 'missing' });
  });
});
