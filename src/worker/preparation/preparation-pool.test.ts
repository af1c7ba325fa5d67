/** The pool with workers that are message channels: whatever crosses is cloned or transferred as in a browser. */
import { beforeAll, expect, test, vi } from 'vitest';
import type { Chunker } from '../../chunking/api.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../domain/api.ts';
import type { Embedder } from '../../embedding/api.ts';
import { type Batch, preparationHere } from '../../ingest/api.ts';
import { openedBytes } from '../../repository/api.ts';
import { eventLoopTurn } from '../event-loop-turn.ts';
import { loadChunker, loadEmbedder } from '../fixtures/store-rig.ts';
import type { PreparationCall, PreparationReply } from './preparation-messages.ts';
import { PreparationPool } from './preparation-pool.ts';
import { PreparationServer } from './preparation-server.ts';
import type { WorkerChannel } from './preparation-worker-client.ts';

let chunker: Chunker;
let embedder: Embedder;
beforeAll(async () => {
  chunker = await loadChunker();
  embedder = await loadEmbedder();
});

const FILES = {
  'src/login.js': 'export function login(user) {\n  return checkPassword(user);\n}\n',
  'docs/notes.md': '# Notes\n\nThe paßword is checked at login — 日本語.\n\n## More\n\nNothing.\n',
  'src/walk.ts': 'export class Walk {\n  next(): number { return 1; }\n}\n',
  'src/empty.ts': ' \n',
};

function batchOf(files: Readonly<Record<string, string>>): Batch {
  return {
    settings: DEFAULT_INGEST_SETTINGS,
    mostMilliseconds: 60_000,
    files: Object.entries(files).map(([path, text]) => ({
      before: null,
      mayBeSame: true,
      file: {
        path,
        bytes: text.length,
        lastModified: 1_000,
        overruled: false,
        namedItself: false,
        declaredSource: false,
        live: true,
        open: async () => new File([text], path, { lastModified: 1_000 }),
      },
    })),
  };
}

interface Spawned {
  readonly calls: PreparationCall[];
  isEnded: boolean;
}

/** `cut`: the chunker of each worker in turn; null for one that ends when it is given a batch. */
function poolOf(cut: (number: number) => Chunker | null, workers = 1, now = () => 0) {
  const spawned: Spawned[] = [];
  const pool = new PreparationPool({
    workers,
    now,
    here: async () => preparationHere(here(chunker)),
    spawn: (): WorkerChannel => {
      const own = cut(spawned.length);
      const worker: Spawned = { calls: [], isEnded: false };
      spawned.push(worker);
      const { port1, port2 } = new MessageChannel();
      let lost = (): void => undefined;
      const server = new PreparationServer({
        ...here(chunker),
        chunker: async () => own ?? chunker,
        tell: (reply, transfer = []) => port2.postMessage(reply, transfer),
      });
      port2.onmessage = ({ data }: MessageEvent<PreparationCall>) => {
        if (own === null && data.type === 'prepare') lost();
        else server.hear(data);
      };
      return {
        post: (call, transfer = []) => {
          worker.calls.push(call);
          port1.postMessage(call, transfer);
        },
        listen: (hear, whenLost) => {
          lost = whenLost;
          port1.onmessage = ({ data }: MessageEvent<PreparationReply>) => hear(data);
        },
        terminate: () => {
          worker.isEnded = true;
          port1.close();
        },
      };
    },
  });
  return { pool, spawned };
}

function here(own: Chunker) {
  return { chunker: own, now: () => performance.now(), yieldToEventLoop: eventLoopTurn };
}

function ports(signal = new AbortController().signal) {
  return { embedder, signal, onProgress: () => undefined };
}

/** Cuts `trap` by breaking down, as a parser whose runtime has trapped: from then on all is cut by lines. */
function trapping(trap: string): Chunker {
  let broken: string | null = null;
  return {
    breakdown: () => broken,
    chunk: (file, trouble) => {
      if (file.path === trap && trouble === undefined) broken = 'Parser failed: unreachable';
      return chunker.chunk(file, broken ?? trouble);
    },
  };
}

test('a worker gives the rows, postings, grams, texts and vectors that are made in place, byte for byte', async () => {
  const { pool, spawned } = poolOf(() => chunker);
  const theirs = await pool.prepare(batchOf(FILES), ports());
  expect(spawned).toHaveLength(1);
  const ours = await preparationHere(here(chunker)).prepare(batchOf(FILES), ports());
  expect(theirs).toEqual(ours);
  expect(ours.outcomes.map(({ kind }) => kind)).toEqual(['cut', 'cut', 'cut', 'skipped']);
  expect(ours.sealed?.chunkCount).toBeGreaterThan(2);
  expect(ours.vectors?.length).toBeGreaterThan(256);
});

