import { invariant, VectorGitError } from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';
import { quantize } from './scalar-quantization.ts';
import type { SimdKernels } from './simd-kernels.ts';
import { keepInMemory, simdKernels, suitsKernels } from './vector-memory.ts';

/** Quantised vectors of one segment, one row a document. */
export interface VectorBlock {
  readonly documents: number;
  readonly dimension: number;
  /** By document; 0 for a document without a direction. */
  readonly scales: Float32Array;
  /** Row-major documents × dimension. Take it anew at every use: it may lie in a memory that grows. */
  readonly codes: Int8Array;
  /** Where the codes are in the memory of the kernels, and after them the scales; null when they are not there. */
  readonly codesAt: number | null;
}

/** A block with the place of its first row among all rows. */
export interface PlacedBlock {
  readonly block: VectorBlock;
  readonly base: number;
}

/**
 * `vectors`: unit rows, row-major n × dimension. Layout: u32 documents, u32 dimension, f32 × documents scales,
 * i8 × documents × dimension codes.
 */
export function encodeVectors(vectors: Float32Array, dimension: number): Uint8Array<ArrayBuffer> {
  invariant(dimension > 0 && vectors.length % dimension === 0, 'vectors fill whole rows');
  const documents = vectors.length / dimension;
  const scales = new Float32Array(documents);
  const codes = new Int8Array(vectors.length);
  for (let row = 0; row < documents; row++) {
    const quantized = quantize(vectors.subarray(row * dimension, (row + 1) * dimension));
    scales[row] = quantized.scale;
    codes.set(quantized.codes, row * dimension);
  }
  return encodeVectorBlock({ documents, dimension, scales, codes });
}

/** Vectors that are quantised already, as they are. */
export function encodeVectorBlock(block: Omit<VectorBlock, 'codesAt'>): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter(8 + block.scales.byteLength + block.codes.byteLength);
  out.u32(block.documents);
  out.u32(block.dimension);
  out.array(block.scales);
  out.array(block.codes);
  return out.finish();
}

/** Collects rows of several blocks, in the order of the documents of a new segment. */
export class VectorBlockWriter {
  readonly #dimension: number;
  readonly #scales: Float32Array[] = [];
  readonly #codes: Int8Array[] = [];

  constructor(dimension: number) {
    this.#dimension = dimension;
  }

  /** Rows `start` to `end` of a block, half-open. */
  add(block: VectorBlock, start: number, end: number): void {
    invariant(block.dimension === this.#dimension, 'vectors of one segment have one dimension');
    this.#scales.push(block.scales.subarray(start, end));
    // A copy, since the memory that the codes may lie in can grow.
    this.#codes.push(block.codes.slice(start * this.#dimension, end * this.#dimension));
  }

  finish(): Uint8Array<ArrayBuffer> {
    const documents = this.#scales.reduce((sum, part) => sum + part.length, 0);
    const scales = new Float32Array(documents);
    const codes = new Int8Array(documents * this.#dimension);
    let row = 0;
    for (const [index, part] of this.#scales.entries()) {
      scales.set(part, row);
      codes.set(this.#codes[index] as Int8Array, row * this.#dimension);
      row += part.length;
    }
    return encodeVectorBlock({ documents, dimension: this.#dimension, scales, codes });
  }
}

/**
 * Views on `bytes`, or a copy of the codes in the kernels' memory; `index/corrupt` when the sizes do not fit or a
 * scale is no number.
 */
export function decodeVectors(bytes: Uint8Array): VectorBlock {
  const reader = new ByteReader(bytes);
  const documents = reader.u32();
  const dimension = reader.u32();
  const scales = reader.f32Array(documents);
  const codes = reader.i8Array(documents * dimension);
  if (reader.remaining !== 0 || !scales.every((scale) => Number.isFinite(scale) && scale >= 0)) {
    throw new VectorGitError('index/corrupt', 'The stored vectors are damaged', {
      details: { documents, dimension },
    });
  }
  return placed(documents, dimension, scales, codes);
}

/** The codes go where the kernels can read them; `scales` then keep no more of the stored bytes than they need. */
function placed(
  documents: number,
  dimension: number,
  scales: Float32Array,
  codes: Int8Array,
): VectorBlock {
  const plain = { documents, dimension, scales, codes, codesAt: null };
  if (!suitsKernels(dimension)) return plain;
  const block = {
    documents,
    dimension,
    scales: scales.slice(),
    codesAt: null as number | null,
    get codes(): Int8Array {
      const simd = simdKernels() as SimdKernels;
      return new Int8Array(simd.buffer(), block.codesAt ?? 0, documents * dimension);
    },
  };
  const parts = [codes, scales].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  block.codesAt = keepInMemory(parts, block);
  return block.codesAt === null ? plain : block;
}
