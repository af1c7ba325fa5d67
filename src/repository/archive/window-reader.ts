import { Reader } from '@zip.js/zip.js/lib/zip-core-custom.js';

/** An archive's entries lie one after the other: what is read next is nearly always in the same window. */
const WINDOW_BYTES = 4_194_304;

interface Window {
  readonly start: number;
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Reads a `Blob` in windows of some megabytes. Two reads for each entry of an archive were two questions to the browser's
 * process each, and took longer than all else that is done with a small file.
 */
export class WindowReader extends Reader<Blob> {
  readonly #blob: Blob;
  readonly #windowBytes: number;
  #window: Window | null = null;

  /** `windowBytes` is an argument for tests only. */
  constructor(blob: Blob, windowBytes = WINDOW_BYTES) {
    super(blob);
    this.#blob = blob;
    this.#windowBytes = windowBytes;
    this.size = blob.size;
  }

  /** The bytes from `index` on, fewer at the end; a copy. */
  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > this.#windowBytes) return this.#read(index, index + length);
    const window = this.#windowOf(index, index + length);
    const bytes = await window.bytes;
    return bytes.slice(index - window.start, index - window.start + length);
  }

  #windowOf(start: number, end: number): Window {
    const known = this.#window;
    if (known !== null && start >= known.start && end <= known.start + this.#windowBytes) {
      return known;
    }
    const window = { start, bytes: this.#read(start, start + this.#windowBytes) };
    this.#window = window;
    return window;
  }

  async #read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.#blob.slice(start, end).arrayBuffer());
  }
}
