import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Chunker, createChunker } from '../chunking/api.ts';
import {
  DEFAULT_INGEST_SETTINGS,
  type IngestProgress,
  type RepositoryId,
  type SearchOptions,
} from '../domain/api.ts';
import { type Embedder, loadStaticEmbedder } from '../embedding/api.ts';
import { ingest } from '../ingest/api.ts';
import { directoryOfFiles } from '../repository/api.ts';
import { OpenedRepository, search } from '../search/api.ts';
import { RepositoryStore } from '../storage/api.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let chunker: Chunker;
let embedder: Embedder;
beforeAll(async () => {
  const grammars = resolve(ROOT, 'node_modules/@vscode/tree-sitter-wasm/wasm');
  const runtime = resolve(ROOT, 'node_modules/web-tree-sitter/web-tree-sitter.wasm');
  chunker = await createChunker({
    load: (name) => readFile(name === 'tree-sitter' ? runtime : resolve(grammars, `${name}.wasm`)),
  });
  embedder = await loadStaticEmbedder({
    read: (name) => readFile(resolve(ROOT, 'public/models/vectorgit-code-v1', name)),
  });
});

/** Path to text and, when it matters, the time of the last change. */
type Tree = Readonly<Record<string, string | readonly [string, number]>>;

function directory(tree: Tree) {
  return directoryOfFiles(
    Object.entries(tree).map(([path, value]) => {
      const [text, lastModified] = typeof value === 'string' ? [value, 1_000] : value;
      return { path, file: new File([text], path, { lastModified }) };
    }),
  );
}

let count = 0;
let store: RepositoryStore;
beforeEach(async () => {
  store = await RepositoryStore.open(`vg-ingest-${++count}`);
});

interface Options {
  readonly embedder?: Embedder | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly into?: RepositoryStore;
  readonly chunker?: Chunker;
}

function run(tree: Tree | null, options: Options = {}) {
  return ingest(
    {
      repositoryId: 'r' as RepositoryId,
      name: 'r',
      root: tree === null ? null : directory(tree),
      skipped: [],
      settings: DEFAULT_INGEST_SETTINGS,
      browserHidesTilde: false,
    },
    {
      store: options.into ?? store,
      chunker: options.chunker ?? chunker,
      embedder: options.embedder === undefined ? embedder : options.embedder,
      signal: options.signal ?? new AbortController().signal,
      now: () => performance.now(),
      date: () => 1_700_000_000_000,
      yieldToEventLoop: () => Promise.resolve(),
      onProgress: options.onProgress ?? (() => undefined),
      onCommit: () => undefined,
    },
  );
}

async function find(query: string, options: SearchOptions = {}, from = store) {
  const generation = await new OpenedRepository(from).current();
  if (generation === null) throw new Error('nothing is committed');
  return search(generation, query, options, {
    embedder,
    signal: new AbortController().signal,
    now: () => 0,
  });
}

const paths = async (query: string, options: SearchOptions = { mode: 'keyword' }) =>
  (await find(query, options)).hits.map((hit) => hit.path);

const LOGIN = 'export function login(user) {\n  return checkPassword(user);\n}\n';
const WALK = 'export function walkTree(root) {\n  return root.children;\n}\n';

describe('an ingest', () => {
  it('makes all files findable by words, by parts of identifiers and by meaning', async () => {
    await run({ 'src/login.js': LOGIN, 'src/walk.js': WALK });
    expect(await paths('walkTree')).toEqual(['src/walk.js']);
    expect(await paths('check password')).toEqual(['src/login.js']);
    expect((await find('verify who signs in', { mode: 'meaning' })).hits[0]?.path).toBe(
      'src/login.js',
    );
    const [hit] = (await find('login')).hits;
    expect(hit).toMatchObject({ path: 'src/login.js', startLine: 1, endLine: 3 });
    expect(hit?.text).toBe(LOGIN.trimEnd());
    expect(hit?.marks.map((mark) => hit.text.slice(mark.start, mark.end))).toEqual(['login']);
    const parts = hit?.parts;
    expect(hit?.score).toBeCloseTo(
      (parts?.features ?? []).reduce((sum, part) => sum + part.value * part.weight, 0),
      12,
    );
  });

  it('writes nothing when nothing changed', async () => {
    const first = await run({ 'a.js': LOGIN });
    const again = await run({ 'a.js': LOGIN });
    expect(again).toEqual({ generation: first.generation, unchanged: true });
  });

  it('reads a touched file but does not embed it again', async () => {
    await run({ 'a.js': LOGIN });
    let embedded = 0;
    const counting: Embedder = {
      ...embedder,
      embedDocuments: (texts) => {
        embedded += texts.length;
        return embedder.embedDocuments(texts);
      },
    };
    await run({ 'a.js': [LOGIN, 2_000] }, { embedder: counting });
    expect(embedded).toBe(0);
    expect(await run({ 'a.js': [LOGIN, 2_000] })).toMatchObject({ unchanged: true });
  });

  it('keeps what is committed when it is stopped, and goes on from there', async () => {
    const tree = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`f${index}.js`, `${LOGIN}// file ${index}\n`]),
    );
    const abort = new AbortController();
    await expect(
      run(tree, {
        signal: abort.signal,
        onProgress: ({ chunksCommitted }) => chunksCommitted > 0 && abort.abort(),
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const stopped = await store.head();
    expect(stopped?.complete).toBe(false);
    expect(stopped?.counts.files).toBeGreaterThan(0);
    let cut = 0;
    await run(tree, {
      chunker: {
        chunk: (file) => {
          cut++;
          return chunker.chunk(file);
        },
      },
    });
    expect(cut).toBe(700 - (stopped?.counts.files ?? 0));
    expect((await store.head())?.counts).toMatchObject({ files: 700, embedded: 700 });
  });

  it('answers after any edits as a fresh index of the same files does', async () => {
    let seed = 5;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const tree: Record<string, readonly [string, number]> = {};
    for (let round = 0; round < 8; round++) {
      for (let edit = 0; edit < 4; edit++) {
        const path = `d${random(3)}/f${random(6)}.js`;
        if (random(4) === 0) delete tree[path];
        else
          tree[path] = [
            `${random(2) === 0 ? LOGIN : WALK}// ${random(5)} token${random(4)}\n`,
            round,
          ];
      }
      await run(tree);
      const fresh = await RepositoryStore.open(`vg-fresh-${count}-${round}`);
      await run(tree, { into: fresh });
      for (const query of ['login', 'walk tree', 'token1', 'password user root']) {
        for (const mode of ['keyword', 'hybrid', 'meaning'] as const) {
          const ours = await find(query, { mode });
          const theirs = await find(query, { mode }, fresh);
          expect(ours.hits, `${query} in ${mode}, round ${round}`).toEqual(theirs.hits);
        }
      }
    }
  });
});

