import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { NO_CHANGES } from '../domain/api.ts';
import { verifyStore } from '../ingest/api.ts';
import { RepositoryStore } from '../storage/api.ts';
import { type Ground, loadGround } from './fixtures/ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await loadGround();
});

let count = 0;
let store: RepositoryStore;
beforeEach(async () => {
  store = await RepositoryStore.open(`vg-told-${++count}`);
});

const FILES = 5;
const TREE = Object.fromEntries(
  Array.from({ length: FILES }, (_, at) => [`file${at}.js`, `export const value${at} = ${at};\n`]),
);

/** So late at every look that each file is a checkpoint. */
function slowly(): () => number {
  let now = 0;
  return () => {
    now += 20_000;
    return now;
  };
}

test('an ingest of many checkpoints tells all that it added, when its checkpoints are collected', async () => {
  let commits = 0;
  await ground.run(store, TREE, { now: slowly(), onCommit: () => commits++ });
  expect(commits).toBeGreaterThan(FILES);
  const kept = await store.generations();
  expect(kept.length).toBeLessThan(commits);
  expect(kept[0]?.manifest?.changes).toMatchObject({
    ...NO_CHANGES,
    filesAdded: FILES,
    chunksAdded: FILES,
  });
});

test('an ingest that goes on after a cut tells what the part before it added, too', async () => {
  const cut = new AbortController();
  let commits = 0;
  const onCommit = () => {
    commits++;
    if (commits === 2) cut.abort();
  };
  const first = ground.run(store, TREE, { now: slowly(), onCommit, signal: cut.signal });
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  const between = await store.head();
  expect(between?.complete).toBe(false);
  expect(between?.changes.filesAdded).toBeLessThan(FILES);
  await ground.run(store, TREE, { now: slowly() });
  expect((await store.head())?.changes.filesAdded).toBe(FILES);
  await ground.run(store, { ...TREE, 'more.js': 'export const more = 1;\n' });
  expect((await store.head())?.changes).toMatchObject({ filesAdded: 1, chunksAdded: 1 });
});

test('what is committed while a verify reads is no orphan of it', async () => {
  await ground.run(store, TREE);
  let committed = false;
  const { findings } = await verifyStore(store, async () => {
    if (committed) return;
    committed = true;
    await ground.run(store, { ...TREE, 'more.js': 'export const more = 1;\n' });
  });
  expect(committed).toBe(true);
  expect(findings).toMatchObject({ orphans: 0, problems: [] });
});
