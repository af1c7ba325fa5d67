import { invariant, VectorGitError } from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';
import { quantize } from './scalar-quantization.ts';

/** Quantised vectors of one segment, one row a document. */
export interface VectorBlock {
  readonly documents: number;
  readonly dimension: number;
  /** By document; 0 for a document without a direction. */
  readonly scales: Float32Array;
  /** Row-major documents × dimension. */
  readonly codes: Int8Array;
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
export function encodeVectorBlock(block: VectorBlock): Uint8Array<ArrayBuffer> {
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
    this.#codes.push(block.codes.subarray(start * this.#dimension, end * this.#dimension));
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

/** Views on `bytes`; `index/corrupt` when the sizes do not fit or a scale is no number. */
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
  return { documents, dimension, scales, codes };
}
