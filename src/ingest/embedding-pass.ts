import { contextualText, EMBEDDING_FORMAT, type Embedder } from '../embedding/api.ts';
import {
  ChunkTable,
  decodeFileTable,
  encodeVectors,
  type FileRow,
  type SealedSegment,
} from '../index/api.ts';
import type { RepositoryStore, SegmentEntry, VectorsEntry } from '../storage/api.ts';
import type { VectorsIdentity } from './generation-draft.ts';

/** Small enough to hear a cancel within a frame or two with the static engine. */
const BATCH_CHUNKS = 128;

export function vectorsIdentity(embedder: Embedder): VectorsIdentity {
  return {
    modelId: embedder.model.id,
    modelChecksum: embedder.model.checksum,
    embeddingFormat: EMBEDDING_FORMAT,
    dimension: embedder.model.dimension,
  };
}

/**
 * Makes and stores the vectors of one segment from its stored text. Chunks of deleted files get zero rows.
 * `between` is called after each batch with the number of chunks done in it; it may throw to stop.
 */
export async function embedSegment(
  entry: SegmentEntry,
  store: RepositoryStore,
  embedder: Embedder,
  between: (chunks: number) => Promise<void>,
): Promise<VectorsEntry> {
  const bytes = await vectorBytesOf(entry, store, embedder, between);
  return { ...vectorsIdentity(embedder), blob: await store.writeBlob('vectors', bytes) };
}

/** As `embedSegment`, but only makes the bytes. The same text and model give the same bytes. */
export async function vectorBytesOf(
  entry: SegmentEntry,
  store: RepositoryStore,
  embedder: Embedder,
  between: (chunks: number) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = decodeFileTable(await store.readBlob(entry.files));
  const chunks = new ChunkTable(await store.readBlob(entry.chunks));
  const readText = async (blob: number): Promise<Uint8Array | null> => {
    const ref = entry.texts[blob];
    return ref === undefined ? null : store.readBlob(ref);
  };
  const parts = { files, chunks, readText, deleted: new Set(entry.deletedFiles) };
  return embedParts(parts, embedder, between);
}

/** The same bytes for a segment that was not stored yet. */
export async function vectorBytesOfSealed(
  sealed: SealedSegment,
  embedder: Embedder,
  between: (chunks: number) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: SegmentParts = {
    files: decodeFileTable(sealed.files),
    chunks: new ChunkTable(sealed.chunks),
    readText: async (blob) => sealed.texts[blob] ?? null,
    deleted: new Set(),
  };
  return embedParts(parts, embedder, between);
}

interface SegmentParts {
  readonly files: readonly FileRow[];
  readonly chunks: ChunkTable;
  /** A text blob by its number in the segment; null when there is none. */
  readonly readText: (blob: number) => Promise<Uint8Array | null>;
  /** Ordinals. */
  readonly deleted: ReadonlySet<number>;
}

async function embedParts(
  { files, chunks, readText, deleted }: SegmentParts,
  embedder: Embedder,
  between: (chunks: number) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { dimension } = embedder.model;
  const vectors = new Float32Array(chunks.count * dimension);
  const decoder = new TextDecoder();
  let openBlob = -1;
  let text: Uint8Array | null = null;

  for (let start = 0; start < chunks.count; start += BATCH_CHUNKS) {
    const end = Math.min(start + BATCH_CHUNKS, chunks.count);
    const rows: number[] = [];
    const texts: string[] = [];
    for (let chunk = start; chunk < end; chunk++) {
      const fileOrdinal = chunks.files[chunk] as number;
      const file = files[fileOrdinal];
      if (file === undefined || deleted.has(fileOrdinal)) continue;
      if (file.textBlob !== openBlob) {
        text = await readText(file.textBlob);
        openBlob = file.textBlob;
      }
      if (text === null) continue;
      const { type, name, byteStart, byteEnd } = chunks.row(chunk);
      const content = decoder.decode(
        text.subarray(file.textStart + byteStart, file.textStart + byteEnd),
      );
      rows.push(chunk);
      texts.push(contextualText({ path: file.path, type, name, content }));
    }
    const batch = await embedder.embedDocuments(texts);
    for (const [index, chunk] of rows.entries()) {
      vectors.set(batch.subarray(index * dimension, (index + 1) * dimension), chunk * dimension);
    }
    await between(rows.length);
  }
  return encodeVectors(vectors, dimension);
}
