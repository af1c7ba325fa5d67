import type { RepositoryId } from './ids.ts';

export type IngestPhase = 'listing' | 'indexing' | 'embedding' | 'done';

/** How far an ingest is. All numbers only grow within one ingest. */
export interface IngestProgress {
  /** Null while the page still hands its files over. */
  readonly repositoryId: RepositoryId | null;
  readonly name: string;
  readonly phase: IngestPhase;
  readonly filesSeen: number;
  readonly filesSkipped: number;
  /** Files that need work in this ingest; null until the listing ended. */
  readonly filesTotal: number | null;
  readonly filesDone: number;
  readonly bytesDone: number;
  /** Chunks searchable by words in the committed generation. */
  readonly chunksCommitted: number;
  readonly chunksDone: number;
  readonly chunksEmbedded: number;
  /** Over the last seconds of the present phase; 0 until measured. */
  readonly chunksPerSecond: number;
  /** Null until it can be told (first 3 s). */
  readonly secondsLeft: number | null;
  readonly elapsedMilliseconds: number;
}

/** Of an ingest whose files are still being handed over. */
export const NOTHING_DONE: IngestProgress = {
  repositoryId: null,
  name: '',
  phase: 'listing',
  filesSeen: 0,
  filesSkipped: 0,
  filesTotal: null,
  filesDone: 0,
  bytesDone: 0,
  chunksCommitted: 0,
  chunksDone: 0,
  chunksEmbedded: 0,
  chunksPerSecond: 0,
  secondsLeft: null,
  elapsedMilliseconds: 0,
};
