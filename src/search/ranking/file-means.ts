import type { SegmentReader, Snapshot, VectorBlock } from '../../index/api.ts';

/**
 * What turns cosines of chunks into cosines of files without a vector per file being kept: the cosine with a
 * file's mean is the sum of its chunks' cosines over the length of the sum of their vectors.
 */
interface FileMeans {
  /** Length of the sum of a file's vectors, by file ordinal. */
  readonly sumLengths: Float64Array;
  /** Cosine of a chunk's vector with its file's mean, by chunk. */
  readonly toMean: Float64Array;
}

/** Segments do not change: what is computed once holds as long as the reader does. */
const known = new WeakMap<SegmentReader, FileMeans>();

/**
 * Turns cosines of chunks into those of chunk + `share` × unit mean of the chunk's file, in place, by chunk ordinal
 * of the snapshot. O(chunks); the first call on a segment takes O(chunks × dimension) once.
 */
export function addFileMeans(snapshot: Snapshot, cosines: Float64Array, share: number): void {
  for (const { reader, base } of snapshot.segments) {
    if (reader.vectors === null) continue;
    const { sumLengths, toMean } = meansOf(reader, reader.vectors);
    for (const [ordinal, file] of reader.files.entries()) {
      const length = sumLengths[ordinal] as number;
      if (length === 0) continue;
      const first = base + file.firstChunk;
      let sum = 0;
      for (let chunk = 0; chunk < file.chunks; chunk++) sum += cosines[first + chunk] as number;
      const ofFile = sum / length;
      for (let chunk = 0; chunk < file.chunks; chunk++) {
        const along = toMean[file.firstChunk + chunk] as number;
        const both = Math.sqrt(1 + share * share + 2 * share * along);
        cosines[first + chunk] = ((cosines[first + chunk] as number) + share * ofFile) / both;
      }
    }
  }
}

function meansOf(reader: SegmentReader, block: VectorBlock): FileMeans {
  const before = known.get(reader);
  if (before !== undefined) return before;
  const { dimension, codes, scales } = block;
  const sumLengths = new Float64Array(reader.files.length);
  const toMean = new Float64Array(block.documents);
  const sum = new Float64Array(dimension);
  for (const [ordinal, file] of reader.files.entries()) {
    sum.fill(0);
    const end = file.firstChunk + file.chunks;
    for (let chunk = file.firstChunk; chunk < end; chunk++) {
      const scale = scales[chunk] as number;
      for (let d = 0, at = chunk * dimension; d < dimension; d++, at++) {
        sum[d] = (sum[d] as number) + scale * (codes[at] as number);
      }
    }
    let squares = 0;
    for (let d = 0; d < dimension; d++) squares += (sum[d] as number) ** 2;
    const length = Math.sqrt(squares);
    sumLengths[ordinal] = length;
    if (length === 0) continue;
    for (let chunk = file.firstChunk; chunk < end; chunk++) {
      let product = 0;
      for (let d = 0, at = chunk * dimension; d < dimension; d++, at++) {
        product += (codes[at] as number) * (sum[d] as number);
      }
      toMean[chunk] = (product * (scales[chunk] as number)) / length;
    }
  }
  const means = { sumLengths, toMean };
  known.set(reader, means);
  return means;
}
