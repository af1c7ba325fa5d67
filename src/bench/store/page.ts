/** The page's side of the bench of the store: the same bytes by the product's storage and by bare IndexedDB. */
import type { Generation } from '../../domain/api.ts';
import { blobsOf, type Manifest, RepositoryStore } from '../../storage/api.ts';

export interface StorePage {
  /** Name of the product's database of the only repository on this origin. */
  database(): Promise<string>;
  /** Payload bytes of the newest generation by kind, and its records. */
  stored(): Promise<Stored>;
  /** Milliseconds of writing the newest generation again, each time into a database of its own. */
  commit(how: CommitHow): Promise<number>;
  /** Opens the database and reads all records of the kinds; all records without kinds. */
  readAll(kinds: readonly string[] | null): Promise<RawRead>;
}

export interface Stored {
  readonly bytesByKind: Readonly<Record<string, number>>;
  readonly records: number;
  readonly segments: number;
}

/**
 * `store`: as an ingest does, a commit a segment. `records`: a bare put of the same framed bytes, each in a
 * transaction of its own. `transactions`: the same, in one transaction a segment. Both end with a strict one.
 */
export type CommitHow = 'store' | 'records' | 'transactions';

export interface RawRead {
  readonly bytes: number;
  /** Of opening the database and reading. */
  readonly readMs: number;
  /** Since the page began to load. */
  readonly sinceNavigationMs: number;
}

/** Bytes before each payload of a stored blob. */
const HEADER_BYTES = 24;

interface Part {
  readonly kind: string;
  readonly key: string;
  readonly framed: Uint8Array<ArrayBuffer>;
}

let prepared: Promise<{ manifest: Manifest; segments: Part[][] }> | null = null;
let rounds = 0;

const bench: StorePage = {
  database: databaseName,
  async stored() {
    const { manifest, segments } = await prepare();
    const bytesByKind: Record<string, number> = {};
    for (const { kind, bytes } of blobsOf(manifest)) {
      bytesByKind[kind] = (bytesByKind[kind] ?? 0) + bytes;
    }
    return { bytesByKind, records: segments.flat().length, segments: segments.length };
  },
  async commit(how) {
    const { manifest, segments } = await prepare();
    const name = `bench-${how}-${++rounds}`;
    return how === 'store'
      ? commitByStore(name, manifest, segments)
      : putBare(name, segments, how === 'records');
  },
  async readAll(kinds) {
    const startedAt = performance.now();
    const database = await done(indexedDB.open(await databaseName()));
    const blobs = database.transaction('blobs').objectStore('blobs');
    const answers = await Promise.all(
      kinds === null
        ? [done(blobs.getAll())]
        : kinds.map((kind) => done(blobs.getAll(IDBKeyRange.bound(`${kind}/`, `${kind}0`)))),
    );
    const endedAt = performance.now();
    database.close();
    const bytes = answers.flat().reduce((sum, record: Uint8Array) => sum + record.length, 0);
    return { bytes, readMs: endedAt - startedAt, sinceNavigationMs: endedAt };
  },
};

Object.assign(globalThis, { bench });

async function commitByStore(name: string, manifest: Manifest, segments: Part[][]) {
  const store = await RepositoryStore.open(name);
  const payloads = segments.map((parts) =>
    parts.map(({ kind, framed }) => ({
      kind: kind as 'text',
      payload: framed.subarray(HEADER_BYTES),
    })),
  );
  let parent = 0 as Generation;
  const startedAt = performance.now();
  for (const [index, parts] of payloads.entries()) {
    await store.writeBlobs(parts);
    const draft = { ...manifest, segments: manifest.segments.slice(0, index + 1) };
    parent = (await store.commit(parent, draft, 0)).generation;
  }
  const milliseconds = performance.now() - startedAt;
  await store.destroy();
  return milliseconds;
}

async function putBare(name: string, segments: Part[][], isEachAlone: boolean): Promise<number> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('blobs');
  };
  const database = await done(request);
  const put = (parts: readonly Part[], durability: IDBTransactionDurability) =>
    new Promise<void>((resolve, reject) => {
      const tx = database.transaction('blobs', 'readwrite', { durability });
      for (const { key, framed } of parts) tx.objectStore('blobs').put(framed, key);
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
    });
  const startedAt = performance.now();
  for (const parts of segments) {
    await Promise.all(
      isEachAlone ? parts.map((part) => put([part], 'relaxed')) : [put(parts, 'relaxed')],
    );
    await put([{ kind: '', key: 'head', framed: new Uint8Array(8) }], 'strict');
  }
  const milliseconds = performance.now() - startedAt;
  database.close();
  await done(indexedDB.deleteDatabase(name));
  return milliseconds;
}

/** The newest generation's blobs by segment, in memory. */
function prepare() {
  prepared ??= (async () => {
    const name = await databaseName();
    const store = await RepositoryStore.open(name);
    const manifest = await store.head();
    if (manifest === null) throw new Error('Nothing was committed');
    store.close();
    const database = await done(indexedDB.open(name));
    const blobs = database.transaction('blobs').objectStore('blobs');
    const segments = await Promise.all(
      manifest.segments.map((segment) =>
        Promise.all(
          blobsOf({ ...manifest, segments: [segment], skipped: null, stats: null }).map(
            async ({ key, kind }) => ({ key, kind, framed: await done(blobs.get(key)) }),
          ),
        ),
      ),
    );
    database.close();
    return { manifest, segments };
  })();
  return prepared;
}

async function databaseName(): Promise<string> {
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
  const [name, ...others] = names.filter((one) => one.startsWith('vg-'));
  if (name === undefined || others.length > 0) throw new Error(`Not one repository: ${names}`);
  return name;
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
