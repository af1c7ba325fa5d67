import { type GenerationChanges, type IngestSettings, NO_CHANGES } from '../domain/api.ts';
import type { FileRow } from '../index/api.ts';
import type {
  BlobRef,
  Manifest,
  ManifestCounts,
  ManifestDraft,
  SegmentEntry,
  VectorsEntry,
} from '../storage/api.ts';

/** Where a live file is. */
interface PlacedFile {
  readonly row: FileRow;
  readonly segmentId: string;
  readonly ordinal: number;
}

/** A segment with its decoded file table. */
export interface OpenedSegment {
  readonly entry: SegmentEntry;
  readonly files: readonly FileRow[];
}

/**
 * The next generation while it is being made: segments, tombstones, and the live file of each path.
 * Every change keeps it ready to be committed.
 */
export class GenerationDraft {
  readonly #segments = new Map<string, SegmentEntry>();
  readonly #deleted = new Map<string, Set<number>>();
  readonly #live = new Map<string, PlacedFile>();
  /** Live files at the start. */
  readonly #before: ReadonlyMap<string, FileRow>;
  readonly #carried: GenerationChanges;

  /** `carried`: changes that were committed on the way from the last complete generation to these segments. */
  constructor(segments: readonly OpenedSegment[], carried: GenerationChanges = NO_CHANGES) {
    for (const segment of segments) this.add(segment);
    this.#before = new Map([...this.#live].map(([path, { row }]) => [path, row]));
    this.#carried = carried;
  }

  /** Since the last complete generation: checkpoints between are collected, their changes stay told. */
  changes(): GenerationChanges {
    const changes = { ...this.#carried };
    for (const [path, { row }] of this.#live) {
      const before = this.#before.get(path);
      if (before === row) continue;
      changes.chunksAdded += row.chunks;
      changes.chunksRemoved += before?.chunks ?? 0;
      if (before === undefined) changes.filesAdded++;
      else changes.filesChanged++;
    }
    for (const [path, row] of this.#before) {
      if (this.#live.has(path)) continue;
      changes.filesRemoved++;
      changes.chunksRemoved += row.chunks;
    }
    return changes;
  }

  /** Adds a segment; its live files take the place of files of the same path. */
  add({ entry, files }: OpenedSegment): void {
    const deleted = new Set(entry.deletedFiles);
    this.#segments.set(entry.id, entry);
    this.#deleted.set(entry.id, deleted);
    for (const [ordinal, row] of files.entries()) {
      if (deleted.has(ordinal)) continue;
      this.remove(row.path);
      this.#live.set(row.path, { row, segmentId: entry.id, ordinal });
    }
  }

  file(path: string): FileRow | null {
    return this.#live.get(path)?.row ?? null;
  }

  paths(): IterableIterator<string> {
    return this.#live.keys();
  }

  /** Sets a tombstone; a segment without live files goes. False when there is no such file. */
  remove(path: string): boolean {
    const placed = this.#live.get(path);
    if (placed === undefined) return false;
    this.#live.delete(path);
    const deleted = this.#deleted.get(placed.segmentId);
    deleted?.add(placed.ordinal);
    if (deleted?.size === this.#segments.get(placed.segmentId)?.fileCount) {
      this.#segments.delete(placed.segmentId);
      this.#deleted.delete(placed.segmentId);
    }
    return true;
  }

  /**
   * Gives a segment its vectors. Those of another model than it has wait beside the present ones, which are
   * searched until `settleVectors`.
   */
  attachVectors(segmentId: string, vectors: VectorsEntry): void {
    const entry = this.#segments.get(segmentId);
    if (entry === undefined) return;
    const isChange = entry.vectors !== null && !isOf(entry.vectors, vectors);
    this.#segments.set(
      segmentId,
      isChange ? { ...entry, nextVectors: vectors } : { ...entry, vectors },
    );
  }

  /**
   * Once every segment has vectors of the wanted model these take the place of any others. True when
   * something changed by that.
   */
  settleVectors(wanted: VectorsIdentity): boolean {
    const segments = [...this.#segments.values()];
    if (!segments.every((entry) => hasVectorsOf(entry, wanted))) return false;
    let changed = false;
    for (const { nextVectors, ...entry } of segments) {
      if (nextVectors === undefined) continue;
      const vectors = isOf(nextVectors, wanted) ? nextVectors : entry.vectors;
      this.#segments.set(entry.id, { ...entry, vectors });
      changed = true;
    }
    return changed;
  }

  /** In the order in which they were added. */
  segments(): SegmentEntry[] {
    return [...this.#segments.values()].map((entry) => ({
      ...entry,
      deletedFiles: [...(this.#deleted.get(entry.id) ?? [])].sort((a, b) => a - b),
    }));
  }

  counts(skipped: number): ManifestCounts {
    let chunks = 0;
    let embedded = 0;
    let sourceBytes = 0;
    const languages = new Map<string, number>();
    for (const { row, segmentId } of this.#live.values()) {
      chunks += row.chunks;
      sourceBytes += row.bytes;
      if (this.#segments.get(segmentId)?.vectors != null) embedded += row.chunks;
      languages.set(row.language, (languages.get(row.language) ?? 0) + 1);
    }
    return {
      files: this.#live.size,
      chunks,
      embedded,
      skipped,
      sourceBytes,
      languages: [...languages]
        .map(([language, files]) => ({ language, files }))
        .sort((a, b) => b.files - a.files || (a.language < b.language ? -1 : 1)),
    };
  }

  manifest(facts: {
    readonly complete: boolean;
    readonly chunkerVersion: number;
    readonly rulesVersion: number;
    readonly settings: IngestSettings;
    readonly skipped: BlobRef | null;
    readonly skippedCount: number;
    readonly stats: BlobRef | null;
  }): ManifestDraft {
    const { skippedCount, ...rest } = facts;
    return {
      ...rest,
      segments: this.segments(),
      counts: this.counts(skippedCount),
      changes: this.changes(),
      restoredFrom: null,
    };
  }
}

/** Changes that a generation made from `base` has to tell beside its own. */
export function changesOnTheWay(base: Manifest | null): GenerationChanges {
  return base === null || base.complete ? NO_CHANGES : base.changes;
}

/** True when the segment has vectors that this model made in this format, searched already or waiting. */
export function hasVectorsOf(
  { vectors, nextVectors }: SegmentEntry,
  wanted: VectorsIdentity,
): boolean {
  return (
    (vectors !== null && isOf(vectors, wanted)) ||
    (nextVectors !== undefined && isOf(nextVectors, wanted))
  );
}

/** True for vectors that the same model made in the same format. */
export function isOf(vectors: VectorsIdentity, wanted: VectorsIdentity): boolean {
  return (
    vectors.modelId === wanted.modelId &&
    vectors.modelChecksum === wanted.modelChecksum &&
    vectors.embeddingFormat === wanted.embeddingFormat
  );
}

export type VectorsIdentity = Pick<
  VectorsEntry,
  'modelId' | 'modelChecksum' | 'embeddingFormat' | 'dimension'
>;
