import { type Chunk, type SourceFile, VectorGitError } from '../../domain/api.ts';
import type { ChunkTable } from './chunk-table.ts';
import type { FileRow } from './file-table.ts';

/** One file of a segment, as it was when it was given to the segment's writer. */
export interface SegmentContent {
  readonly file: SourceFile;
  readonly chunks: readonly Chunk[];
  /** Ordinal of the file in the segment. */
  readonly ordinal: number;
}

/** What a segment's contents are read from. */
export interface SegmentTables {
  readonly files: readonly FileRow[];
  readonly chunks: ChunkTable;
  /** Payloads of the segment's text blobs. */
  readonly texts: readonly Uint8Array[];
}

/**
 * Takes one file back out of a segment, with its chunks, so that another segment can be written of it without
 * cutting it again: `SegmentWriter.add` of what is answered gives the same rows and postings as the first time.
 * `decode` is the platform's UTF-8 decoder. `index/corrupt` when a span lies outside of its text.
 */
export function contentOf(
  { files, chunks, texts }: SegmentTables,
  ordinal: number,
  decode: (bytes: Uint8Array) => string,
): SegmentContent {
  const row = files[ordinal];
  const blob = row && texts[row.textBlob];
  if (row === undefined || blob === undefined || !isSpan(row.textStart, row.textEnd, blob.length)) {
    throw new VectorGitError('index/corrupt', 'A file of the index has no text', {
      details: { path: row?.path ?? null },
    });
  }
  const bytes = blob.subarray(row.textStart, row.textEnd);
  return {
    ordinal,
    file: {
      path: row.path,
      bytes: row.bytes,
      lastModified: row.lastModified,
      text: decode(bytes),
      encoding: row.encoding,
      lossy: row.lossy,
      language: row.language,
      contentHash: row.contentHash,
    },
    chunks: Array.from({ length: row.chunks }, (_, index): Chunk => {
      const chunk = chunks.row(row.firstChunk + index);
      if (!isSpan(chunk.byteStart, chunk.byteEnd, bytes.length)) {
        throw new VectorGitError('index/corrupt', 'A chunk lies outside of its file', {
          details: { path: row.path },
        });
      }
      const { id, startLine, endLine, type, name, tags, definitions } = chunk;
      return {
        id,
        path: row.path,
        startLine,
        endLine,
        type,
        name,
        language: row.language,
        tags,
        definitions,
        content: decode(bytes.subarray(chunk.byteStart, chunk.byteEnd)),
      };
    }),
  };
}

function isSpan(start: number, end: number, length: number): boolean {
  return start <= end && end <= length;
}
