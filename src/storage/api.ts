export type { BlobKind, BlobRef } from './blob-frame.ts';
export { Catalogue, databaseNameOf } from './catalogue.ts';
export { type Fault, type FaultKind, faultyHome } from './faulty-home.ts';
export { type FoundHome, findHome } from './find-home.ts';
export { type FoundStore, findStore } from './find-store.ts';
export { diskHome, type Home, memoryHome } from './home.ts';
export type {
  Manifest,
  ManifestCounts,
  ManifestDraft,
  SegmentEntry,
  VectorsEntry,
} from './manifest.ts';
export {
  blobsOf,
  FEATURE_VERSION,
  FORMAT_VERSION,
  manifestHash,
  OLDEST_READABLE_FORMAT,
  replacedAmong,
  storedBytes,
} from './manifest.ts';
export { checkStore, type StoreCheck } from './open-check.ts';
export { type KeptGeneration, RepositoryStore } from './repository-store.ts';
export type { CatalogueRecord } from './schema.ts';
export { asWriter } from './writer-lock.ts';
