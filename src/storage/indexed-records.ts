import { type IDBPDatabase, type IDBPTransaction, wrap } from 'idb';
import { VectorGitError } from '../domain/api.ts';
import { failPoint } from './fail-point.ts';
import type {
  Key,
  Mode,
  Records,
  Shape,
  StoreDefinition,
  StoreDefinitions,
  StoreOf,
  Transaction,
} from './records.ts';
import { SharedLock } from './shared-lock.ts';

/** Times that a lost connection is opened again before the failure is told. */
const MOST_REOPENS = 3;
/** Before the second, third and fourth try, in milliseconds. */
const PAUSES_MS = [20, 100, 300];
/** Another tab that does not let go of an old version is waited for so long. */
const BLOCKED_MS = 5_000;

/** Of the object stores, not of what is in them. 1: first. 2: labels; settings and health log. */
const SCHEMA_VERSION = 2;

/** Told when a newer version wants to upgrade the database: this one can no longer use it. */
export type OnOutdated = () => void;

/** A database of IndexedDB. A connection that the browser has closed is opened again, three times at most. */
export class IndexedRecords<Stores extends Shape> implements Records<Stores> {
  readonly name: string;
  readonly #factory: IDBFactory;
  readonly #definitions: StoreDefinitions<Stores>;
  readonly #onOutdated: OnOutdated;
  readonly #lock = new SharedLock();
  #database: IDBPDatabase | null = null;
  #connecting: Promise<IDBPDatabase> | null = null;
  #isDestroyed = false;

  private constructor(
    factory: IDBFactory,
    name: string,
    definitions: StoreDefinitions<Stores>,
    onOutdated: OnOutdated,
  ) {
    this.name = name;
    this.#factory = factory;
    this.#definitions = definitions;
    this.#onOutdated = onOutdated;
  }

