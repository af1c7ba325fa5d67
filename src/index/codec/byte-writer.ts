import { encodeUtf8 } from './utf8.ts';

/** A growing little-endian byte buffer. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #size = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get size(): number {
    return this.#size;
  }

  #reserve(count: number): void {
    const needed = this.#size + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#size++] = value;
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#size, value, true);
    this.#size += 4;
  }

  f64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#size, value, true);
    this.#size += 8;
  }

  /** LEB128 of a non-negative integer below 2^32. */
  varint(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.#bytes[this.#size++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#size++] = rest;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  /** UTF-8 without a length. */
  text(text: string): void {
    this.#reserve(text.length);
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.raw(encodeUtf8(text.slice(index)));
        return;
      }
      this.#bytes[this.#size++] = code;
    }
  }

  /** Length in bytes as varint, then UTF-8. */
  string(text: string): void {
    // Of ASCII the length is known beforehand, and no array is made for it.
    this.varint(text.length);
    const start = this.#size;
    this.#reserve(text.length);
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.#size = start - varintBytes(text.length);
        const bytes = encodeUtf8(text);
        this.varint(bytes.length);
        this.raw(bytes);
        return;
      }
      this.#bytes[this.#size++] = code;
    }
  }

  /** Zero bytes up to a multiple of four, so that a typed array can be laid over what follows. */
  align4(): void {
    while (this.#size % 4 !== 0) this.u8(0);
  }

  /** The bytes of a typed array, in the order of this machine: every machine that runs a browser is little-endian. */
  array(values: Uint32Array | Uint16Array | Uint8Array | Int8Array | Float32Array): void {
    this.align4();
    this.raw(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** A copy of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#size) as Uint8Array<ArrayBuffer>;
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes++;
  return bytes;
}
