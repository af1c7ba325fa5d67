import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { chunkIdOf } from '../chunking/api.ts';
import { DEFAULT_INGEST_SETTINGS, type SearchMode } from '../domain/api.ts';
import { checkPack, openPack, packFile, storePack } from '../pack/api.ts';
import { RepositoryStore } from '../storage/api.ts';
import { FIRST, QUESTIONS, SECOND } from './fixtures/golden-source.ts';
import { type Ground, loadGround, type Tree, textsOf } from './fixtures/ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await loadGround();
});

let count = 0;
const newStore = () => RepositoryStore.open(`vg-pack-${++count}`);

async function exported(store: RepositoryStore, name = 'golden') {
  const manifest = await store.head();
  if (manifest === null) throw new Error('nothing is committed');
  const readBlob = store.readBlob.bind(store);
  return packFile({ name, manifest, readBlob, breathe: () => Promise.resolve() });
}

async function imported(file: Blob): Promise<RepositoryStore> {
  const store = await newStore();
  const ports = { breathe: () => Promise.resolve(), onSegment: () => undefined };
  await storePack(await checkPack(await openPack(file), ports), store, () => 5);
  return store;
}

const MODES: readonly SearchMode[] = ['keyword', 'meaning', 'hybrid'];
const QUERIES = [
  ...QUESTIONS.map(({ query }) => query),
  'wait after a failure',
  'values separated by commas',
  'export const',
  '検索',
  'nothing that is there zzz',
];

async function answers(store: RepositoryStore) {
  const replies: unknown[] = [];
  for (const query of QUERIES) {
    for (const mode of MODES) {
      const { hits, matched } = await ground.find(store, query, { mode, limit: 10 });
      replies.push({ query, mode, hits, matched });
    }
  }
  return replies;
}

describe('a pack', () => {
  it('taken in elsewhere gives the same hits with the same scores in all modes', async () => {
    const store = await newStore();
    await ground.run(store, FIRST);
    await ground.run(store, stamped(SECOND, 2_000));
    const { file } = await exported(store);
    expect(file.name).toBe('golden.vgpack');
    const copy = await imported(file);
    expect(await answers(copy)).toEqual(await answers(store));
    expect(await textsOf(copy)).toEqual(await textsOf(store));
    expect((await copy.head())?.counts).toMatchObject({ files: 9, chunks: 9, embedded: 9 });
  });

  it('packed once more is the same file, byte for byte', async () => {
    const store = await newStore();
    await ground.run(store, FIRST);
    const { file } = await exported(store);
    const again = await exported(await imported(file));
    const strip = async (pack: File) => (await openPack(pack)).contents.segments;
    expect(await strip(again.file)).toEqual(await strip(file));
  });

  it('holds no text of files that were deleted, changed, skipped or are secret', async () => {
    const token = `ghp_${'a9Zk3Lq8Xw2Rt7Vb5Nm1Pc6Yd4Hs0GjE2uKi'.slice(0, 36)}`;
    const store = await newStore();
    const settings = { ...DEFAULT_INGEST_SETTINGS, includeAnyway: ['included.js', '.env'] };
    const tree = {
      'a.js': 'export const formerContent = 1;\n',
      'gone.js': 'export const goneContent = 1;\n',
      'skipped.js': `const skippedContent = '${token}';\n`,
      'included.js': `const includedContent = '${token}';\n`,
      '.env': 'ENVIRONMENT_CONTENT=1\n',
      'weird\\name.js': 'export const weirdContent = 1;\n',
    };
    await ground.run(store, tree, { settings });
    const { 'gone.js': _, ...rest } = tree;
    await ground.run(
      store,
      { ...rest, 'a.js': ['export const newContent = 2;\n', 9] },
      { settings },
    );
    expect((await store.head())?.counts.files).toBe(4);
    const { file, report } = await exported(store);
    expect(report.files).toBe(1);
    expect(report.leftOut.map(({ path }) => path).sort()).toEqual(
      ['.env', 'included.js', 'weird\\name.js'].sort(),
    );
    const copy = await imported(file);
    expect(await textsOf(copy)).toEqual({ 'a.js': 'export const newContent = 2;\n' });
    const { contents, read } = await openPack(file);
    let bytes = JSON.stringify(contents);
    for (const { sections } of contents.segments) {
      for (const section of sections) bytes += Buffer.from(await read(section)).toString('latin1');
    }
    for (const word of ['former', 'gone', 'skipped.js', 'included', 'ENVIRON', 'weird', token]) {
      expect(bytes.toLowerCase()).not.toContain(word.toLowerCase());
    }
  });

  it('is renewed by the folder of the same name: equal files are compared by content and kept', async () => {
    const store = await newStore();
    await ground.run(store, FIRST);
    const copy = await imported((await exported(store)).file);
    let cut = 0;
    const chunker = {
      chunk: (file: Parameters<Ground['chunker']['chunk']>[0]) => {
        cut++;
        return ground.chunker.chunk(file);
      },
    };
    await ground.run(copy, stamped(FIRST, 77), { chunker });
    expect(cut).toBe(0);
    await ground.run(copy, stamped(SECOND, 78), { chunker });
    expect(cut).toBe(2);
  });

  it('keeps vectors of a model that is not here, and searches by words until they are made anew', async () => {
    const { embedder } = ground;
    const foreign = { ...embedder, model: { ...embedder.model, id: 'other', checksum: 'ab' } };
    const store = await newStore();
    await ground.run(store, FIRST, { embedder: foreign });
    const copy = await imported((await exported(store)).file);
    expect((await copy.head())?.segments[0]?.vectors?.modelId).toBe('other');
    expect((await ground.find(copy, 'retry', { mode: 'hybrid' })).mode).toBe('keyword');
    await ground.run(copy, null);
    expect((await ground.find(copy, 'retry', { mode: 'hybrid' })).mode).toBe('hybrid');
  });

  it('of many segments and large texts arrives whole', async () => {
    const store = await newStore();
    const tree: Record<string, string> = {};
    for (let index = 0; index < 1_500; index++) {
      tree[`d${index % 20}/f${index}.md`] = `# Title ${index}\n\n${`word${index} `.repeat(400)}\n`;
    }
    await ground.run(store, tree, { embedder: null });
    expect((await store.head())?.segments.length).toBeGreaterThan(1);
    const { file, report } = await exported(store);
    expect(report.files).toBe(1_500);
    const copy = await imported(file);
    expect(await textsOf(copy)).toEqual(await textsOf(store));
    const { hits } = await ground.find(copy, 'word777', { mode: 'keyword' });
    expect(hits[0]?.chunkId).toBe(chunkIdOf(hits[0]?.text ?? ''));
  });
});

function stamped(tree: Readonly<Record<string, string>>, lastModified: number): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([path, text]) => [path, [text, lastModified] as const]),
  );
}
