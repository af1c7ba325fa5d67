import type {
  EngineSettings,
  Generation,
  HealthEvent,
  IngestSettings,
  RepositoryId,
  SourceKind,
} from '../domain/api.ts';
import type { ManifestRecord } from './manifest.ts';
import type { StoreDefinitions } from './records.ts';

export interface HeadRecord {
  readonly generation: Generation;
  /** Of the manifest. */
  readonly hash: string;
}

/** One database a repository: damage to one leaves the others readable. */
export type RepositoryStores = {
  /** Framed, immutable, keyed by `BlobRef.key`. */
  blobs: Uint8Array;
  manifests: ManifestRecord;
  /** One record, under `HEAD_KEY`. */
  head: HeadRecord;
  /** By generation: what a person called it. */
  labels: string;
};

export const REPOSITORY_STORES: StoreDefinitions<RepositoryStores> = {
  blobs: { since: 1 },
  manifests: { since: 1, keyPath: 'generation' },
  head: { since: 1 },
  labels: { since: 2 },
};

export const HEAD_KEY = 'head';

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
  /** The newest generation that the browser is known to have lost; the next one counts on from it. */
  readonly lost?: Generation;
}

export type CatalogueStores = {
  repositories: CatalogueRecord;
  /** One record, under `SETTINGS_KEY`. */
  settings: EngineSettings;
  /** Numbered in order of arrival. */
  health: HealthEvent;
};

export const CATALOGUE_STORES: StoreDefinitions<CatalogueStores> = {
  repositories: { since: 1, keyPath: 'id' },
  settings: { since: 2 },
  health: { since: 2, autoIncrement: true },
};

export const SETTINGS_KEY = 'engine';
