import {
  DEFAULT_ENGINE_SETTINGS,
  type EngineSettings,
  type HealthEvent,
  type RepositoryId,
} from '../domain/api.ts';
import { failPoint } from './fail-point.ts';
import { naming } from './failure.ts';
import {
  type CatalogueDatabase,
  type CatalogueRecord,
  openCatalogueDatabase,
  SETTINGS_KEY,
} from './schema.ts';

/** Older lines of the health log go. */
const MOST_HEALTH_EVENTS = 500;

/** The list of repositories on this device. */
export class Catalogue {
  readonly #database: CatalogueDatabase;

  private constructor(database: CatalogueDatabase) {
    this.#database = database;
  }

  static async open(): Promise<Catalogue> {
    return new Catalogue(await naming('open the list of repositories', openCatalogueDatabase));
  }

  /** By time of creation. */
  async list(): Promise<CatalogueRecord[]> {
    const records = await naming('read the list of repositories', () =>
      this.#database.getAll('repositories'),
    );
    return records.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  async get(id: RepositoryId): Promise<CatalogueRecord | null> {
    return (
      (await naming('read the list of repositories', () =>
        this.#database.get('repositories', id),
      )) ?? null
    );
  }

  async put(record: CatalogueRecord): Promise<void> {
    await naming('write the list of repositories', async () => {
      const tx = this.#database.transaction('repositories', 'readwrite', { durability: 'strict' });
      await Promise.all([tx.store.put(record), failPoint?.('record.inside', tx), tx.done]);
    });
    await failPoint?.('record.after');
  }

  async remove(id: RepositoryId): Promise<void> {
    await naming('write the list of repositories', async () => {
      const tx = this.#database.transaction('repositories', 'readwrite', { durability: 'strict' });
      await Promise.all([tx.store.delete(id), tx.done]);
    });
  }

  async settings(): Promise<EngineSettings> {
    const stored = await naming('read the settings', () =>
      this.#database.get('settings', SETTINGS_KEY),
    );
    return { ...DEFAULT_ENGINE_SETTINGS, ...stored };
  }

  async putSettings(settings: EngineSettings): Promise<void> {
    await naming('write the settings', () =>
      this.#database.put('settings', settings, SETTINGS_KEY),
    );
  }

  /** Newest first. */
  async health(): Promise<HealthEvent[]> {
    const events = await naming('read the health log', () => this.#database.getAll('health'));
    return events.reverse();
  }

  /** Adds a line to the health log, which keeps the newest ones. */
  async addHealth(event: HealthEvent): Promise<void> {
    await naming('write the health log', async () => {
      const tx = this.#database.transaction('health', 'readwrite', { durability: 'strict' });
      await tx.store.add(event);
      const keys = await tx.store.getAllKeys();
      for (const key of keys.slice(0, -MOST_HEALTH_EVENTS)) await tx.store.delete(key);
      await tx.done;
    });
  }
}

/** A database name that was never used: `vg-<repository>-<epoch>`. */
export function databaseNameOf(id: RepositoryId, epoch: number): string {
  return `vg-${id}-${epoch}`;
}
