import type { Generation, RepositoryId, VectorGitError } from '../domain/api.ts';
import type { GramFilter, Snapshot } from '../index/api.ts';
import type { Manifest, SegmentEntry } from '../storage/api.ts';
import type { TextSource } from './text-source.ts';

/** A repository's share of a joined snapshot. */
export interface JoinedRepository {
  readonly id: RepositoryId;
  readonly name: string;
  readonly generation: Generation;
  /** Ordinals of its chunks, half-open. */
  readonly start: number;
  readonly end: number;
}

/** A segment, or only its vectors, that a generation is read without because it is damaged. */
export interface LeftOut {
  readonly segment: SegmentEntry;
  readonly error: VectorGitError;
}

/** One generation, decoded and ready to be searched. It is read from start to end of a search. */
export interface OpenedGeneration {
  readonly manifest: Manifest;
  readonly snapshot: Snapshot;
  /** Of the snapshot's segments, in their order; those that are left out are not among them. */
  readonly entries: readonly SegmentEntry[];
  readonly texts: Pick<TextSource, 'chunk' | 'file'>;
  /** Filter of a segment's texts, read at first use; null for a segment that has none that can be read. */
  readonly grams: (segment: number) => Promise<GramFilter | null>;
  /** What is damaged; the rest can be searched. */
  readonly leftOut: readonly LeftOut[];
  /** By ordinal; given when it is several repositories joined into one. */
  readonly repositories?: readonly JoinedRepository[];
}
