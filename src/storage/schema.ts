import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type {
  EngineSettings,
  Generation,
  HealthEvent,
  IngestSettings,
  RepositoryId,
  SourceKind,
} from '../domain/api.ts';
import { failPoint } from './fail-point.ts';
import type { ManifestRecord } from './manifest.ts';

/** One database a repository: damage to one leaves the others readable. */
export interface RepositorySchema extends DBSchema {
  /** Framed, immutable, keyed by `BlobRef.key`. */
  blobs: { key: string; value: Uint8Array };
  manifests: { key: number; value: ManifestRecord };
  /** One record, under `HEAD_KEY`. */
  head: { key: string; value: { readonly generation: Generation; readonly hash: string } };
  /** By generation: what a person called it. */
  labels: { key: number; value: string };
}

export const HEAD_KEY = 'head';
export const SETTINGS_KEY = 'engine';

/** What the catalogue keeps of a repository; everything that the index itself can tell is in its manifest. */
export interface CatalogueRecord {
  readonly id: RepositoryId;
  readonly name: string;
  /** Name of its database; another one is taken when a database can no longer be opened. */
  readonly database: string;
  readonly source: SourceKind;
  /** Kept so that a sync needs no new drop; null for files and archives. */
  readonly handle: FileSystemDirectoryHandle | null;
  readonly settings: IngestSettings;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

interface CatalogueSchema extends DBSchema {
  repositories: { key: string; value: CatalogueRecord };
  /** One record, under `SETTINGS_KEY`. */
  settings: { key: string; value: EngineSettings };
  /** Numbered in order of arrival. */
  health: { key: number; value: HealthEvent };
}

export type RepositoryDatabase = IDBPDatabase<RepositorySchema>;
export type CatalogueDatabase = IDBPDatabase<CatalogueSchema>;

const CATALOGUE_NAME = 'vectorgit';

/** Of the object stores, not of what is in them. 1: first. 2: labels; settings and health log. */
const SCHEMA_VERSION = 2;

export function openCatalogueDatabase(): Promise<CatalogueDatabase> {
  return openDB<CatalogueSchema>(CATALOGUE_NAME, SCHEMA_VERSION, {
    upgrade(database, from) {
      if (from < 1) database.createObjectStore('repositories', { keyPath: 'id' });
      if (from < 2) {
        database.createObjectStore('settings');
        database.createObjectStore('health', { autoIncrement: true });
      }
    },
    blocking: closeForOthers,
  });
}

export function openRepositoryDatabase(name: string): Promise<RepositoryDatabase> {
  return openDB<RepositorySchema>(name, SCHEMA_VERSION, {
    upgrade(database, from, _to, tx) {
      if (from < 1) {
        database.createObjectStore('blobs');
        database.createObjectStore('manifests', { keyPath: 'generation' });
        database.createObjectStore('head');
      }
      if (from < 2) database.createObjectStore('labels');
      void failPoint?.('upgrade.inside', tx);
    },
    blocking: closeForOthers,
  });
}

/** Another tab wants to delete or upgrade the database: holding on would block it for ever. */
function closeForOthers(_from: number, _to: number | null, event: IDBVersionChangeEvent): void {
  (event.target as IDBDatabase).close();
}
