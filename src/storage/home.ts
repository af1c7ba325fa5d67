import type { StorageHome } from '../domain/api.ts';
import { IndexedRecords, type OnOutdated } from './indexed-records.ts';
import { MemoryRecords } from './memory-records.ts';
import type { Records, Shape, StoreDefinitions } from './records.ts';

/** Where databases are opened. */
export interface Home {
  readonly kind: StorageHome;
  open<Stores extends Shape>(
    name: string,
    definitions: StoreDefinitions<Stores>,
  ): Promise<Records<Stores>>;
}

/** IndexedDB of the origin. */
export function diskHome(onOutdated: OnOutdated = () => undefined): Home {
  return indexedHome('disk', () => indexedDB, onOutdated);
}

/** Nothing is kept when the page closes. */
export function memoryHome(): Home {
  return {
    kind: 'memory',
    open: async (name, definitions) => new MemoryRecords(name, definitions),
  };
}

/** IndexedDB as `factory` gives it. */
export function indexedHome(
  kind: StorageHome,
  factory: () => IDBFactory,
  onOutdated: OnOutdated,
): Home {
  return {
    kind,
    open: async (name, definitions) =>
      IndexedRecords.open(factory(), name, definitions, onOutdated),
  };
}
