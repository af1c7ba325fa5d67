import type { SegmentId } from '../domain/api.ts';
import type { SealedSegment } from '../index/api.ts';
import type { RepositoryStore, SegmentEntry } from '../storage/api.ts';

/** Stores the parts of a sealed segment; nothing sees them until a generation that names the entry is committed. */
export async function storeSegment(
  store: RepositoryStore,
  sealed: SealedSegment,
): Promise<SegmentEntry> {
  const [files, filesCopy, chunks, postings, grams, texts] = await Promise.all([
    store.writeBlob('files', sealed.files),
    store.writeBlob('files', sealed.files),
    store.writeBlob('chunks', sealed.chunks),
    store.writeBlob('postings', sealed.postings),
    store.writeBlob('grams', sealed.grams),
    Promise.all(sealed.texts.map((text) => store.writeBlob('text', text))),
  ]);
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
