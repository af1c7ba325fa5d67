import type { SegmentId } from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import type { SealedSegment } from '../index/api.ts';
import type { BlobRef, RepositoryStore, SegmentEntry } from '../storage/api.ts';
import { vectorsIdentity } from './embedding-pass.ts';

/** Encoded vectors of a segment and what made them. */
export interface MadeVectors {
  readonly vectors: Uint8Array;
  readonly embedder: Embedder;
}

/**
 * Stores the parts of a sealed segment, with its vectors when they are there; nothing sees them until a generation
 * that names the entry is committed.
 */
export async function storeSegment(
  store: RepositoryStore,
  sealed: SealedSegment,
  made: MadeVectors | null = null,
): Promise<SegmentEntry> {
  const [files, filesCopy, chunks, postings, grams, ...others] = (await store.writeBlobs([
    { kind: 'files', payload: sealed.files },
    { kind: 'files', payload: sealed.files },
    { kind: 'chunks', payload: sealed.chunks },
    { kind: 'postings', payload: sealed.postings },
    { kind: 'grams', payload: sealed.grams },
    ...sealed.texts.map((payload) => ({ kind: 'text', payload }) as const),
    ...(made === null ? [] : [{ kind: 'vectors', payload: made.vectors } as const]),
  ])) as [BlobRef, BlobRef, BlobRef, BlobRef, BlobRef, ...BlobRef[]];
  const blob = others[sealed.texts.length] ?? null;
  return {
    id: crypto.randomUUID() as SegmentId,
    fileCount: sealed.fileCount,
    chunkCount: sealed.chunkCount,
    files,
    filesCopy,
    chunks,
    postings,
    grams,
    texts: others.slice(0, sealed.texts.length),
    vectors: blob === null || made === null ? null : { ...vectorsIdentity(made.embedder), blob },
    deletedFiles: [],
  };
}
