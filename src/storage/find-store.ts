import { hasCode } from '../domain/api.ts';
import { nextDatabaseName } from './catalogue.ts';
import { type Home, memoryHome } from './home.ts';
import { RepositoryStore } from './repository-store.ts';
import type { CatalogueRecord } from './schema.ts';

/** New names that are tried when a repository's database cannot be opened. */
const MOST_NAMES = 3;

export interface FoundStore {
  readonly store: RepositoryStore;
  /** With the name of the database that was opened. */
  readonly record: CatalogueRecord;
  /** The store is in memory though its home is not: gone with the page. */
  readonly isKept: boolean;
  /** What the browser said of each name that cannot be opened; empty when all is as usual. */
  readonly troubles: readonly string[];
}

/**
 * Opens a repository's database; when the browser cannot, one of a new name, which is empty; and at last memory.
 * The old one is left as it is. `worker/outdated` passes: a newer version owns the database.
 */
export async function findStore(record: CatalogueRecord, home: Home): Promise<FoundStore> {
  const troubles: string[] = [];
  let database = record.database;
  for (let name = 0; name <= MOST_NAMES; name++) {
    try {
      const store = await RepositoryStore.open(database, home);
      return { store, record: { ...record, database }, isKept: true, troubles };
    } catch (error) {
      if (hasCode(error, 'worker/outdated')) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      troubles.push(`${database}: ${String(cause)}`);
      database = nextDatabaseName(record.id, database);
    }
  }
  const store = await RepositoryStore.open(record.database, memoryHome());
  return { store, record, isKept: false, troubles };
}
