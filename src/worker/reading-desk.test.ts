import { beforeAll, expect, it } from 'vitest';
import type { Chunker } from '../chunking/api.ts';
import { loadChunker, StoreRig } from './fixtures/store-rig.ts';
import { ReadingDesk } from './reading-desk.ts';

let chunker: Chunker;
beforeAll(async () => {
  chunker = await loadChunker();
});

/** A desk over one small repository, and what happened there in the order in which it did. */
async function deskOf(id: string) {
  const rig = new StoreRig({ id, chunker, embedder: null });
  await rig.ingest({ 'a.ts': 'export function openFile(path) {}\n' });
  const happened: string[] = [];
  const desk = new ReadingDesk({
    shelf: () => rig.shelf(),
    health: rig.health,
    embedderFor: () => {
      happened.push('asked');
      return null;
    },
    onSearch: () => happened.push('somebody waits'),
  });
  return { desk, id: rig.id, happened };
}

it('asks ahead of the first search what is looked at, and nobody makes room for that', async () => {
  const { desk, id, happened } = await deskOf('ahead');
  await desk.askAhead();
  expect(happened).toEqual([]);
  await desk.files(id);
  await desk.askAhead();
  expect(happened).toEqual(['asked']);
});

it('asks nothing ahead once a person has searched', async () => {
  const { desk, id, happened } = await deskOf('asked');
  await desk.files(id);
  await desk.search(1, id, 'file', {});
  await desk.askAhead();
  expect(happened).toEqual(['somebody waits', 'asked']);
});
