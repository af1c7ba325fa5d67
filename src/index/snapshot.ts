import { invariant } from '../domain/api.ts';
import type { FileRow } from './segment/file-table.ts';
import type { SegmentReader } from './segment/segment-reader.ts';

/** One segment as a generation sees it. */
export interface SnapshotSegment {
  readonly reader: SegmentReader;
  /** Ordinals of files that this generation no longer has: tombstones. */
  readonly deletedFiles: ReadonlySet<number>;
}

interface PlacedSegment extends SnapshotSegment {
  /** Ordinal of the segment's first chunk among all chunks of the snapshot. */
  readonly base: number;
}

/**
 * All chunks of one generation under one numbering: chunk ordinals run through the segments in their order.
 * A snapshot never changes; the next generation is another one, which shares the readers of common segments.
 */
export class Snapshot {
  readonly segments: readonly PlacedSegment[];
  /** Ordinals there are, deleted ones included. */
  readonly size: number;
  /** 1 for a chunk of this generation, 0 for a deleted one. */
  readonly live: Uint8Array;
  readonly liveChunks: number;
  readonly liveFiles: number;
  /** Mean tokens of the live chunks. */
  readonly averageNorm: number;
  /** Live chunks that have a vector. */
  readonly embedded: number;

  constructor(segments: readonly SnapshotSegment[]) {
    const placed: PlacedSegment[] = [];
    let size = 0;
    for (const segment of segments) {
      placed.push({ ...segment, base: size });
      size += segment.reader.chunks.count;
    }
    this.segments = placed;
    this.size = size;
    this.live = new Uint8Array(size).fill(1);
    let tokens = 0;
    let liveChunks = 0;
    let liveFiles = 0;
    let embedded = 0;
    for (const { reader, deletedFiles, base } of placed) {
      for (const [ordinal, file] of reader.files.entries()) {
        if (deletedFiles.has(ordinal)) {
          this.live.fill(0, base + file.firstChunk, base + file.firstChunk + file.chunks);
          continue;
        }
        liveFiles++;
        liveChunks += file.chunks;
        if (reader.vectors !== null) embedded += file.chunks;
        for (let chunk = file.firstChunk; chunk < file.firstChunk + file.chunks; chunk++) {
          tokens += reader.postings.norms[chunk] as number;
        }
      }
    }
    this.liveChunks = liveChunks;
    this.liveFiles = liveFiles;
    this.embedded = embedded;
    this.averageNorm = liveChunks === 0 ? 0 : tokens / liveChunks;
  }

  /** The segment that holds a chunk, and the chunk's ordinal in it. */
  locate(ordinal: number): { segment: PlacedSegment; index: number; chunk: number } {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.segments[middle] as PlacedSegment).base <= ordinal) low = middle;
      else high = middle - 1;
    }
    const segment = this.segments[low];
    invariant(segment !== undefined && ordinal < this.size, 'chunk ordinal is in the snapshot');
    return { segment, index: low, chunk: ordinal - segment.base };
  }

  /** Sets what stands for chunks that this generation no longer has to 0; by ordinal. */
  clearDeleted(values: Float64Array): void {
    for (const { reader, deletedFiles, base } of this.segments) {
      for (const ordinal of deletedFiles) {
        const file = reader.files[ordinal];
        if (file === undefined) continue;
        const first = base + file.firstChunk;
        values.fill(0, first, first + file.chunks);
      }
    }
  }

  fileOf(ordinal: number): FileRow {
    const { segment, chunk } = this.locate(ordinal);
    return segment.reader.files[segment.reader.chunks.files[chunk] as number] as FileRow;
  }

  /** Every live file, with where it is. */
  *files(): Generator<{ file: FileRow; segment: number; ordinal: number; base: number }> {
    for (const [segment, { reader, deletedFiles, base }] of this.segments.entries()) {
      for (const [ordinal, file] of reader.files.entries()) {
        if (!deletedFiles.has(ordinal)) yield { file, segment, ordinal, base };
      }
    }
  }

  /**
   * Order of chunks that does not depend on how they came into the index: by chunk id, then path, then line.
   * Negative when `a` comes first.
   */
  compareChunks = (a: number, b: number): number => {
    const left = this.locate(a);
    const right = this.locate(b);
    const x = left.segment.reader.chunks;
    const y = right.segment.reader.chunks;
    const byId =
      (x.idHigh[left.chunk] as number) - (y.idHigh[right.chunk] as number) ||
      (x.idLow[left.chunk] as number) - (y.idLow[right.chunk] as number);
    if (byId !== 0) return byId;
    return this.comparePlaces(a, b);
  };

  /** Order of chunks as one reads them: by path, then line; where joined indexes have the same, by ordinal. Negative when `a` comes first. */
  comparePlaces = (a: number, b: number): number => {
    const pathA = this.fileOf(a).path;
    const pathB = this.fileOf(b).path;
    if (pathA !== pathB) return pathA < pathB ? -1 : 1;
    const left = this.locate(a);
    const right = this.locate(b);
    return (
      (left.segment.reader.chunks.startLines[left.chunk] as number) -
        (right.segment.reader.chunks.startLines[right.chunk] as number) || a - b
    );
  };
}
