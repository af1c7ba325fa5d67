/*
 * A pack is one generation of one repository in one file. Little-endian:
 *
 *   head      16 bytes: magic, u32 pack version, u32 zero
 *   sections  one after the other, without gaps; deflated (raw) where that saves space
 *   contents  JSON, UTF-8: what was packed, and of every section its kind, sizes and SHA-256 (`PackContents`)
 *   tail      48 bytes: u32 bytes of the contents, u32 zero, SHA-256 of head and contents, magic
 *
 * The contents stand at the end so that a pack is written in one pass with one section in memory. Every byte is
 * under a checksum or compared: sections by the contents, contents and head by the tail. A checksum tells damage;
 * a pack that somebody made on purpose is told by `checkSegment`, which trusts none of it.
 *
 * Never in a pack: files that were skipped, and their names; files with secrets, though the person included them;
 * folder handles, times of files, ids of this device. A section's `kind` is that of the stored blob, and derived
 * kinds (postings) are carried whatever they are called: the reader makes them anew and compares.
 * Rejected: zip (a directory of names that mean nothing here, no checksum against intent), one compressed stream
 * (no section could be read without those before it).
 */
import { VectorGitError } from '../domain/api.ts';

/**
 * Version of the container; what the sections hold goes by the store's two versions.
 * 1 (2026-11): first.
 */
export const PACK_VERSION = 1;

export const HEAD_BYTES = 16;
export const TAIL_BYTES = 48;

/** Contents of 100,000 segments; more is no pack of ours. */
export const MAX_CONTENTS_BYTES = 64_000_000;
/** One section in memory. A text blob is closed at 2 MB, so only a huge single file comes near. */
export const MAX_SECTION_BYTES = 256_000_000;
/** All sections together may unpack to this many bytes for each byte of the file (code: 3 to 8), beside a fixed share. */
export const MAX_INFLATION = 100;
export const FREE_INFLATION_BYTES = 64_000_000;

/** One section as the contents name it. */
export interface PackSection {
  readonly kind: string;
  /** Of the payload. */
  readonly bytes: number;
  /** In the file. */
  readonly stored: number;
  readonly compressed: boolean;
  /** Of the stored bytes, 64 hex digits. */
  readonly sha256: string;
}

/** What made the vectors of a segment, as the manifest has it. */
export interface PackVectors {
  readonly modelId: string;
  readonly modelChecksum: string;
  readonly embeddingFormat: string;
  readonly dimension: number;
}

export interface PackSegment {
  readonly files: number;
  readonly chunks: number;
  /** Null when its chunks have no vectors yet. */
  readonly vectors: PackVectors | null;
  /** In the order in which they stand in the file; kind `text` may come several times. */
  readonly sections: readonly PackSection[];
}

export interface PackContents {
  /** Of the repository. */
  readonly name: string;
  readonly formatVersion: number;
  readonly featureVersion: number;
  readonly chunkerVersion: number;
  readonly rulesVersion: number;
  /** Where it was made: for display. */
  readonly generation: number;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
  readonly complete: boolean;
  readonly maxFileBytes: number;
  readonly files: number;
  readonly chunks: number;
  readonly segments: readonly PackSegment[];
}

/** The failure of a pack that is not what it should be. `where` names the part. */
export function invalidPack(reason: string, where: string, cause?: unknown): VectorGitError {
  return new VectorGitError(
    'pack/invalid',
    `This pack is damaged or was not made by VectorGit: ${where}: ${reason}; nothing was stored`,
    { details: { reason, where }, ...(cause === undefined ? {} : { cause }) },
  );
}

/** 64 hex digits. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<string> {
  const whole =
    parts.length === 1
      ? (parts[0] as Uint8Array<ArrayBuffer>)
      : new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  let hex = '';
  for (const byte of digest) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
