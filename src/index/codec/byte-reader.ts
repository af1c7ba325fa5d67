import { VectorGitError } from '../../domain/api.ts';
import { decodeUtf8 } from './utf8.ts';

/** Reads what `ByteWriter` wrote. Every read is bounded: a truncated or lying buffer is `index/corrupt`. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  #take(count: number): number {
    const offset = this.#offset;
    if (count < 0 || count > this.remaining) {
      throw new VectorGitError('index/corrupt', 'A stored part of the index ends too early', {
        details: { offset, wanted: count, remaining: this.remaining },
      });
    }
    this.#offset += count;
    return offset;
  }

  u8(): number {
    return this.#bytes[this.#take(1)] as number;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new VectorGitError('index/corrupt', 'A stored number of the index has too many bytes');
  }

  /** A view, not a copy. */
  raw(count: number): Uint8Array {
    const start = this.#take(count);
    return this.#bytes.subarray(start, start + count);
  }

  string(): string {
    const bytes = this.raw(this.varint());
    return decodeUtf8(bytes);
  }

  align4(): void {
    this.#take((4 - (this.#offset % 4)) % 4);
  }

  u32Array(length: number): Uint32Array {
    return new Uint32Array(...this.#aligned(length, 4));
  }

  u16Array(length: number): Uint16Array {
    return new Uint16Array(...this.#aligned(length, 2));
  }

  u8Array(length: number): Uint8Array {
    return new Uint8Array(...this.#aligned(length, 1));
  }

  i8Array(length: number): Int8Array {
    return new Int8Array(...this.#aligned(length, 1));
  }

  f32Array(length: number): Float32Array {
    return new Float32Array(...this.#aligned(length, 4));
  }

  /** A view when the buffer's own offset allows it, else a copy. */
  #aligned(length: number, width: number): [ArrayBufferLike, number, number] {
    this.align4();
    const start = this.#take(length * width);
    const absolute = this.#bytes.byteOffset + start;
    if (absolute % width === 0) return [this.#bytes.buffer, absolute, length];
    return [this.#bytes.slice(start, start + length * width).buffer, 0, length];
  }
}
