import { VectorGitError } from '../../domain/api.ts';
import { PostingsReader } from '../lexical/postings-reader.ts';
import { decodeVectors, type VectorBlock } from '../vector/vector-block.ts';
import { ChunkTable } from './chunk-table.ts';
import { decodeFileTable, type FileRow } from './file-table.ts';

/** The decoded, searchable parts of one immutable segment. Its documents are its chunks. */
export interface SegmentReader {
  readonly files: readonly FileRow[];
  readonly chunks: ChunkTable;
  readonly postings: PostingsReader;
  /** Null while they are not made. */
  readonly vectors: VectorBlock | null;
}

/** `index/corrupt` when the parts do not belong together, though each has its checksum. */
export function openSegment(parts: {
  readonly files: Uint8Array;
  readonly chunks: Uint8Array;
  readonly postings: Uint8Array;
  readonly vectors: Uint8Array | null;
}): SegmentReader {
  const files = decodeFileTable(parts.files);
  const chunks = new ChunkTable(parts.chunks);
  const postings = new PostingsReader(parts.postings);
  const vectors = parts.vectors === null ? null : decodeVectors(parts.vectors);
  const expected = files.reduce((sum, file) => sum + file.chunks, 0);
  if (
    chunks.count !== expected ||
    postings.documents !== expected ||
    (vectors !== null && vectors.documents !== expected)
  ) {
    throw new VectorGitError('index/corrupt', 'The parts of a segment do not belong together', {
      details: {
        files: expected,
        chunks: chunks.count,
        postings: postings.documents,
        vectors: vectors?.documents ?? null,
      },
    });
  }
  return { files, chunks, postings, vectors };
}
