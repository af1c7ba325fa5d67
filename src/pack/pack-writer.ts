import { PACK_EXTENSION, PACK_MAGIC } from '../domain/api.ts';
import {
  ChunkTable,
  contentOf,
  decodeFileTable,
  decodeVectors,
  encodeFileTable,
  SegmentWriter,
  VectorBlockWriter,
} from '../index/api.ts';
import { findSecret, secretName } from '../repository/api.ts';
import type { BlobRef, Manifest, SegmentEntry } from '../storage/api.ts';
import { isCleanPath } from './clean-path.ts';
import { deflated } from './compression.ts';
import {
  HEAD_BYTES,
  PACK_VERSION,
  type PackContents,
  type PackSection,
  type PackSegment,
  sha256,
  TAIL_BYTES,
} from './pack-format.ts';
import { derivedParts } from './segment-parts.ts';

/** What is packed. */
export interface PackSource {
  readonly name: string;
  readonly manifest: Manifest;
  /** `RepositoryStore.readBlob`. */
  readonly readBlob: (ref: BlobRef) => Promise<Uint8Array>;
  /** Called between files; may throw to stop. */
  readonly breathe: () => Promise<void>;
}

export interface PackReport {
  readonly files: number;
  readonly chunks: number;
  /** Indexed files that are not in the pack: secrets included by the person, names that other systems refuse. */
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

/** Bytes given to the browser as one part of the file, which it keeps where it likes. */
const PART_BYTES = 4_000_000;

/** One generation as a file; no more than one segment and one part of it are in memory at a time. */
export async function packFile(source: PackSource): Promise<{ file: File; report: PackReport }> {
  const parts: Blob[] = [];
  let open: Uint8Array<ArrayBuffer>[] = [];
  let openBytes = 0;
  const writing = writePack(source);
  for (;;) {
    const { done, value } = await writing.next();
    if (done === true) {
      parts.push(new Blob(open));
      const file = new File(parts, `${fileNameOf(source.name)}${PACK_EXTENSION}`, {
        type: 'application/octet-stream',
      });
      return { file, report: value };
    }
    open.push(value);
    openBytes += value.length;
    if (openBytes < PART_BYTES) continue;
    parts.push(new Blob(open));
    open = [];
    openBytes = 0;
  }
}

/** The bytes of a pack in their order. */
export async function* writePack(
  source: PackSource,
): AsyncGenerator<Uint8Array<ArrayBuffer>, PackReport> {
  const { manifest } = source;
  const head = new Uint8Array(HEAD_BYTES);
  head.set(PACK_MAGIC);
  new DataView(head.buffer).setUint32(8, PACK_VERSION, true);
  yield head;

  const segments: PackSegment[] = [];
  const leftOut: PackReport['leftOut'][number][] = [];
  for (const entry of manifest.segments) {
    const packed = await partsOf(entry, source, leftOut);
    if (packed === null) continue;
    const sections: PackSection[] = [];
    for (const { kind, payload } of packed.parts) {
      const smaller = await deflated(payload);
      const stored = smaller ?? payload;
      sections.push({
        kind,
        bytes: payload.length,
        stored: stored.length,
        compressed: smaller !== null,
        sha256: await sha256(stored),
      });
      yield stored;
      await source.breathe();
    }
    const vectors =
      entry.vectors === null
        ? null
        : {
            modelId: entry.vectors.modelId,
            modelChecksum: entry.vectors.modelChecksum,
            embeddingFormat: entry.vectors.embeddingFormat,
            dimension: entry.vectors.dimension,
          };
    segments.push({ files: packed.files, chunks: packed.chunks, vectors, sections });
  }

  const contents: PackContents = {
    name: source.name,
    formatVersion: manifest.formatVersion,
    featureVersion: manifest.featureVersion,
    chunkerVersion: manifest.chunkerVersion,
    rulesVersion: manifest.rulesVersion,
    generation: manifest.generation,
    committedAt: manifest.committedAt,
    complete: manifest.complete,
    maxFileBytes: manifest.settings.maxFileBytes,
    files: segments.reduce((sum, segment) => sum + segment.files, 0),
    chunks: segments.reduce((sum, segment) => sum + segment.chunks, 0),
    segments,
  };
  const encoded = new TextEncoder().encode(JSON.stringify(contents));
  yield encoded;
  const tail = new Uint8Array(TAIL_BYTES);
  new DataView(tail.buffer).setUint32(0, encoded.length, true);
  const digest = await sha256(head, encoded);
  for (let byte = 0; byte < 32; byte++) {
    tail[8 + byte] = Number.parseInt(digest.slice(byte * 2, byte * 2 + 2), 16);
  }
  tail.set(PACK_MAGIC, 40);
  yield tail;
  return { files: contents.files, chunks: contents.chunks, leftOut };
}

interface Part {
  readonly kind: string;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** The sections of one segment: as stored when all of it goes in, else written anew without the rest. */
async function partsOf(
  entry: SegmentEntry,
  source: PackSource,
  leftOut: { path: string; why: string }[],
): Promise<{ parts: readonly Part[]; files: number; chunks: number } | null> {
  const read = async (ref: BlobRef): Promise<Uint8Array<ArrayBuffer>> =>
    (await source.readBlob(ref)) as Uint8Array<ArrayBuffer>;
  const files = decodeFileTable(await read(entry.files));
  const chunks = new ChunkTable(await read(entry.chunks));
  const texts: Uint8Array[] = [];
  for (const ref of entry.texts) texts.push(await read(ref));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
  const deleted = new Set(entry.deletedFiles);

  const encoder = new TextEncoder();
  const writer = new SegmentWriter((text) => encoder.encode(text));
  const kept: number[] = [];
  for (const [ordinal, row] of files.entries()) {
    if (deleted.has(ordinal)) continue;
    const text = decode(texts[row.textBlob]?.subarray(row.textStart, row.textEnd) ?? EMPTY);
    const why = reasonToLeaveOut(row.path, text);
    if (why === null) kept.push(ordinal);
    else leftOut.push({ path: row.path, why });
    await source.breathe();
  }
  if (kept.length === 0) return null;

  if (kept.length === files.length) {
    const timeless = encodeFileTable(files.map((row) => ({ ...row, lastModified: 0 })));
    const parts: Part[] = [{ kind: 'files', payload: timeless }];
    const kinds = new Set(['files']);
    for (const ref of blobRefsOf(entry)) {
      // A second blob of a kind is a copy kept for safety; only texts are several.
      if (kinds.has(ref.kind)) continue;
      if (ref.kind !== 'text') kinds.add(ref.kind);
      parts.push({ kind: ref.kind, payload: await read(ref) });
    }
    return { parts, files: files.length, chunks: chunks.count };
  }

  const vectors = entry.vectors === null ? null : decodeVectors(await read(entry.vectors.blob));
  const rows = vectors === null ? null : new VectorBlockWriter(vectors.dimension);
  for (const ordinal of kept) {
    const content = contentOf({ files, chunks, texts }, ordinal, decode);
    writer.add({ ...content.file, lastModified: 0 }, content.chunks);
    const { firstChunk, chunks: count } = files[ordinal] as { firstChunk: number; chunks: number };
    if (vectors !== null) rows?.add(vectors, firstChunk, firstChunk + count);
    await source.breathe();
  }
  const sealed = writer.seal();
  const parts: Part[] = [
    { kind: 'files', payload: sealed.files },
    { kind: 'chunks', payload: sealed.chunks },
    ...sealed.texts.map((payload) => ({ kind: 'text', payload })),
    ...[...derivedParts(sealed)].map(([kind, payload]) => ({ kind, payload })),
    ...(rows === null ? [] : [{ kind: 'vectors', payload: rows.finish() }]),
  ];
  return { parts, files: sealed.fileCount, chunks: sealed.chunkCount };
}

const EMPTY = new Uint8Array();

function reasonToLeaveOut(path: string, text: string): string | null {
  if (!isCleanPath(path)) return 'its name is not allowed on every system';
  return secretName(path) ?? findSecret(text)?.kind ?? null;
}

/** Every blob that the entry names, whatever member holds it. */
function blobRefsOf(value: unknown): BlobRef[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('key' in value && 'kind' in value && 'checksum' in value) return [value as BlobRef];
  return Object.values(value).flatMap(blobRefsOf);
}

/** A repository's name as a name of a file. */
function fileNameOf(name: string): string {
  const clean = name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. ]+/, '');
  return clean.slice(0, 100) || 'repository';
}
