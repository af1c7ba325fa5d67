import type { Generation } from './ids.ts';

/**
 * What a generation changed since the last complete one before it. A changed file counts its old chunks as removed
 * and its new ones as added.
 */
export interface GenerationChanges {
  readonly filesAdded: number;
  readonly filesChanged: number;
  readonly filesRemoved: number;
  readonly chunksAdded: number;
  readonly chunksRemoved: number;
}

export const NO_CHANGES: GenerationChanges = {
  filesAdded: 0,
  filesChanged: 0,
  filesRemoved: 0,
  chunksAdded: 0,
  chunksRemoved: 0,
};

/** One commit as the history shows it. */
export interface GenerationSummary {
  readonly generation: Generation;
  readonly parent: Generation;
  /** Milliseconds since 1970. For display only: order is by generation. */
  readonly committedAt: number;
  /** False for a checkpoint of an ingest that has not reached its end. */
  readonly complete: boolean;
  /** Given by a person; a labelled generation is never collected. */
  readonly label: string | null;
  /** The generation whose content a roll back, or a fall back after damage, brought back. */
  readonly restoredFrom: Generation | null;
  readonly files: number;
  readonly chunks: number;
  /** Chunks that have a vector. */
  readonly embedded: number;
  /** Stored bytes that this generation names; generations share most of theirs. */
  readonly bytes: number;
  readonly model: string | null;
  readonly changes: GenerationChanges;
  /** A part that it needs is known to be missing or damaged. */
  readonly damaged: boolean;
  readonly current: boolean;
}

/** One file that two generations differ in. */
export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly chunksBefore: number;
  readonly chunksAfter: number;
}
