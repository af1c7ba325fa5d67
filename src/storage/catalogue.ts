import {
  DEFAULT_ENGINE_SETTINGS,
  type EngineSettings,
  type HealthEvent,
  type RepositoryId,
} from '../domain/api.ts';
import { failPoint } from './fail-point.ts';
import { naming } from './failure.ts';
import { diskHome, type Home } from './home.ts';
import type { Mode, Records, StoreOf, Transaction } from './records.ts';
import {
  CATALOGUE_STORES,
  type CatalogueRecord,
  type CatalogueStores,
  SETTINGS_KEY,
} from './schema.ts';

const CATALOGUE_NAME = 'vectorgit';

/** Older lines of the health log go. */
const MOST_HEALTH_EVENTS = 500;

/** The list of repositories on this device, its settings and its health log. */
export class Catalogue {
  readonly #records: Records<CatalogueStores>;

  private constructor(records: Records<CatalogueStores>) {
    this.#records = records;
  }

  static async open(home: Home = diskHome(), name = CATALOGUE_NAME): Promise<Catalogue> {
    return new Catalogue(
      await naming('open the list of repositories', () => home.open(name, CATALOGUE_STORES)),
    );
  }

  #run<Value>(
    what: string,
    store: StoreOf<CatalogueStores>,
    mode: Mode,
    work: (tx: Transaction<CatalogueStores>) => Promise<Value>,
  ): Promise<Value> {
    return naming(what, () => this.#records.run([store], mode, work));
  }

  /** By time of creation. */
  async list(): Promise<CatalogueRecord[]> {
    const records = await this.#run('read the list of repositories', 'repositories', 'read', (tx) =>
      tx.all('repositories'),
    );
    return records.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  async get(id: RepositoryId): Promise<CatalogueRecord | null> {
    const record = await this.#run('read the list of repositories', 'repositories', 'read', (tx) =>
      tx.get('repositories', id),
    );
    return record ?? null;
  }

  async put(record: CatalogueRecord): Promise<void> {
    await this.#run('write the list of repositories', 'repositories', 'strict', (tx) =>
      Promise.all([tx.put('repositories', record), failPoint?.('record.inside', tx)]),
    );
    await failPoint?.('record.after');
  }

  /** Puts the record that `make` chooses when it sees all others: no other tab's comes in between. */
  async putAmong(
    make: (records: readonly CatalogueRecord[]) => CatalogueRecord,
  ): Promise<CatalogueRecord> {
    const made = await this.#run(
      'write the list of repositories',
      'repositories',
      'strict',
      async (tx) => {
        const record = make(await tx.all('repositories'));
        await Promise.all([tx.put('repositories', record), failPoint?.('record.inside', tx)]);
        return record;
      },
    );
    await failPoint?.('record.after');
    return made;
  }

  async remove(id: RepositoryId): Promise<void> {
    await this.#run('write the list of repositories', 'repositories', 'strict', (tx) =>
      tx.delete('repositories', id),
    );
  }

  async settings(): Promise<EngineSettings> {
    const stored = await this.#run('read the settings', 'settings', 'read', (tx) =>
      tx.get('settings', SETTINGS_KEY),
    );
    return { ...DEFAULT_ENGINE_SETTINGS, ...stored };
  }

  async putSettings(settings: EngineSettings): Promise<void> {
    await this.#run('write the settings', 'settings', 'strict', (tx) =>
      tx.put('settings', settings, SETTINGS_KEY),
    );
  }

  /** Newest first. */
  async health(): Promise<HealthEvent[]> {
    const events = await this.#run('read the health log', 'health', 'read', (tx) =>
      tx.all('health'),
    );
    return events.reverse();
  }

  /** Adds a line to the health log, which keeps the newest ones. */
  async addHealth(event: HealthEvent): Promise<void> {
    await this.#run('write the health log', 'health', 'strict', async (tx) => {
      await tx.put('health', event);
      const keys = await tx.keys('health');
      await Promise.all(keys.slice(0, -MOST_HEALTH_EVENTS).map((key) => tx.delete('health', key)));
    });
  }
}

/** A database name that was never used: `vg-<repository>-<epoch>`. */
export function databaseNameOf(id: RepositoryId, epoch: number): string {
  return `vg-${id}-${epoch}`;
}

/** The next name after one that can no longer be opened. */
export function nextDatabaseName(id: RepositoryId, name: string): string {
  const epoch = Number(name.slice(name.lastIndexOf('-') + 1));
  return databaseNameOf(id, Number.isSafeInteger(epoch) ? epoch + 1 : 2);
}
