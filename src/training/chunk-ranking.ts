import type { Chunk } from '../domain/api.ts';

/*
 * Ranks chunks as the product's stages `vectors` and `vectors-file` do: by the cosine alone, and with half of the
 * cosine with the file's mean given to the file's best chunk.
 */

/** Lines of a file, 1-based, both ends included. */
export type Place = {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
};

/** What of a chunk is looked at. */
type RankedChunk = Pick<Chunk, 'path' | 'startLine' | 'endLine'>;

const FILE_MEAN_SHARE = 0.5;
const TOP = 10;

/** For each chunk the unit mean of its file's vectors. */
export function fileMeans(
  chunks: readonly RankedChunk[],
  vectors: Float32Array,
  dimension: number,
): Float32Array {
  const sums = new Map<string, Float32Array>();
  chunks.forEach((chunk, row) => {
    const sum = sums.get(chunk.path) ?? new Float32Array(dimension);
    for (let d = 0; d < dimension; d++)
      sum[d] = (sum[d] as number) + (vectors[row * dimension + d] as number);
    sums.set(chunk.path, sum);
  });
  const means = new Float32Array(vectors.length);
  chunks.forEach((chunk, row) => {
    const sum = sums.get(chunk.path) as Float32Array;
    const norm = Math.hypot(...sum) || 1;
    means.set(
      sum.map((value) => value / norm),
      row * dimension,
    );
  });
  return means;
}

/** Half of the cosine with the file's mean is given to the file's best chunk. */
export function withFileTerm(
  own: Float32Array,
  shared: Float32Array,
  chunks: readonly RankedChunk[],
): Float32Array {
  const bestOf = new Map<string, number>();
  chunks.forEach(({ path: file }, at) => {
    const before = bestOf.get(file);
    if (before === undefined || (own[at] as number) > (own[before] as number)) bestOf.set(file, at);
  });
  const scores = own.slice();
  for (const at of bestOf.values()) {
    scores[at] = (own[at] as number) + FILE_MEAN_SHARE * (shared[at] as number);
  }
  return scores;
}

/** Cosine of each row (unit vectors, row-major) with the question. */
export function similarities(rows: Float32Array, asked: Float32Array): Float32Array {
  const found = new Float32Array(rows.length / asked.length);
  for (let row = 0; row < found.length; row++) {
    let sum = 0;
    for (let d = 0; d < asked.length; d++)
      sum += (rows[row * asked.length + d] as number) * (asked[d] as number);
    found[row] = sum;
  }
  return found;
}

/** The ten best chunks; of equal ones the first. */
export function best(scores: Float32Array, chunks: readonly RankedChunk[]): Place[] {
  const order = chunks
    .map((_, at) => at)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  return order.slice(0, TOP).map((at) => {
    const { path: file, startLine, endLine } = chunks[at] as Chunk;
    return { path: file, startLine, endLine };
  });
}
