import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findHome } from './find-home.ts';
import { findStore } from './find-store.ts';
import { diskHome, memoryHome } from './home.ts';
import { RepositoryStore } from './repository-store.ts';

let count = 0;
const newName = () => `vg-connection${++count}-1`;
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The browser closes the connection behind our back, `times` times. */
function loseConnection(name: 'InvalidStateError' | 'UnknownError', times: number) {
  const original = IDBDatabase.prototype.transaction;
  let left = times;
  return vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...args
  ) {
    if (left-- > 0) throw new DOMException('connection lost', name);
    return original.apply(this, args);
  });
}

/** Databases whose names match cannot be opened. */
function breakOpening(broken: RegExp) {
  const original = IDBFactory.prototype.open;
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (
    this: IDBFactory,
    name,
    version,
  ) {
    if (broken.test(name)) throw new DOMException('Internal error opening', 'UnknownError');
    return original.call(this, name, version);
  });
}

describe('a database that was removed', () => {
  it('is not made anew by who still reads it', async () => {
    const name = newName();
    const store = await RepositoryStore.open(name);
    const ref = await store.writeBlob('text', new Uint8Array([1, 2, 3]));
    const reading = Promise.allSettled([store.readBlob(ref), store.readBlobs([ref])]);
    await store.destroy();
    await reading;
    await expect(store.headGeneration()).rejects.toMatchObject({ code: 'repository/not-found' });
    await expect(store.readBlobs([ref])).rejects.toMatchObject({ code: 'repository/not-found' });
    expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
  });
});

describe('a lost connection', () => {
  it.each([
    ['InvalidStateError', 1],
    ['InvalidStateError', 3],
    ['UnknownError', 3],
  ] as const)('(%s, %i times) is opened again', async (name, times) => {
    const store = await RepositoryStore.open(newName());
    const ref = await store.writeBlob('text', new Uint8Array([1, 2, 3]));
    const lost = loseConnection(name, times);
    expect([...(await store.readBlob(ref))]).toEqual([1, 2, 3]);
    expect(lost).toHaveBeenCalledTimes(times + 1);
  });

  it('that stays lost is an error after three more tries, and no loop', async () => {
    const store = await RepositoryStore.open(newName());
    const lost = loseConnection('InvalidStateError', Number.POSITIVE_INFINITY);
    await expect(store.headGeneration()).rejects.toMatchObject({ code: 'storage/unavailable' });
    expect(lost).toHaveBeenCalledTimes(4);
  });
});

describe('a database that cannot be opened', () => {
  const record = (database: string) => ({
    id: 'connection' as never,
    name: 'r',
    database,
    source: 'files' as const,
    handle: null,
    settings: { maxFileBytes: 1, includeAnyway: [] },
    createdAt: 1,
  });

  it('is left as it is, and one of a new name takes its place', async () => {
    breakOpening(/^vg-connection-1$/);
    const found = await findStore(record('vg-connection-1'), diskHome());
    expect(found).toMatchObject({ isKept: true, record: { database: 'vg-connection-2' } });
    expect(found.troubles).toHaveLength(1);
    expect(await found.store.head()).toBeNull();
  });

  it('under no name works in memory', async () => {
    breakOpening(/^vg-/);
    const found = await findStore(record('vg-connection-1'), diskHome());
    expect(found.isKept).toBe(false);
    expect(found.troubles).toHaveLength(4);
    const ref = await found.store.writeBlob('text', new Uint8Array([7]));
    expect([...(await found.store.readBlob(ref))]).toEqual([7]);
  });

  it('for the list of repositories gets another name', async () => {
    breakOpening(/^vectorgit$/);
    const { home, troubles } = await findHome('disk', () => undefined);
    expect(home.kind).toBe('disk');
    expect(troubles).toHaveLength(1);
  });

  it('in the whole origin leads to a storage bucket, and without one to memory', async () => {
    breakOpening(/^vectorgit/);
    expect((await findHome('disk', () => undefined)).home.kind).toBe('memory');
    const bucket = { open: async () => ({ indexedDB: new IDBFactory() }) };
    vi.restoreAllMocks();
    const original = IDBFactory.prototype.open;
    const disk = indexedDB;
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (
      this: IDBFactory,
      name,
      version,
    ) {
      if (this === disk) throw new DOMException('Internal error opening', 'UnknownError');
      return original.call(this, name, version);
    });
    vi.stubGlobal('navigator', { storageBuckets: bucket });
    expect((await findHome('disk', () => undefined)).home.kind).toBe('bucket');
  });
});

describe('memory', () => {
  it('commits wholly or not at all, as a database does', async () => {
    const records = await memoryHome().open('m', { a: { since: 1 }, b: { since: 1 } });
    const failing = records.run(['a', 'b'], 'strict', async (tx) => {
      await tx.put('a', 1, 'k');
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await records.run(['a'], 'read', (tx) => tx.all('a'))).toEqual([]);
    await records.run(['a', 'b'], 'strict', (tx) =>
      Promise.all([tx.put('a', 1, 'k'), tx.put('b', 2, 'k')]),
    );
    expect(await records.run(['a', 'b'], 'read', (tx) => tx.get('b', 'k'))).toBe(2);
  });
});
