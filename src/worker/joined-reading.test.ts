import { beforeAll, expect, it } from 'vitest';
import type { Chunker } from '../chunking/api.ts';
import type { RepositoryId } from '../domain/api.ts';
import { GenerationJoiner } from '../search/api.ts';
import { flipped, loadChunker, StoreRig, type Tree, tamper } from './fixtures/store-rig.ts';
import { searchRepositories, searchRepositoriesPasted } from './joined-reading.ts';

let chunker: Chunker;
beforeAll(async () => {
  chunker = await loadChunker();
});

async function repository(name: string, tree: Tree): Promise<StoreRig> {
  const rig = new StoreRig({ id: name, chunker, embedder: null });
  await rig.ingest(tree);
  const { catalogue } = await rig.shelf();
  const record = await catalogue.get(rig.id);
  if (record === null) throw new Error('no record');
  await catalogue.put({ ...record, name });
  return rig;
}

async function portsOf(rig: StoreRig, open: RepositoryId) {
  return {
    shelf: await rig.shelf(),
    health: rig.health,
    joiner: new GenerationJoiner(),
    embedderFor: () => null,
    repositoryName: async () => open,
    signal: new AbortController().signal,
    now: () => 0,
  };
}

async function ask(rig: StoreRig, query: string, open: RepositoryId = rig.id) {
  const ports = await portsOf(rig, open);
  const reply = await searchRepositories(open, query, { mode: 'keyword' }, ports);
  const found = reply.hits.map(({ repository, path }) => `${repository?.name ?? '-'} ${path}`);
  return {
    found,
    messages: reply.problems.map(({ message }) => message),
    mend: reply.problems[0]?.mend,
  };
}

it('asks the open repository, those that repo: names, or all', async () => {
  const server = await repository('server', { 'a.ts': 'export const door = 1;\n' });
  await repository('web', { 'a.ts': 'export const door = 2;\n' });
  expect(await ask(server, 'door')).toMatchObject({ found: ['- a.ts'], messages: [] });
  expect((await ask(server, 'door repo:web')).found).toEqual(['web a.ts']);
  expect((await ask(server, 'door repo:*')).found.sort()).toEqual(['server a.ts', 'web a.ts']);
  expect((await ask(server, 'door -repo:web')).found).toEqual(['server a.ts']);
  expect(await ask(server, 'door repo:nobody')).toEqual({
    found: [],
    messages: ['No repository on this device is called so'],
    mend: { label: 'Search all repositories', query: 'door repo:*' },
  });
});

it('goes on over the others when one of them cannot be read, and says so', async () => {
  const good = await repository('good', { 'a.ts': 'export const latch = 1;\n' });
  const bad = await repository('bad', { 'a.ts': 'export const latch = 2;\n' });
  const store = await bad.store();
  const manifest = await store.head();
  const text = manifest?.segments[0]?.texts[0];
  if (text === undefined) throw new Error('no text');
  await tamper(store.name, 'blobs', text.key, (bytes: Uint8Array) =>
    flipped(bytes, bytes.length - 2),
  );
  const { found, messages } = await ask(good, 'latch repo:good OR (latch repo:bad)');
  expect(found).toEqual(['good a.ts']);
  expect(messages).not.toEqual([]);
  // The damage is not taken for one of the repository that is whole.
  expect((await ask(good, 'latch')).found).toEqual(['- a.ts']);
  expect(good.events.filter(({ repositoryId }) => repositoryId === good.id)).toEqual([]);
});

it('looks for a pasted text in the open repository, or in all', async () => {
  const front = await repository('front', { 'ui/page.ts': 'export const pane = 1;\n' });
  await repository('back', { 'core/engine.ts': 'export const motor = 1;\n'.repeat(3) });
  const trace = 'Error: no motor\n    at start (/srv/core/engine.ts:2:1)';
  const paste = async (everywhere: boolean) => {
    const ports = await portsOf(front, front.id);
    const reply = await searchRepositoriesPasted(front.id, trace, { everywhere }, ports);
    const found = reply.hits.map(
      ({ repository, path, named }) => `${repository?.name ?? '-'} ${path} ${named?.line}`,
    );
    return { found, places: reply.pasted?.found, searched: reply.repositories?.length };
  };
  expect(await paste(false)).toEqual({ found: [], places: 0, searched: undefined });
  const everywhere = await paste(true);
  expect(everywhere.found[0]).toBe('back core/engine.ts 2');
  expect(everywhere.places).toBe(1);
  expect(everywhere.searched).toBeGreaterThan(1);
});
