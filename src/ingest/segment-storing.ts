import type { SegmentId } from '../domain/api.ts';
import type { SealedSegment } from '../index/api.ts';
import type { BlobRef, RepositoryStore, SegmentEntry } from '../storage/api.ts';

/** Stores the parts of a sealed segment; nothing sees them until a generation that names the entry is committed. */
export async function storeSegment(
  store: RepositoryStore,
  sealed: SealedSegment,
): Promise<SegmentEntry> {
  const [files, filesCopy, chunks, postings, grams, ...texts] = (await store.writeBlobs([
    { kind: 'files', payload: sealed.files },
    { kind: 'files', payload: sealed.files },
    { kind: 'chunks', payload: sealed.chunks },
    { kind: 'postings', payload: sealed.postings },
    { kind: 'grams', payload: sealed.grams },
    ...sealed.texts.map((payload) => ({ kind: 'text', payload }) as const),
  ])) as [BlobRef, BlobRef, BlobRef, BlobRef, BlobRef, ...BlobRef[]];
  return {
    id: crypto.randomUUID() as SegmentId,
    fileCount: sealed.fileCount,
    chunkCount: sealed.chunkCount,
    files,
    filesCopy,
    chunks,
    postings,
    grams,
    texts,
    vectors: null,
    deletedFiles: [],
  };
}
