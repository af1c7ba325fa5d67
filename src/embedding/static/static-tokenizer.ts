import { wordsOf } from './tokenizer-file.ts';
import { WordPiece } from './word-piece.ts';

/*
 * The tokenizer's fast path. Code is nearly all ASCII and repeats its words, so a scan over UTF-16
 * units finds the word borders and hashes the lower-case letters on the way; an open-addressed table
 * of words seen answers their ids without making a string. A line with any other character goes the
 * slow way of tokenizer-file.ts. That is exact, since no step of it looks past a line end.
 */

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const LINE_FEED = 10;

const CLASS_OF = new Uint8Array(128);
for (let code = 48; code <= 57; code++) CLASS_OF[code] = DIGIT;
for (let code = 65; code <= 90; code++) CLASS_OF[code] = UPPER;
for (let code = 97; code <= 122; code++) CLASS_OF[code] = LOWER;

const SLOTS = 1 << 17;
const MAX_WORDS = SLOTS * 0.6;
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** Ids of texts. Not re-entrant: a call overwrites what the one before left in `ids`. */
export class StaticTokenizer {
  /** The ids of the last call, from 0 up to the count that it answered. */
  ids = new Int32Array(4096);
  #count = 0;

  readonly #wordPiece: WordPiece;
  readonly #otherWords = new Map<string, readonly number[]>();
  /** Place of a word in the columns below, plus 1; 0 is free. */
  readonly #slots = new Int32Array(SLOTS);
  readonly #wordHash = new Int32Array(MAX_WORDS + 1);
  readonly #wordStart = new Int32Array(MAX_WORDS + 2);
  readonly #idStart = new Int32Array(MAX_WORDS + 2);
  #letters = new Uint8Array(1 << 20);
  #wordIds = new Int32Array(1 << 18);
  #words = 0;

  constructor(vocabulary: readonly string[]) {
    this.#wordPiece = new WordPiece(vocabulary);
  }

  get unknownId(): number {
    return this.#wordPiece.unknownId;
  }

  /** Writes the ids of the half-open range of UTF-16 units into `ids`; answers how many they are. */
  encode(text: string, start = 0, end = text.length): number {
    this.#count = 0;
    this.append(text, start, end);
    return this.#count;
  }

  /** As `encode`, after the ids that are there. The range must not cut through a word. */
  append(text: string, start: number, end: number): number {
    let lineStart = start;
    let countAtLine = this.#count;
    let at = start;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code >= 128) {
        const found = text.indexOf('\n', at);
        const lineEnd = found < 0 || found > end ? end : found;
        this.#count = countAtLine;
        this.#appendAnyScript(text.slice(lineStart, lineEnd));
        at = lineEnd;
        lineStart = lineEnd;
        countAtLine = this.#count;
        continue;
      }
      const kind = CLASS_OF[code];
      if (kind === OTHER) {
        at++;
        if (code === LINE_FEED) {
          lineStart = at;
          countAtLine = this.#count;
        }
        continue;
      }
      const wordStart = at;
      let hash = FNV_OFFSET;
      if (kind === DIGIT) {
        do {
          hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
          at++;
        } while (at < end && classAt(text, at) === DIGIT);
      } else {
        let before = kind;
        hash = Math.imul(hash ^ (code | 32), FNV_PRIME);
        at++;
        while (at < end) {
          const next = text.charCodeAt(at);
          const nextKind = next < 128 ? CLASS_OF[next] : OTHER;
          if (nextKind !== LOWER) {
            if (nextKind !== UPPER || before === LOWER) break;
            if (at + 1 < end && classAt(text, at + 1) === LOWER) break;
          }
          hash = Math.imul(hash ^ (next | 32), FNV_PRIME);
          before = nextKind;
          at++;
        }
      }
      this.#appendWord(text, wordStart, at, hash);
    }
    return this.#count;
  }

  #appendWord(text: string, start: number, end: number, hash: number): void {
    const word = this.#find(text, start, end, hash);
    const from = this.#idStart[word] as number;
    const to = this.#idStart[word + 1] as number;
    if (this.#count + (to - from) > this.ids.length) this.#growIds(to - from);
    for (let at = from; at < to; at++) this.ids[this.#count++] = this.#wordIds[at] as number;
  }

  #find(text: string, start: number, end: number, hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (;;) {
      const place = this.#slots[slot] as number;
      if (place === 0) break;
      const word = place - 1;
      if (this.#wordHash[word] === hash && this.#isWord(word, text, start, end)) return word;
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (this.#words >= MAX_WORDS - 1) {
      this.#slots.fill(0);
      this.#words = 0;
      slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
    return this.#insert(text, start, end, hash, slot);
  }

  #isWord(word: number, text: string, start: number, end: number): boolean {
    const from = this.#wordStart[word] as number;
    const length = end - start;
    if ((this.#wordStart[word + 1] as number) - from !== length) return false;
    for (let at = 0; at < length; at++) {
      // Sets the lower-case bit of letters; digits have it already.
      if (this.#letters[from + at] !== (text.charCodeAt(start + at) | 32)) return false;
    }
    return true;
  }

  #insert(text: string, start: number, end: number, hash: number, slot: number): number {
    const word = this.#words++;
    const letterStart = word === 0 ? 0 : (this.#wordStart[word] as number);
    const idStart = word === 0 ? 0 : (this.#idStart[word] as number);
    const ids = this.#wordPiece.encode(text.slice(start, end).toLowerCase());
    if (letterStart + end - start > this.#letters.length) {
      this.#letters = grown(this.#letters, new Uint8Array(2 * (letterStart + end - start)));
    }
    if (idStart + ids.length > this.#wordIds.length) {
      this.#wordIds = grown(this.#wordIds, new Int32Array(2 * (idStart + ids.length)));
    }
    for (let at = start; at < end; at++) {
      this.#letters[letterStart + at - start] = text.charCodeAt(at) | 32;
    }
    this.#wordIds.set(ids, idStart);
    this.#wordHash[word] = hash;
    this.#wordStart[word] = letterStart;
    this.#wordStart[word + 1] = letterStart + end - start;
    this.#idStart[word] = idStart;
    this.#idStart[word + 1] = idStart + ids.length;
    this.#slots[slot] = word + 1;
    return word;
  }

  #appendAnyScript(line: string): void {
    for (const word of wordsOf(line)) {
      let ids = this.#otherWords.get(word);
      if (ids === undefined) {
        ids = this.#wordPiece.encode(word);
        if (this.#otherWords.size >= MAX_WORDS) this.#otherWords.clear();
        this.#otherWords.set(word, ids);
      }
      if (this.#count + ids.length > this.ids.length) this.#growIds(ids.length);
      for (const id of ids) this.ids[this.#count++] = id;
    }
  }

  #growIds(more: number): void {
    this.ids = grown(this.ids, new Int32Array(2 * (this.#count + more)));
  }
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASS_OF[code] as number) : OTHER;
}

function grown<A extends Uint8Array | Int32Array>(from: A, into: A): A {
  into.set(from as never);
  return into;
}
