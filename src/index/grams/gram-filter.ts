import { VectorGitError } from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';
import { foldUnit } from './gram-fold.ts';

/**
 * Which runs of three characters (grams) may occur in a document: what a text must hold to be worth reading when a
 * phrase or an expression is looked for. A Bloom filter (Bloom 1970) of one hash a document, sized by its distinct
 * grams, so that no gram that is there is ever denied. Grams are of folded characters and lie within one line.
 *
 * Layout: u32 documents, u32 × (documents + 1) first word of each row, u32 × words rows.
 * A table of posting lists for grams was rejected: 38 % of the source's bytes at one list entry a file.
 */

/** Bits for each distinct gram: see ARCHITECTURE.md for bytes and false candidates of 1, 2, 3 and 4. */
const BITS_PER_GRAM = 2;
/** Rows of more words could not be told apart by a hash of sixteen bits. */
const MAX_WORDS = 2_047;
const GRAM_LENGTH = 3;
const NEWLINE = 10;

const ASCII_FOLDS = Uint8Array.from({ length: 128 }, (_, unit) => foldUnit(unit));

/** A hash of sixteen bits of three folded units. */
function gramHash(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) + b;
  hash = Math.imul(hash, 0x85ebca6b) + c;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 16;
}

/** Hashes of the grams in a text that holds no line end; each once. */
export function gramsOf(text: string): number[] {
  const hashes = new Set<number>();
  for (let index = 0; index + GRAM_LENGTH <= text.length; index++) {
    hashes.add(
      gramHash(
        foldUnit(text.charCodeAt(index)),
        foldUnit(text.charCodeAt(index + 1)),
        foldUnit(text.charCodeAt(index + 2)),
      ),
    );
  }
  return [...hashes];
}

export class GramFilterWriter {
  readonly #starts: number[] = [0];
  #words = new Uint32Array(1 << 12);
  /** Which document a hash was seen in last, from 1. */
  readonly #seenIn = new Uint32Array(0x1_0000);
  readonly #hashes = new Uint16Array(0x1_0000);

  /** Adds the next document. One pass over its text, or over its bytes when all of it is ASCII. */
  add(content: string, ascii?: Uint8Array): void {
    const document = this.#starts.length;
    const count = ascii === undefined ? this.#readUnits(content) : this.#readBytes(ascii);
    const start = this.#starts[document - 1] as number;
    const words = Math.min(MAX_WORDS, Math.max(1, Math.ceil((count * BITS_PER_GRAM) / 32)));
    this.#reserve(start + words);
    for (let index = 0; index < count; index++) {
      const bit = ((this.#hashes[index] as number) * words * 32) >>> 16;
      const word = start + (bit >>> 5);
      this.#words[word] = (this.#words[word] as number) | (1 << (bit & 31));
    }
    this.#starts.push(start + words);
  }

  /** Keeps the distinct hashes of a text; answers how many they are. */
  #readUnits(content: string): number {
    let count = 0;
    let first = -1;
    let second = -1;
    for (let index = 0; index < content.length; index++) {
      const unit = content.charCodeAt(index);
      if (unit === NEWLINE) {
        first = -1;
        second = -1;
        continue;
      }
      const folded = foldUnit(unit);
      if (first !== -1) count = this.#keep(gramHash(first, second, folded), count);
      first = second;
      second = folded;
    }
    return count;
  }

  /** The same of ASCII, where the fold of each byte is in a table of 128. */
  #readBytes(ascii: Uint8Array): number {
    let count = 0;
    let first = -1;
    let second = -1;
    for (let index = 0; index < ascii.length; index++) {
      const byte = ascii[index] as number;
      if (byte === NEWLINE) {
        first = -1;
        second = -1;
        continue;
      }
      const folded = ASCII_FOLDS[byte] as number;
      if (first !== -1) count = this.#keep(gramHash(first, second, folded), count);
      first = second;
      second = folded;
    }
    return count;
  }

  #keep(hash: number, count: number): number {
    const document = this.#starts.length;
    if (this.#seenIn[hash] === document) return count;
    this.#seenIn[hash] = document;
    this.#hashes[count] = hash;
    return count + 1;
  }

  #reserve(words: number): void {
    if (words <= this.#words.length) return;
    const grown = new Uint32Array(Math.max(words, this.#words.length * 2));
    grown.set(this.#words);
    this.#words = grown;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const total = this.#starts.at(-1) as number;
    const out = new ByteWriter(total * 4 + this.#starts.length * 4 + 16);
    out.u32(this.#starts.length - 1);
    out.array(Uint32Array.from(this.#starts));
    out.array(this.#words.subarray(0, total));
    return out.finish();
  }
}

/** What a text must hold to match: all or any of conditions, or the grams of a run of characters. */
export type GramCondition =
  | GramRun
  | { readonly kind: 'all'; readonly conditions: readonly GramCondition[] }
  | { readonly kind: 'any'; readonly conditions: readonly GramCondition[] };

/** The grams of characters that follow each other in one line. */
export interface GramRun {
  readonly kind: 'grams';
  readonly hashes: readonly number[];
}

/** The filter of one segment. */
export class GramFilter {
  readonly documents: number;
  readonly #starts: Uint32Array;
  readonly #words: Uint32Array;

  /** `index/corrupt` when the rows do not follow each other. */
  constructor(bytes: Uint8Array) {
    const reader = new ByteReader(bytes);
    this.documents = reader.u32();
    this.#starts = reader.u32Array(this.documents + 1);
    this.#words = reader.u32Array(this.#starts[this.documents] as number);
    for (let row = 0; row < this.documents; row++) {
      if ((this.#starts[row] as number) >= (this.#starts[row + 1] as number)) {
        throw new VectorGitError('index/corrupt', 'The stored filter of texts is damaged');
      }
    }
  }

  /** Whether documents `first` to `end` (half-open) together may fulfil the condition; false is certain. */
  mayHold(first: number, end: number, condition: GramCondition): boolean {
    switch (condition.kind) {
      case 'all':
        for (const inner of condition.conditions) {
          if (!this.mayHold(first, end, inner)) return false;
        }
        return true;
      case 'any':
        for (const inner of condition.conditions) if (this.mayHold(first, end, inner)) return true;
        return false;
      case 'grams':
        // A run lies in one line, and so in one document.
        for (let document = first; document < end; document++) {
          if (this.#holdsAll(document, condition.hashes)) return true;
        }
        return false;
    }
  }

  #holdsAll(document: number, hashes: readonly number[]): boolean {
    const start = this.#starts[document] as number;
    const bits = ((this.#starts[document + 1] as number) - start) * 32;
    for (let index = 0; index < hashes.length; index++) {
      const bit = ((hashes[index] as number) * bits) >>> 16;
      if ((((this.#words[start + (bit >>> 5)] as number) >>> (bit & 31)) & 1) === 0) return false;
    }
    return true;
  }
}