describe('defects of the original', () => {
  it('4: what was indexed without a model is embedded by the next ingest, though no file changed', async () => {
    await run({ 'a.js': LOGIN }, { embedder: null });
    expect((await store.head())?.counts).toMatchObject({ chunks: 1, embedded: 0 });
    expect(await paths('login')).toEqual(['a.js']);
    await run({ 'a.js': LOGIN });
    expect((await store.head())?.counts.embedded).toBe(1);
  });

  it('5: after a restart and one new file, every older file is still found', async () => {
    await run({ 'a.js': LOGIN });
    store.close();
    store = await RepositoryStore.open(store.name);
    await run({ 'a.js': LOGIN, 'b.js': WALK });
    expect(await paths('login')).toEqual(['a.js']);
    expect(await paths('walk')).toEqual(['b.js']);
  });

  it('6: the first search after a restart gives what later ones give', async () => {
    await run({ 'a.js': LOGIN });
    const opened = new OpenedRepository(store);
    const generation = await opened.current();
    if (generation === null) throw new Error('nothing is committed');
    const ports = { embedder, signal: new AbortController().signal, now: () => 0 };
    const first = await search(generation, 'user login', { mode: 'keyword' }, ports);
    expect(first.hits).toHaveLength(1);
    expect(await search(generation, 'user login', { mode: 'keyword' }, ports)).toEqual(first);
  });

  it('7: an unknown word is not dropped from the query, and is named with its nearest words', async () => {
    await run({ 'a.js': LOGIN });
    const reply = await find('login zzzunknown', { mode: 'keyword' });
    expect(reply.hits).toEqual([]);
    expect(reply.unknownTerms).toEqual([{ term: 'zzzunknown', nearest: [] }]);
    const misspelt = await find('logni', { mode: 'keyword' });
    expect(misspelt.unknownTerms[0]?.nearest).toContain('login');
  });

  it('8: a deleted file is gone from the results', async () => {
    await run({ 'a.js': LOGIN, 'b.js': WALK });
    await run({ 'b.js': WALK });
    expect(await paths('login')).toEqual([]);
    expect((await store.head())?.counts.files).toBe(1);
  });

  it('9: one text in two files is one id in two places; editing one keeps the other', async () => {
    await run({ 'x.js': LOGIN, 'y.js': LOGIN });
    const both = (await find('login', { mode: 'keyword' })).hits;
    expect(both.map((hit) => hit.path)).toEqual(['x.js', 'y.js']);
    expect(new Set(both.map((hit) => hit.chunkId)).size).toBe(1);
    await run({ 'x.js': [WALK, 2_000], 'y.js': LOGIN });
    expect(await paths('login')).toEqual(['y.js']);
  });

  it('13: vectors of another model are replaced, never mixed', async () => {
    await run({ 'a.js': LOGIN });
    const other: Embedder = {
      ...embedder,
      model: { ...embedder.model, id: 'other', checksum: 'ff' },
    };
    await run({ 'a.js': LOGIN }, { embedder: other });
    const vectors = (await store.head())?.segments.map((segment) => segment.vectors?.modelId);
    expect(vectors).toEqual(['other']);
  });

  it('path filters are relative to the repository and bind results by meaning', async () => {
    await run({ 'tool/a.js': LOGIN, 'src/b.js': LOGIN });
    expect(await paths('login path:tool/')).toEqual(['tool/a.js']);
    expect(await paths('sign in', { mode: 'meaning', path: '/src' })).toEqual(['src/b.js']);
    expect(await paths('login lang:python')).toEqual([]);
  });
});
