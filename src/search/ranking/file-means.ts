import type { SegmentReader, Snapshot, VectorBlock } from '../../index/api.ts';

/**
 * What turns cosines of chunks into cosines of files without a vector per file being kept: the cosine with a
 * file's mean is the sum of its chunks' cosines over the length of the sum of their vectors. Here those lengths,
 * by file ordinal. Segments do not change: what is computed once holds as long as the reader does.
 */
const known = new WeakMap<SegmentReader, Float64Array>();

/**
 * Adds `share` × the cosine with the unit mean of a file's vectors to the cosine of the file's best chunk, in place,
 * by chunk ordinal of the snapshot. Only to the best, so that what a file is about counts once: added to each of its
 * chunks it fills the answer with one file. O(chunks); the first call on a segment takes O(chunks × dimension) once.
 */
export function addFileMeans(snapshot: Snapshot, cosines: Float64Array, share: number): void {
  for (const { reader, base } of snapshot.segments) {
    if (reader.vectors === null) continue;
    const lengths = sumLengthsOf(reader, reader.vectors);
    for (const [ordinal, file] of reader.files.entries()) {
      const length = lengths[ordinal] as number;
      if (length === 0) continue;
      const first = base + file.firstChunk;
      let sum = 0;
      let best = first;
      for (let chunk = first; chunk < first + file.chunks; chunk++) {
        const cosine = cosines[chunk] as number;
        sum += cosine;
        if (cosine > (cosines[best] as number)) best = chunk;
      }
      cosines[best] = (cosines[best] as number) + (share * sum) / length;
    }
  }
}

function sumLengthsOf(reader: SegmentReader, block: VectorBlock): Float64Array {
  const before = known.get(reader);
  if (before !== undefined) return before;
  const { dimension, codes, scales } = block;
  const lengths = new Float64Array(reader.files.length);
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
    for (let d = 0; d < dimension; d++) squares += (sum[d] as number) * (sum[d] as number);
    lengths[ordinal] = Math.sqrt(squares);
  }
  known.set(reader, lengths);
  return lengths;
}
