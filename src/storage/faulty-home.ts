import type { Home } from './home.ts';
import type { Records, Shape, Transaction } from './records.ts';

/**
 * `throw`: one request fails, as a read error does. `abort`: its transaction is aborted, as for want of room.
 * `kill`: this and everything after it fails, as when the process dies. `unheard`: the same, but a transaction under
 * way is committed and only its answer is lost.
 */
export type FaultKind = 'throw' | 'abort' | 'kill' | 'unheard';

/** Fails at the `at`-th request, counted from 1 over all databases of the home. For tests. */
export interface Fault {
  readonly kind: FaultKind;
  readonly at: number;
  /** Requests so far: as long as it is below `at`, the run was not touched. */
  requests: number;
}

/** A home whose databases fail where they are told to. */
export function faultyHome(home: Home, fault: Fault): Home {
  return {
    kind: home.kind,
    open: async (name, definitions) => new FaultyRecords(await home.open(name, definitions), fault),
  };
}

class FaultyRecords<Stores extends Shape> implements Records<Stores> {
  readonly name: string;
  readonly #records: Records<Stores>;
  readonly #fault: Fault;

  constructor(records: Records<Stores>, fault: Fault) {
    this.name = records.name;
    this.#records = records;
    this.#fault = fault;
  }

  async run<Value>(
    stores: Parameters<Records<Stores>['run']>[0],
    mode: Parameters<Records<Stores>['run']>[1],
    work: (transaction: Transaction<Stores>) => Promise<Value>,
  ): Promise<Value> {
    this.#stopIfDead();
    const value = await this.#records.run(stores, mode, (tx) => work(this.#failing(tx)));
    // Between the commit and its answer.
    if (this.#isDue() && this.#fault.kind === 'unheard') throw death();
    return value;
  }

  close(): void {
    this.#records.close();
  }

  destroy(): Promise<void> {
    return this.#records.destroy();
  }

  #failing(tx: Transaction<Stores>): Transaction<Stores> {
    const request = async <Value>(make: () => Promise<Value>): Promise<Value> => {
      const { kind, at } = this.#fault;
      this.#fault.requests++;
      const isHere = this.#fault.requests === at;
      if (isHere && kind === 'throw') throw new DOMException('fault', 'DataError');
      if (isHere && kind === 'abort') {
        tx.abort();
        throw new DOMException('', 'QuotaExceededError');
      }
      if (this.#isDue() && kind === 'kill') {
        tx.abort();
        throw death();
      }
      return make();
    };
    return {
      get: (store, key) => request(() => tx.get(store, key)),
      all: (store) => request(() => tx.all(store)),
      keys: (store) => request(() => tx.keys(store)),
      put: (store, record, key) => request(() => tx.put(store, record, key)),
      delete: (store, key) => request(() => tx.delete(store, key)),
      abort: () => tx.abort(),
      touch: () => tx.touch(),
    };
  }

  #isDue(): boolean {
    return this.#fault.requests >= this.#fault.at;
  }

  #stopIfDead(): void {
    const { kind, at, requests } = this.#fault;
    if ((kind === 'kill' || kind === 'unheard') && requests >= at) throw death();
  }
}

function death(): DOMException {
  return new DOMException('the process is dead', 'AbortError');
}
