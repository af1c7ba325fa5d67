import { type Chunk, hasCode, type SourceFile } from '../../domain/api.ts';
import { ChunkTable, contentOf, decodeFileTable, type FileRow } from '../../index/api.ts';
import type { RepositoryStore, SegmentEntry } from '../../storage/api.ts';

/** The file table of a segment from whichever copy is whole; `index/corrupt` when none is. */
export async function readFileTable(
  store: RepositoryStore,
  entry: SegmentEntry,
): Promise<FileRow[]> {
  try {
    return decodeFileTable(await store.readBlob(entry.files));
  } catch (error) {
    if (entry.filesCopy === null) throw error;
    return decodeFileTable(await store.readBlob(entry.filesCopy));
  }
}

/** The files of a segment out of the stored tables and texts, those too that are deleted by now, so that ordinals stay. */
export interface StoredContents {
  /** As they were read from their source. */
  readonly files: readonly SourceFile[];
  /** The chunks of each; null when the table of chunks is damaged. */
  readonly chunks: readonly (readonly Chunk[])[] | null;
}

/** `index/corrupt` when a text or both copies of the file table are damaged. */
export async function storedContents(
  store: RepositoryStore,
  entry: SegmentEntry,
): Promise<StoredContents> {
  const files = await readFileTable(store, entry);
  const texts = await Promise.all(entry.texts.map((ref) => store.readBlob(ref)));
  const chunks = await readChunkTable(store, entry);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const tables =
    chunks === null
      ? // The rows give the texts alone then.
        { files: files.map((row) => ({ ...row, chunks: 0 })), chunks: NO_CHUNKS, texts }
      : { files, chunks, texts };
  const contents = files.map((_, ordinal) =>
    contentOf(tables, ordinal, (bytes) => decoder.decode(bytes)),
  );
  return {
    files: contents.map(({ file }) => file),
    chunks: chunks === null ? null : contents.map((content) => content.chunks),
  };
}

/** A table of none: its count, and where the details of none start and end. */
const NO_CHUNKS = new ChunkTable(new Uint8Array(12));

async function readChunkTable(
  store: RepositoryStore,
  entry: SegmentEntry,
): Promise<ChunkTable | null> {
  try {
    return new ChunkTable(await store.readBlob(entry.chunks));
  } catch (error) {
    if (!hasCode(error, 'index/corrupt')) throw error;
    return null;
  }
}
