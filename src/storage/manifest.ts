import {
  type Generation,
  type GenerationChanges,
  type IngestSettings,
  NO_CHANGES,
  type SegmentId,
  VectorGitError,
} from '../domain/api.ts';
import type { BlobRef } from './blob-frame.ts';
import { sha256 } from './checksum.ts';

/**
 * Version of the bytes. A store with a higher one is refused, never overwritten.
 * 1 (2026-11): first.
 * 2 (2026-11): a second copy of each segment's file table; what a generation changed, what it was restored from.
 * 3 (2026-11): vectors of the model that is being changed to, beside those that are searched meanwhile.
 * 4 (2026-11): a filter of character runs beside the postings of each segment; older segments go without.
 */
export const FORMAT_VERSION = 4;

/** A store with a lower format cannot be read any more: it is indexed anew. */
export const OLDEST_READABLE_FORMAT = 1;

/**
 * Version of what is indexed: a lower one can be read, but an ingest indexes every file anew.
 * 1 (2026-11): first.
 */
export const FEATURE_VERSION = 1;

/** The vectors of a segment and what made them: vectors of two models never mix. */
export interface VectorsEntry {
  readonly modelId: string;
  /** SHA-256 over the model's files. */
  readonly modelChecksum: string;
  /** `contextual_v1` … */
  readonly embeddingFormat: string;
  readonly dimension: number;
  readonly blob: BlobRef;
}

/** One immutable segment as a generation uses it. */
export interface SegmentEntry {
  readonly id: SegmentId;
  readonly fileCount: number;
  readonly chunkCount: number;
  readonly files: BlobRef;
  /** The same bytes again: paths can be derived from nothing else. Null in segments of format 1. */
  readonly filesCopy: BlobRef | null;
  readonly chunks: BlobRef;
  readonly postings: BlobRef;
  /** Null in segments of formats 1 to 3: their texts are all read when a phrase is looked for. */
  readonly grams: BlobRef | null;
  readonly texts: readonly BlobRef[];
  readonly vectors: VectorsEntry | null;
  /** Of the model that is being changed to; they take the place of `vectors` once every segment has them. */
  readonly nextVectors?: VectorsEntry;
  /** Ordinals of the segment's files that this generation no longer has, ascending. */
  readonly deletedFiles: readonly number[];
}

/** Live counts of a generation. */
export interface ManifestCounts {
  readonly files: number;
  readonly chunks: number;
  readonly embedded: number;
  /** Entries of the skipped list. */
  readonly skipped: number;
  readonly sourceBytes: number;
  /** Live files by language, most first. */
  readonly languages: readonly { readonly language: string; readonly files: number }[];
}

/** One commit: everything that a reader of this generation needs, and nothing else. */
export interface Manifest {
  readonly formatVersion: number;
  readonly featureVersion: number;
  readonly generation: Generation;
  /** The generation it was made from; 0 for the first. */
  readonly parent: Generation;
  /** Milliseconds since 1970. For display only: order is by generation. */
  readonly committedAt: number;
  /** False for a checkpoint of an ingest that has not reached its end. */
  readonly complete: boolean;
  readonly chunkerVersion: number;
  readonly rulesVersion: number;
  readonly settings: IngestSettings;
  readonly segments: readonly SegmentEntry[];
  /** JSON list of `SkippedEntry`. */
  readonly skipped: BlobRef | null;
  /** JSON of sizes and times of files that were touched without change since their segment was written. */
  readonly stats: BlobRef | null;
  readonly counts: ManifestCounts;
  /** Since the last complete generation before this one: the checkpoints between are collected. */
  readonly changes: GenerationChanges;
  /** The generation whose content was brought back; null for an ingest's. */
  readonly restoredFrom: Generation | null;
}

/** What a writer decides; the rest is filled in at the commit. */
export type ManifestDraft = Omit<
  Manifest,
  'formatVersion' | 'featureVersion' | 'generation' | 'parent' | 'committedAt'
>;

/** As stored: the text that was hashed, so that the hash never depends on the order of keys after a clone. */
export interface ManifestRecord {
  readonly generation: number;
  readonly json: string;
  /** SHA-256 of `json`. */
  readonly hash: string;
}

