import type { RepositoryId } from '../domain/api.ts';
import { failPoint } from './fail-point.ts';
import { naming } from './failure.ts';
import { type CatalogueDatabase, type CatalogueRecord, openCatalogueDatabase } from './schema.ts';

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
}

/** A database name that was never used: `vg-<repository>-<epoch>`. */
export function databaseNameOf(id: RepositoryId, epoch: number): string {
  return `vg-${id}-${epoch}`;
}
