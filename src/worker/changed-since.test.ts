import { beforeAll, expect, it } from 'vitest';
import type { Chunker } from '../chunking/api.ts';
import type { Generation } from '../domain/api.ts';
import { DEFAULT_MERGE_POLICY, mergeSegments } from '../ingest/api.ts';
import type { Since } from '../search/api.ts';
import type { RepositoryStore } from '../storage/api.ts';
import { changedSince } from './changed-since.ts';
import { loadChunker, StoreRig } from './fixtures/store-rig.ts';

let chunker: Chunker;
beforeAll(async () => {
  chunker = await loadChunker();
});

async function changed(store: RepositoryStore, since: Since) {
  const { paths, note } = await changedSince(store, await store.headGeneration(), since);
  return { paths: paths && [...paths], note };
}

it('tells the files that changed since a kept generation, and since the last change', async () => {
  const rig = new StoreRig({ id: 'changed1', chunker, embedder: null });
  await rig.ingest({ 'a.ts': 'one', 'b.ts': 'two' });
  const store = await rig.store();
  const first = await store.headGeneration();
  expect(await changed(store, 'last')).toEqual({ paths: null, note: { kind: 'first' } });
  await rig.ingest({ 'a.ts': 'one', 'b.ts': 'two two', 'c.ts': 'three' }, 2_000);
  const second = await store.headGeneration();
  expect(await changed(store, 'last')).toEqual({ paths: ['b.ts', 'c.ts'], note: null });
  await rig.ingest({ 'a.ts': 'one one', 'b.ts': 'two two' }, 3_000);
  expect(await changed(store, 'last')).toEqual({ paths: ['a.ts', 'c.ts'], note: null });
  expect(await changed(store, first)).toEqual({ paths: ['a.ts', 'b.ts'], note: null });
  const newest = await store.headGeneration();
  expect(await changed(store, newest)).toEqual({ paths: [], note: null });

  const unknown = (newest + 5) as Generation;
  expect((await changed(store, unknown)).note).toEqual({ kind: 'future', newest });
  await store.collectGarbage(2);
  expect(await changed(store, first)).toEqual({
    paths: [],
    note: { kind: 'collected', oldest: second },
  });
});

it('says that a generation went back, and what differs now', async () => {
  const rig = new StoreRig({ id: 'changed2', chunker, embedder: null });
  await rig.ingest({ 'a.ts': 'one' });
  const store = await rig.store();
  const first = await store.headGeneration();
  await rig.ingest({ 'a.ts': 'two', 'b.ts': 'more' }, 2_000);
  const second = await store.headGeneration();
  const { generation: by } = await store.restore(first, second, 0);
  const note = { kind: 'rolled-back', by, to: first };
  expect(await changed(store, first)).toEqual({ paths: [], note });
  expect(await changed(store, second)).toEqual({ paths: ['a.ts', 'b.ts'], note });
  expect(await changed(store, 'last')).toEqual({ paths: ['a.ts', 'b.ts'], note });
});

it('looks past a merge, which takes the place of the generation that changed files', async () => {
  const rig = new StoreRig({ id: 'changed3', chunker, embedder: null });
  await rig.ingest({ 'a.ts': 'one' });
  await rig.ingest({ 'a.ts': 'one', 'b.ts': 'two' }, 2_000);
  const store = await rig.store();
  const second = await store.headGeneration();
  const merged = await mergeSegments(
    {
      store,
      signal: new AbortController().signal,
      now: () => 0,
      yieldToEventLoop: async () => undefined,
      onCommit: () => undefined,
    },
    { ...DEFAULT_MERGE_POLICY, fanIn: 2 },
  );
  expect(merged?.parent).toBe(second);
  expect(await changed(store, 'last')).toEqual({ paths: ['b.ts'], note: null });
});
