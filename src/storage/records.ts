/**
 * What the store needs of a database: named stores of records, and transactions over them that happen wholly or not
 * at all. IndexedDB is one (of the origin or of a storage bucket), memory the other, for when all of the former fail.
 */

/** Names of stores, and what is in them. */
export type Shape = Record<string, unknown>;

export type StoreOf<Stores extends Shape> = keyof Stores & string;
export type Key = string | number;

/** How a store keeps its records, and since which version of the schema it is there. */
export interface StoreDefinition {
  readonly since: number;
  /** Field of the record that is its key. */
  readonly keyPath?: string;
  /** Records are numbered as they come. */
  readonly autoIncrement?: boolean;
}

export type StoreDefinitions<Stores extends Shape> = Readonly<
  Record<StoreOf<Stores>, StoreDefinition>
>;

/** `strict` waits until the disk has it, `relaxed` until the system has it: a crash of the browser loses neither. */
export type Mode = 'read' | 'relaxed' | 'strict';

/** Only its own requests may be awaited while it is open: after any other wait it is closed. */
export interface Transaction<Stores extends Shape> {
  get<Store extends StoreOf<Stores>>(store: Store, key: Key): Promise<Stores[Store] | undefined>;
  all<Store extends StoreOf<Stores>>(store: Store): Promise<Stores[Store][]>;
  keys(store: StoreOf<Stores>): Promise<Key[]>;
  /** `key` is left out where the record or its number is the key. */
  put<Store extends StoreOf<Stores>>(
    store: Store,
    record: Stores[Store],
    key?: Key,
  ): Promise<unknown>;
  delete(store: StoreOf<Stores>, key: Key): Promise<unknown>;
  abort(): void;
  /** A request that does nothing, to keep the transaction open. */
  touch(): Promise<unknown>;
}

export interface Records<Stores extends Shape> {
  readonly name: string;
  /**
   * One transaction. When `work` or the commit fails, nothing has happened. `work` may run again after a loss of
   * the connection, so it changes nothing but the records.
   */
  run<Value>(
    stores: readonly StoreOf<Stores>[],
    mode: Mode,
    work: (transaction: Transaction<Stores>) => Promise<Value>,
  ): Promise<Value>;
  close(): void;
  /** Deletes the database and all that is in it. */
  destroy(): Promise<void>;
}
