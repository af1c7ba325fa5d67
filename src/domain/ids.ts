import type { Brand } from './brand.ts';

/** Names one repository on this device: opaque, stable over syncs. */
export type RepositoryId = Brand<string, 'RepositoryId'>;

/** `chunk_` + 16 hex digits of the SHA-256 of the chunk's text: the same text has the same id everywhere. */
export type ChunkId = Brand<string, 'ChunkId'>;

/** Names one immutable segment within its repository. */
export type SegmentId = Brand<string, 'SegmentId'>;

/** Number of a commit, counting up from 1; 0 means that nothing was committed yet. */
export type Generation = Brand<number, 'Generation'>;

/** SHA-256 as 64 lower-case hex digits. */
export type ContentHash = Brand<string, 'ContentHash'>;

export const NO_GENERATION = 0 as Generation;

export const CHUNK_ID_PATTERN = /^chunk_[0-9a-f]{16}$/;