test('files of an archive, which are bytes already, give the same', async () => {
  const { pool } = poolOf(() => chunker);
  const batch = batchOf(FILES);
  const unpacked = batch.files.map((item) => ({
    ...item,
    file: {
      ...item.file,
      live: false,
      open: async () => openedBytes(await (await item.file.open()).arrayBuffer(), 1_000),
    },
  }));
  const theirs = await pool.prepare({ ...batch, files: unpacked }, ports());
  expect(theirs).toEqual(await preparationHere(here(chunker)).prepare(batch, ports()));
});

test('a file that breaks the parser down is cut by lines, the others of its batch along their syntax', async () => {
  const { pool, spawned } = poolOf(() => trapping('src/login.js'));
  const { outcomes } = await pool.prepare(batchOf(FILES), ports());
  expect(spawned.map(({ isEnded }) => isEnded)).toEqual([true, false]);
  expect(outcomes[0]).toMatchObject({
    notes: [{ path: 'src/login.js', message: 'Parser failed: unreachable; cut by lines' }],
  });
  expect(outcomes.slice(1).flatMap((one) => (one.kind === 'cut' ? one.notes : []))).toEqual([]);
});

test('a batch whose worker is lost is given to another one, then prepared in place', async () => {
  const ours = await preparationHere(here(chunker)).prepare(batchOf(FILES), ports());
  const once = poolOf((number) => (number === 0 ? null : chunker));
  expect(await once.pool.prepare(batchOf(FILES), ports())).toEqual(ours);
  expect(once.spawned).toHaveLength(2);
  const always = poolOf(() => null);
  expect(await always.pool.prepare(batchOf(FILES), ports())).toEqual(ours);
  expect(always.spawned).toHaveLength(2);
});

test('without workers everything is prepared in place', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const pool = new PreparationPool({
    workers: 1,
    now: () => 0,
    here: async () => preparationHere(here(chunker)),
    spawn: () => {
      throw new Error('There are no workers here');
    },
  });
  const { outcomes } = await pool.prepare(batchOf(FILES), ports());
  expect(outcomes).toHaveLength(4);
});

test('a stop ends the worker and what waits for it, and the next ingest has another one', async () => {
  const abort = new AbortController();
  const never: Chunker = { chunk: () => new Promise(() => abort.abort()) };
  const { pool, spawned } = poolOf((number) => (number === 0 ? never : chunker));
  const stopped = [1, 2].map(() => pool.prepare(batchOf(FILES), ports(abort.signal)));
  for (const one of stopped) await expect(one).rejects.toMatchObject({ code: 'cancelled' });
  expect(spawned.map(({ isEnded }) => isEnded)).toEqual([true]);
  expect((await pool.prepare(batchOf(FILES), ports())).outcomes).toHaveLength(4);
});

test('several workers are given batches in their order, one each, and the model once', async () => {
  const { pool, spawned } = poolOf(() => chunker, 2);
  const one = (path: string) => batchOf({ [path]: `export const name = '${path}';\n` });
  const done = await Promise.all(
    ['a.js', 'b.js', 'c.js'].map((path) => pool.prepare(one(path), ports())),
  );
  expect(done.map(({ sealed }) => sealed?.chunkCount)).toEqual([1, 1, 1]);
  expect(spawned).toHaveLength(2);
  for (const { calls } of spawned) {
    expect(calls.filter(({ type }) => type === 'model')).toHaveLength(1);
  }
});

test('a worker that was warmed up takes the first batch, with the model that it has', async () => {
  const { pool, spawned } = poolOf(() => chunker);
  pool.warm(embedder);
  await pool.prepare(batchOf(FILES), ports());
  expect(spawned.map(({ calls }) => calls.map(({ type }) => type).slice(0, 3))).toEqual([
    ['model', 'warm', 'prepare'],
  ]);
});

test('for a search all workers rest, the last one so briefly that it goes on under any number of searches', async () => {
  let now = 0;
  const { pool, spawned } = poolOf(
    () => chunker,
    3,
    () => now,
  );
  const one = (path: string) => batchOf({ [path]: `export const name = '${path}';\n` });
  const preparing = ['a.js', 'b.js', 'c.js'].map((path) => pool.prepare(one(path), ports()));
  await Promise.resolve();
  for (; now < 1_600; now += 10) pool.giveWay();
  const rests = spawned.map(({ calls }) =>
    calls.flatMap((call) => (call.type === 'rest' ? [call.milliseconds] : [])),
  );
  const [last, ...others] = rests.map((each) => each.reduce((sum, rest) => sum + rest, 0));
  expect(rests[0]).not.toEqual([]);
  expect(last).toBeLessThanOrEqual(1_200);
  for (const rested of others) expect(rested).toBeGreaterThan(1_600);
  for (const { sealed } of await Promise.all(preparing)) expect(sealed?.chunkCount).toBe(1);
});