  /** Rejects when the database cannot be opened in four tries. */
  static async open<Stores extends Shape>(
    factory: IDBFactory,
    name: string,
    definitions: StoreDefinitions<Stores>,
    onOutdated: OnOutdated,
  ): Promise<IndexedRecords<Stores>> {
    const records = new IndexedRecords(factory, name, definitions, onOutdated);
    await again('read', () => records.#connect());
    return records;
  }

  run<Value>(
    stores: readonly StoreOf<Stores>[],
    mode: Mode,
    work: (transaction: Transaction<Stores>) => Promise<Value>,
  ): Promise<Value> {
    const once = async () => {
      const database = await this.#connect();
      try {
        const tx = database.transaction(
          stores as string[],
          mode === 'read' ? 'readonly' : 'readwrite',
          mode === 'read' ? {} : { durability: mode },
        );
        return await settled(tx, work(transactionOf<Stores>(tx)));
      } catch (error) {
        if (isConnectionLoss(error, mode)) this.#drop(database);
        throw error;
      }
    };
    // A second try is alone: then a failure is its own, and no other one's read ends it.
    return again(mode, (attempt) =>
      attempt === 0 ? this.#lock.shared(once) : this.#lock.alone(once),
    );
  }

  close(): void {
    if (this.#database !== null) this.#drop(this.#database);
  }

  async destroy(): Promise<void> {
    // A reader that is cut off must not open the database again, which would make it anew.
    this.#isDestroyed = true;
    this.close();
    await wrap(this.#factory.deleteDatabase(this.name));
  }

  #drop(database: IDBPDatabase): void {
    try {
      database.close();
    } catch {
      // It was dead already.
    }
    if (this.#database === database) this.#database = null;
  }

  /** `repository/not-found` once the database has been deleted. */
  async #connect(): Promise<IDBPDatabase> {
    if (this.#isDestroyed) {
      throw new VectorGitError('repository/not-found', 'The index has been removed', {
        details: { name: this.name },
      });
    }
    if (this.#database !== null) return this.#database;
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #open(): Promise<IDBPDatabase> {
    const database = await openDatabase(this.#factory, this.name, this.#definitions);
    // Another tab wants to delete or upgrade the database: holding on would block it for ever.
    database.addEventListener('versionchange', (event) => {
      this.#drop(database);
      if ((event as IDBVersionChangeEvent).newVersion !== null) this.#onOutdated();
    });
    database.addEventListener('close', () => this.#drop(database));
    this.#database = database;
    return database;
  }
}

async function openDatabase(
  factory: IDBFactory,
  name: string,
  definitions: Readonly<Record<string, StoreDefinition>>,
): Promise<IDBPDatabase> {
  const request = factory.open(name, SCHEMA_VERSION);
  const opening = wrap(request) as unknown as Promise<IDBPDatabase>;
  request.addEventListener('upgradeneeded', ({ oldVersion }) => {
    for (const [store, { since, keyPath, autoIncrement = false }] of Object.entries(definitions)) {
      if (since <= oldVersion) continue;
      request.result.createObjectStore(
        store,
        keyPath === undefined ? { autoIncrement } : { keyPath },
      );
    }
    const tx = wrap(request.transaction as IDBTransaction) as unknown as IDBPTransaction<
      unknown,
      string[],
      'versionchange'
    >;
    void failPoint?.('upgrade.inside', transactionOf(tx));
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const blocked = new Promise<never>((_, reject) => {
    request.addEventListener('blocked', () => {
      timer = setTimeout(() => {
        reject(
          new VectorGitError('storage/unavailable', 'Another tab holds an older database open', {
            details: { name, reason: 'blocked' },
          }),
        );
        opening.then(
          (late) => late.close(),
          () => undefined,
        );
      }, BLOCKED_MS);
    });
  });
  try {
    return await Promise.race([opening, blocked]);
  } catch (error) {
    if ((error as Error | null)?.name !== 'VersionError') throw error;
    throw new VectorGitError(
      'worker/outdated',
      'A newer version of VectorGit has upgraded the index; reload',
      { details: { name }, cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** The value of `work` once the transaction is committed; on any failure the transaction is aborted. */
async function settled<Value>(
  tx: { readonly done: Promise<void>; abort(): void },
  work: Promise<Value>,
): Promise<Value> {
  tx.done.catch(() => undefined);
  try {
    const value = await work;
    await tx.done;
    return value;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It has ended already.
    }
    // The abort's own reason tells more than that of the request which it cut off: quota errors come so.
    const reason = await tx.done.then(
      () => null,
      (cause: unknown) => cause,
    );
    const isCutOff = (error as Error | null)?.name === 'AbortError';
    throw isCutOff && reason !== null ? reason : error;
  }
}

function transactionOf<Stores extends Shape>(
  tx: IDBPTransaction<unknown, string[], IDBTransactionMode>,
): Transaction<Stores> {
  const store = (name: string) =>
    tx.objectStore(name) as unknown as {
      get(key: Key): Promise<unknown>;
      getAll(): Promise<unknown[]>;
      getAllKeys(): Promise<Key[]>;
      put(record: unknown, key?: Key): Promise<unknown>;
      delete(key: Key): Promise<unknown>;
      count(key: Key): Promise<number>;
    };
  return {
    get: (name, key) => store(name).get(key) as Promise<never>,
    all: (name) => store(name).getAll() as Promise<never>,
    keys: (name) => store(name).getAllKeys(),
    put: (name, record, key) =>
      key === undefined ? store(name).put(record) : store(name).put(record, key),
    delete: (name, key) => store(name).delete(key),
    abort: () => tx.abort(),
    touch: () => store(tx.objectStoreNames[0] ?? '').count(0),
  };
}

/** Tries again after a loss of the connection, three times at most. */
async function again<Value>(mode: Mode, work: (attempt: number) => Promise<Value>): Promise<Value> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt === MOST_REOPENS || !isConnectionLoss(error, mode)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[attempt]));
    }
  }
}

/**
 * `InvalidStateError`: the connection was closed behind our back. `UnknownError`: the browser's database process
 * failed, or one record cannot be read. `AbortError` of a reader, who aborts nothing: somebody else's read met a
 * damaged page, and Chromium (SQLite) gave up the connection with all that was under way.
 */
function isConnectionLoss(error: unknown, mode: Mode): boolean {
  const name = (error as Error | null)?.name;
  return (
    name === 'InvalidStateError' ||
    name === 'UnknownError' ||
    (name === 'AbortError' && mode === 'read')
  );
}
