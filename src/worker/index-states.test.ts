import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { openDB } from 'idb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_INGEST_SETTINGS, type IndexState, type IngestSettings } from '../domain/api.ts';
import { indexStateOf, PRESENT_VERSIONS, vectorsIdentity } from '../ingest/api.ts';
import { type Manifest, RepositoryStore } from '../storage/api.ts';
import { type Ground, loadGround, textsOf } from './fixtures/ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await loadGround();
});

let count = 0;
let store: RepositoryStore;
let cut = 0;
let embedded = 0;
beforeEach(async () => {
  store = await RepositoryStore.open(`vg-states-${++count}`);
  cut = 0;
  embedded = 0;
});

const TREE = { 'a.js': 'export const first = 1;\n', 'b.md': '# Second\n\nText.\n' };

/** Ingests and counts what was cut and embedded. */
function run(tree: Readonly<Record<string, string>> | null, settings?: IngestSettings, model = {}) {
  const { chunker, embedder } = ground;
  return ground.run(store, tree, {
    ...(settings === undefined ? {} : { settings }),
    chunker: {
      chunk: (file) => {
        cut++;
        return chunker.chunk(file);
      },
    },
    embedder: {
      ...embedder,
      model: { ...embedder.model, ...model },
      embedDocuments: (texts) => {
        embedded += texts.length;
        return embedder.embedDocuments(texts);
      },
    },
  });
}

async function state(settings = DEFAULT_INGEST_SETTINGS): Promise<IndexState> {
  const stored = await store.head().catch(() => 'damaged' as const);
  const model = vectorsIdentity(ground.embedder);
  const versions = PRESENT_VERSIONS;
  return indexStateOf(stored, { versions, settings, model, contentDiffers: false });
}

/** Changes the newest manifest as another version would have written it. */
async function rewriteManifest(changes: Partial<Manifest>): Promise<void> {
  const database = await openDB(store.name);
  const head = await database.get('head', 'head');
  const record = await database.get('manifests', head.generation);
  const json = JSON.stringify({ ...JSON.parse(record.json), ...changes });
  const hash = createHash('sha256').update(json).digest('hex');
  await database.put('manifests', { ...record, json, hash });
  await database.put('head', { ...head, hash }, 'head');
  database.close();
}

describe('what an ingest does with each state', () => {
  it('missing: makes everything; equal: nothing', async () => {
    expect(await state()).toBe('missing');
    await run(TREE);
    expect([cut, embedded, await state()]).toEqual([2, 2, 'equal']);
    expect(await run(TREE)).toMatchObject({ unchanged: true });
    expect([cut, embedded]).toEqual([2, 2]);
  });

  it('content-changed: goes on where a stopped ingest was', async () => {
    await run(TREE);
    await rewriteManifest({ complete: false });
    expect(await state()).toBe('content-changed');
    await run(TREE);
    expect([cut, await state()]).toEqual([2, 'equal']);
  });

  it.each([['chunkerVersion'], ['rulesVersion'], ['featureVersion']] as const)(
    'options-changed by an older %s: cuts all anew, and remembers until all is done',
    async (version) => {
      await run(TREE);
      await rewriteManifest({ [version]: 0 });
      expect(await state()).toBe('options-changed');
      await run(null);
      expect(await state()).toBe('options-changed');
      await run(TREE);
      expect([cut, await state()]).toEqual([4, 'equal']);
    },
  );

  it('options-changed by settings: reads all, cuts what is new, drops what is no longer wanted', async () => {
    const tree = { ...TREE, '.env': 'TOKEN_OF_NOBODY=1\n' };
    const wider = { ...DEFAULT_INGEST_SETTINGS, includeAnyway: ['.env'] };
    await run(tree);
    expect(await state(wider)).toBe('options-changed');
    await run(tree, wider);
    expect([cut, Object.keys(await textsOf(store)).sort()]).toEqual([3, ['.env', 'a.js', 'b.md']]);
    expect(await state()).toBe('options-changed');
    await run(tree);
    expect([cut, Object.keys(await textsOf(store)).sort()]).toEqual([3, ['a.js', 'b.md']]);
    expect(await state()).toBe('equal');
  });

  it('options-changed: a secret that is no longer included by its name goes, though its file is the same', async () => {
    const token = `ghp_${'a9Zk3Lq8Xw2Rt7Vb5Nm1Pc6Yd4Hs0GjE2uKi'.slice(0, 36)}`;
    const tree = { ...TREE, 'c.js': `const token = '${token}';\n` };
    await run(tree, { ...DEFAULT_INGEST_SETTINGS, includeAnyway: ['c.js'] });
    expect(Object.keys(await textsOf(store))).toContain('c.js');
    await run(tree);
    expect(Object.keys(await textsOf(store))).not.toContain('c.js');
  });

  it('model-changed: makes vectors anew and cuts nothing', async () => {
    await run(TREE, undefined, { id: 'other', checksum: 'ff' });
    expect(await state()).toBe('model-changed');
    await run({ ...TREE, 'c.md': '# Third\n' }, undefined, { id: 'other', checksum: 'ff' });
    cut = 0;
    embedded = 0;
    await run(null);
    expect([cut, embedded, await state()]).toEqual([0, 3, 'equal']);
  });

  it('format-too-old: makes everything anew in the next generation', async () => {
    await run(TREE);
    await rewriteManifest({ formatVersion: 0 });
    await expect(store.head()).rejects.toMatchObject({ code: 'index/format-too-old' });
    await run(TREE);
    expect([cut, await state()]).toEqual([4, 'equal']);
    expect((await store.head())?.parent).toBeGreaterThan(0);
  });

  it.each([['formatVersion'], ['featureVersion']] as const)(
    'format-too-new by a higher %s: refuses and touches nothing',
    async (version) => {
      await run(TREE);
      await rewriteManifest({ [version]: 999 });
      await expect(run({})).rejects.toMatchObject({ code: 'index/format-too-new' });
      expect(cut).toBe(2);
    },
  );
});
