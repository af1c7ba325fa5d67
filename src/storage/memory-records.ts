import { VectorGitError } from '../domain/api.ts';
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

/** Records in memory, for a session in which the browser's database cannot be used. Gone with the page. */
export class MemoryRecords<Stores extends Shape> implements Records<Stores> {
  readonly name: string;
  readonly #definitions: Readonly<Record<string, StoreDefinition>>;
  #stores = new Map<string, ReadonlyMap<Key, unknown>>();
  #lastNumber = 0;
  /** One transaction after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(name: string, definitions: StoreDefinitions<Stores>) {
    this.name = name;
    this.#definitions = definitions;
  }

  run<Value>(
    stores: readonly StoreOf<Stores>[],
    _mode: Mode,
    work: (transaction: Transaction<Stores>) => Promise<Value>,
  ): Promise<Value> {
    const result = this.#queue.then(() => this.#transact(stores, work));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  close(): void {}

  async destroy(): Promise<void> {
    this.#stores = new Map();
  }

  /** Works on copies of the stores, which take their place at the end. */
  async #transact<Value>(
    stores: readonly string[],
    work: (transaction: Transaction<Stores>) => Promise<Value>,
  ): Promise<Value> {
    const copies = new Map(stores.map((name) => [name, new Map(this.#stores.get(name))]));
    let aborted = false;
    const store = (name: string): Map<Key, unknown> => {
      const copy = copies.get(name);
      if (copy === undefined) throw new Error(`Invariant violated: ${name} is in the transaction`);
      return copy;
    };
    const value = await work({
      get: async (name, key) => store(name).get(key) as never,
      all: async (name) => {
        const copy = store(name);
        return sortedKeys(copy).map((key) => copy.get(key)) as never;
      },
      keys: async (name) => sortedKeys(store(name)),
      put: async (name, record, key) => {
        store(name).set(key ?? this.#keyOf(name, record), record);
      },
      delete: async (name, key) => store(name).delete(key),
      abort: () => {
        aborted = true;
      },
      touch: async () => undefined,
    });
    if (aborted) throw new VectorGitError('storage/unavailable', 'The transaction was aborted');
    for (const [name, copy] of copies) this.#stores.set(name, copy);
    return value;
  }

  #keyOf(name: string, record: unknown): Key {
    const { keyPath } = this.#definitions[name] ?? {};
    return keyPath === undefined
      ? ++this.#lastNumber
      : ((record as Record<string, unknown>)[keyPath] as Key);
  }
}

function sortedKeys(store: ReadonlyMap<Key, unknown>): Key[] {
  return [...store.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
