import { decodeUtf8 } from '../codec/utf8.ts';

/**
 * Terms of the words of ASCII texts, found without making a string of each word: an open-addressed table from the
 * bytes of a word to the ids of its terms.
 */

const FIRST_SLOTS = 1 << 14;
const FIRST_BYTES = 1 << 16;
const FIRST_FOUND = 1 << 12;
const MOST_FILLED = 0.6;

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** 1 for what a word is made of: letters, digits, `_` and `$`, as `forEachWord` has it. */
const IS_WORD = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  if (/[\w$]/.test(String.fromCharCode(code))) IS_WORD[code] = 1;
}

export class WordTable {
  /** The words of the last text that was read, by their numbers: the distinct word that was met first is 0. */
  found = new Int32Array(FIRST_FOUND);
  readonly #idsOf: (word: string) => readonly number[];
  /** Number of the word, plus 1; 0 is free. */
  #slots = new Int32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS);
  /** Where each word's bytes begin; one more entry for the end of the last. */
  #starts = new Uint32Array(FIRST_SLOTS);
  #bytes = new Uint8Array(FIRST_BYTES);
  readonly #ids: (readonly number[])[] = [];

  /** `idsOf` is asked once of each distinct word. */
  constructor(idsOf: (word: string) => readonly number[]) {
    this.#idsOf = idsOf;
  }

  /** Distinct words. */
  get size(): number {
    return this.#ids.length;
  }

  ids(word: number): readonly number[] {
    return this.#ids[word] as readonly number[];
  }

  /**
   * Puts the numbers of the words of a text, whose bytes are all below 128, into `found`, one after the other; answers how
   * many they are. No callback for each word: the compiler would make this loop anew for each of its callers.
   */
  read(ascii: Uint8Array): number {
    const { length } = ascii;
    let count = 0;
    for (let at = 0; at < length; ) {
      let code = ascii[at] as number;
      if (IS_WORD[code] === 0) {
        at++;
        continue;
      }
      const start = at;
      let hash = FNV_OFFSET;
      do {
        hash = Math.imul(hash ^ code, FNV_PRIME);
        at++;
        code = at < length ? (ascii[at] as number) : 0;
      } while (IS_WORD[code] === 1);
      if (count === this.found.length) this.#growFound();
      this.found[count++] = this.#find(ascii, start, at, hash);
    }
    return count;
  }

  #growFound(): void {
    const found = new Int32Array(2 * this.found.length);
    found.set(this.found);
    this.found = found;
  }

  #find(ascii: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const word = (this.#slots[slot] as number) - 1;
      if (word === -1) return this.#insert(ascii.subarray(start, end), hash, slot);
      if (this.#hashes[word] === hash && this.#isWord(word, ascii, start, end)) return word;
      slot = (slot + 1) & mask;
    }
  }

  #isWord(word: number, ascii: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[word] as number;
    if ((this.#starts[word + 1] as number) - from !== end - start) return false;
    for (let at = start; at < end; at++) {
      if (this.#bytes[from + at - start] !== ascii[at]) return false;
    }
    return true;
  }

  #insert(word: Uint8Array, hash: number, slot: number): number {
    const number = this.#ids.length;
    this.#ids.push(this.#idsOf(decodeUtf8(word)));
    const start = this.#starts[number] as number;
    const end = start + word.length;
    if (end > this.#bytes.length) {
      const bytes = new Uint8Array(2 * end);
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    this.#bytes.set(word, start);
    this.#hashes[number] = hash;
    this.#starts[number + 1] = end;
    this.#slots[slot] = number + 1;
    if (number + 2 > this.#slots.length * MOST_FILLED) this.#grow();
    return number;
  }

  #grow(): void {
    const size = 2 * this.#slots.length;
    const hashes = new Int32Array(size);
    hashes.set(this.#hashes);
    const starts = new Uint32Array(size);
    starts.set(this.#starts);
    const slots = new Int32Array(size);
    for (let word = 0; word < this.#ids.length; word++) {
      const hash = hashes[word] as number;
      let slot = (hash ^ (hash >>> 15)) & (size - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      slots[slot] = word + 1;
    }
    this.#slots = slots;
    this.#hashes = hashes;
    this.#starts = starts;
  }
}