export async function encodeManifest(manifest: Manifest): Promise<ManifestRecord> {
  const json = JSON.stringify(manifest);
  return { generation: manifest.generation, json, hash: await sha256(json) };
}

/** The hash under which a manifest of the present format is stored. */
export async function manifestHash(manifest: Manifest): Promise<string> {
  return (await encodeManifest(manifest)).hash;
}

/** Checks the hash, then the version. `index/corrupt`, `index/format-too-new` or `index/format-too-old`. */
export async function decodeManifest(record: unknown, expectedHash: string): Promise<Manifest> {
  const { json, hash, generation } = (record ?? {}) as Partial<ManifestRecord>;
  if (typeof json !== 'string' || hash !== expectedHash || (await sha256(json)) !== hash) {
    throw new VectorGitError('index/corrupt', 'The manifest of the index is damaged', {
      details: { generation: generation ?? null },
    });
  }
  const manifest = parseManifest(json);
  if (manifest.formatVersion < OLDEST_READABLE_FORMAT) {
    throw new VectorGitError(
      'index/format-too-old',
      'This index was written by a version of VectorGit that is too old; index the repository again',
      { details: { stored: manifest.formatVersion, oldest: OLDEST_READABLE_FORMAT } },
    );
  }
  if (manifest.formatVersion > FORMAT_VERSION) {
    throw new VectorGitError(
      'index/format-too-new',
      'This index was written by a newer version of VectorGit; reload the page to get it',
      { details: { stored: manifest.formatVersion, supported: FORMAT_VERSION } },
    );
  }
  return manifest;
}

/** Reads a manifest of any format up to ours into the present shape; its hash is the caller's matter. */
export function parseManifest(json: string): Manifest {
  const stored = JSON.parse(json) as Manifest;
  if (stored.formatVersion >= 4) return stored;
  const { formatVersion } = stored;
  const segments = stored.segments.map((segment) => ({
    ...segment,
    filesCopy: formatVersion < 2 ? null : segment.filesCopy,
    grams: null,
  }));
  return formatVersion >= 2
    ? { ...stored, segments }
    : { ...stored, segments, changes: NO_CHANGES, restoredFrom: null };
}

/**
 * True for a merge of segments, which is its parent in other bytes: it bears its parent's time and tells the same, as
 * no commit of an ingest or a roll back does. The parent is then no state of its own to go back to.
 */
function takesPlaceOf(manifest: Manifest, parent: Manifest): boolean {
  return (
    manifest.parent === parent.generation &&
    manifest.committedAt === parent.committedAt &&
    manifest.complete === parent.complete &&
    manifest.restoredFrom === parent.restoredFrom &&
    JSON.stringify([manifest.counts, manifest.changes]) ===
      JSON.stringify([parent.counts, parent.changes])
  );
}

/** The generations among these that a merge among them took the place of. */
export function replacedAmong(manifests: readonly Manifest[]): ReadonlySet<Generation> {
  const byGeneration = new Map(manifests.map((manifest) => [manifest.generation, manifest]));
  return new Set(
    manifests.flatMap((manifest) => {
      const parent = byGeneration.get(manifest.parent);
      return parent !== undefined && takesPlaceOf(manifest, parent) ? [parent.generation] : [];
    }),
  );
}

/** Every blob that a generation needs. */
export function blobsOf(manifest: Manifest): BlobRef[] {
  const blobs: BlobRef[] = [];
  for (const segment of manifest.segments) {
    blobs.push(segment.files, segment.chunks, segment.postings, ...segment.texts);
    if (segment.filesCopy !== null) blobs.push(segment.filesCopy);
    if (segment.grams !== null) blobs.push(segment.grams);
    if (segment.vectors !== null) blobs.push(segment.vectors.blob);
    if (segment.nextVectors !== undefined) blobs.push(segment.nextVectors.blob);
  }
  if (manifest.skipped !== null) blobs.push(manifest.skipped);
  if (manifest.stats !== null) blobs.push(manifest.stats);
  return blobs;
}

/** Bytes of all payloads of a generation. */
export function storedBytes(manifest: Manifest): number {
  return blobsOf(manifest).reduce((sum, blob) => sum + blob.bytes, 0);
}
