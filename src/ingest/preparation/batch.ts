import type { IngestSettings, ParseNote, SkippedEntry } from '../../domain/api.ts';
import type { Embedder } from '../../embedding/api.ts';
import type { FileRow, SealedSegment } from '../../index/api.ts';
import type { ListedFile } from '../../repository/api.ts';

/** Files that are read and cut together and become one segment. */
export interface Batch {
  readonly files: readonly FileToPrepare[];
  readonly settings: IngestSettings;
  /** The segment is sealed when this much time has passed, with the files done by then. */
  readonly mostMilliseconds: number;
}

export interface FileToPrepare {
  readonly file: ListedFile;
  /** What the index holds of the path; null for a new one. */
  readonly before: Pick<FileRow, 'contentHash' | 'language' | 'chunks'> | null;
  /** False: it is cut though its content may be equal to what is indexed. */
  readonly mayBeSame: boolean;
}

/** What became of one file. */
export type FileOutcome =
  | { readonly kind: 'skipped'; readonly entry: SkippedEntry }
  /** Its bytes are those that are indexed. */
  | { readonly kind: 'same' }
  | { readonly kind: 'cut'; readonly chunks: number; readonly notes: readonly ParseNote[] };

export interface PreparedBatch {
  /** Of the batch's files from the first on, in their order; the files after them are to be given again. */
  readonly outcomes: readonly FileOutcome[];
  /** Null when nothing was cut. The buffers are the caller's. */
  readonly sealed: SealedSegment | null;
  /** The encoded vectors of the segment, when there was a model to make them. */
  readonly vectors: Uint8Array<ArrayBuffer> | null;
}

/** How far one batch is. */
export interface BatchProgress {
  readonly files: number;
  readonly bytes: number;
  /** Chunks made, less those that they take the place of. */
  readonly chunks: number;
}

export interface PreparationPorts {
  /** Null: no vectors are made. */
  readonly embedder: Embedder | null;
  readonly signal: AbortSignal;
  /** All of the batch so far, at every call. */
  readonly onProgress: (progress: BatchProgress) => void;
}

/** Does the work of an ingest that needs no store: reads, cuts, indexes and embeds. */
export interface Preparation {
  /** Batches that are prepared at the same time. */
  readonly workers: number;
  /** Batches that may be given at once: one more waits, so that no worker does until the engine has stored the last. */
  readonly width: number;
  /** Batches will come soon, for this embedder: what has to be loaded is loaded meanwhile. */
  warm?(embedder: Embedder | null): void;
  /** Rejects with `cancelled` at the signal. The same files give the same bytes, wherever it is done. */
  prepare(batch: Batch, ports: PreparationPorts): Promise<PreparedBatch>;
}
