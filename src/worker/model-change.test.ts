/** Changing the model: the old vectors are searched until the new ones are complete; the two never mix. */
import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasCode } from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import { damagesAmong, healBlobs, usesOf } from '../ingest/api.ts';
import { RepositoryStore } from '../storage/api.ts';
import { type Ground, loadGround } from './fixtures/ground.ts';
import { flipped, tamper } from './fixtures/store-rig.ts';

const FIRST = { 'tree.ts': 'export function walkTree() {}', 'parse.ts': 'export class Parser {}' };
const SECOND = { ...FIRST, 'socket.ts': 'export function openSocket() {}' };
const QUESTION = 'walk over a tree';

let ground: Ground;
let names = 0;
beforeAll(async () => {
  ground = await loadGround();
});

/** Another model of the same dimension: every vector turned round. Counts the texts it is given. */
function otherModel(): Embedder & { texts: number } {
  const { embedder } = ground;
  return {
    texts: 0,
    model: { ...embedder.model, id: 'other', checksum: 'ff' },
    async embedDocuments(texts) {
      this.texts += texts.length;
      return (await embedder.embedDocuments(texts)).map((value) => -value);
    },
    embedQuery: async (text) => (await embedder.embedQuery(text)).map((value) => -value),
    dispose: () => undefined,
  };
}

/** Two segments with vectors of the shipped model. */
async function indexed(): Promise<RepositoryStore> {
  const store = await RepositoryStore.open(`vg-model-change-${names++}`);
  await ground.run(store, FIRST);
  await ground.run(store, SECOND);
  return store;
}

/** Ends the change after its first segment is committed. */
async function beginChange(store: RepositoryStore, embedder: Embedder): Promise<void> {
  const abort = new AbortController();
  const onCommit = () => abort.abort();
  await expect(
    ground.run(store, null, { embedder, signal: abort.signal, onCommit }),
  ).rejects.toSatisfy((error) => hasCode(error, 'cancelled'));
}

const modelsOf = async (store: RepositoryStore) =>
  (await store.head())?.segments.map(({ vectors, nextVectors }) => [
    vectors?.modelId,
    nextVectors?.modelId,
  ]);

describe('a change of the model', () => {
  it('leaves the old vectors to be searched while the new ones are not complete', async () => {
    const store = await indexed();
    const before = await ground.find(store, QUESTION, { mode: 'meaning' });
    const other = otherModel();
    await beginChange(store, other);
    const { id } = ground.embedder.model;
    expect(await modelsOf(store)).toEqual([
      [id, 'other'],
      [id, undefined],
    ]);
    const during = await ground.find(store, QUESTION, { mode: 'meaning' });
    expect(during.hits).toEqual(before.hits);
    expect((await ground.find(store, QUESTION, { mode: 'meaning' }, other)).mode).toBe('keyword');
  });

  it('goes on where it was stopped, then lets the new vectors take the place of all old ones', async () => {
    const store = await indexed();
    const other = otherModel();
    await beginChange(store, other);
    const done = other.texts;
    await ground.run(store, null, { embedder: other });
    expect(other.texts - done).toBe(1);
    expect(await modelsOf(store)).toEqual([
      ['other', undefined],
      ['other', undefined],
    ]);
    const after = await ground.find(store, QUESTION, { mode: 'meaning' }, other);
    expect(after.hits[0]?.path).toBe('tree.ts');
    expect((await ground.find(store, QUESTION, { mode: 'meaning' })).mode).toBe('keyword');
  });

  it('is dropped when the person goes back to the first model', async () => {
    const store = await indexed();
    await beginChange(store, otherModel());
    await ground.run(store, null);
    const { id } = ground.embedder.model;
    expect(await modelsOf(store)).toEqual([
      [id, undefined],
      [id, undefined],
    ]);
  });

  it('compares a question only with vectors of its own model when a new file comes in meanwhile', async () => {
    const store = await indexed();
    const other = otherModel();
    await beginChange(store, other);
    // Words and vectors of the new file are there, those of the second old segment are not.
    const abort = new AbortController();
    const embedder = {
      ...other,
      embedDocuments: (texts: readonly string[]) => {
        if (texts.some((text) => text.startsWith('File: socket.ts'))) abort.abort();
        return other.embedDocuments(texts);
      },
    };
    const tree = { ...SECOND, 'walk.ts': 'export function walkTreeAgain() {}' };
    await expect(
      ground.run(store, tree, { embedder, signal: abort.signal, onCommit: () => undefined }),
    ).rejects.toSatisfy((error) => hasCode(error, 'cancelled'));
    const { hits } = await ground.find(store, QUESTION, { mode: 'meaning' });
    for (const { path, parts } of hits) {
      if (path === 'walk.ts') expect(parts.meaning?.similarity ?? 0).toBe(0);
      else expect(parts.meaning?.similarity).toBeGreaterThan(-0.2);
    }
  });

  it('keeps what it has made: waiting vectors that are damaged are made again, or taken out without their model', async () => {
    for (const isThere of [true, false]) {
      const store = await indexed();
      const other = otherModel();
      await beginChange(store, other);
      const before = await store.head();
      const ref = before?.segments[0]?.nextVectors?.blob;
      if (before === null || ref === undefined) throw new Error('no vectors wait');
      await tamper(store.name, 'blobs', ref.key, (bytes: Uint8Array) =>
        flipped(bytes, bytes.length - 3),
      );
      const uses = usesOf([before]);
      const between = () => Promise.resolve();
      const damages = await damagesAmong(store, uses, between);
      expect(damages.map(({ ref: damaged }) => damaged.key)).toEqual([ref.key]);
      const embedder = isThere ? other : ground.embedder;
      const { chunker } = ground;
      const ports = { store, chunker, embedder, source: null, between, date: () => 9 };
      const { left } = await healBlobs(damages, ports);
      expect(left).toEqual([]);
      const { id } = ground.embedder.model;
      expect(await modelsOf(store)).toEqual([
        [id, isThere ? 'other' : undefined],
        [id, undefined],
      ]);
      const after = await store.head();
      expect(await damagesAmong(store, usesOf(after === null ? [] : [after]), between)).toEqual([]);
    }
  });
});
