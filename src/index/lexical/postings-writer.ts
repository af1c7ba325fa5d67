import { forEachWord, pathWords, termsOfWord } from '../analysis/analyzer.ts';
import { ByteWriter } from '../codec/byte-writer.ts';
import { encodeUtf8 } from '../codec/utf8.ts';
import { WordTable } from './word-table.ts';

/** Which fields of a chunk a term occurs in, beside its content; two bits of every posting. */
export const IN_NAME = 1;
export const IN_PATH = 2;

/** A path word counts as this many occurrences in the content (RANKING trial: two copies beat one and four). */
export const PATH_COPIES = 2;

const MAX_FIELD_NORM = 0xffff;

/** What the inverted index reads of a chunk. */
export interface LexicalDocument {
  readonly path: string;
  /** Names that the chunk defines, qualified or not. */
  readonly names: readonly string[];
  readonly content: string;
  /** The bytes of the content, when all of it is ASCII: they are read faster than a string. */
  readonly ascii?: Uint8Array | undefined;
}

/**
 * Builds the inverted index of one segment.
 *
 * Layout of `finish()`, little-endian, arrays aligned to 4 bytes:
 * ```
 * u32 documents, u32 terms, u32 dictionary bytes, u32 posting bytes
 * u16 × documents   field norm: tokens of the document, path copies included, capped at 65,535
 * u32 × terms + 1   start of each term in the dictionary
 * u32 × terms + 1   start of each posting list
 * u32 × terms       document frequency
 * u8  × dictionary  terms as UTF-8, sorted by their bytes
 * u8  × postings    per posting: varint(document delta), varint(tf << 2 | IN_PATH | IN_NAME)
 * ```
 * `tf` counts occurrences in the content only. Cost: one pass over the text; each distinct word is split once.
 */
export class PostingsWriter {
  readonly #termIds = new Map<string, number>();
  readonly #words = new Map<string, readonly number[]>();
  readonly #asciiWords = new WordTable((word) => this.#termsOf(word));
  /** Flat triples (term, document, tf << 2 | flags), by document. */
  #triples = new Uint32Array(3 * 4096);
  #tripleCount = 0;
  readonly #norms: number[] = [];
  /** Per term id: what the current document collected. */
  readonly #tf: number[] = [];
  readonly #flags: number[] = [];
  readonly #touched: number[] = [];

  get documents(): number {
    return this.#norms.length;
  }

  /** Adds the next document; its ordinal is the number of those added before. */
  add(document: LexicalDocument): void {
    let tokens = 0;
    const countTerms = (terms: readonly number[]): void => {
      tokens += terms.length;
      for (let index = 0; index < terms.length; index++) this.#count(terms[index] as number, 1, 0);
    };
    if (document.ascii !== undefined) this.#asciiWords.forEach(document.ascii, countTerms);
    else forEachWord(document.content, (word) => countTerms(this.#termsOf(word)));
    for (const name of document.names) {
      forEachWord(name, (word) => {
        for (const term of this.#termsOf(word)) this.#count(term, 0, IN_NAME);
      });
    }
    forEachWord(pathWords(document.path), (word) => {
      const terms = this.#termsOf(word);
      tokens += terms.length * PATH_COPIES;
      for (const term of terms) this.#count(term, 0, IN_PATH);
    });
    this.#flush(tokens);
  }

  #termsOf(word: string): readonly number[] {
    let ids = this.#words.get(word);
    if (ids === undefined) {
      const { parts, whole } = termsOfWord(word);
      const terms = whole === null ? parts : [...parts, whole];
      ids = terms.map((term) => this.#idOf(term));
      this.#words.set(word, ids);
    }
    return ids;
  }

  #idOf(term: string): number {
    let id = this.#termIds.get(term);
    if (id === undefined) {
      id = this.#termIds.size;
      this.#termIds.set(term, id);
      this.#tf.push(0);
      this.#flags.push(0);
    }
    return id;
  }

  #count(term: number, occurrences: number, flags: number): void {
    if (this.#tf[term] === 0 && this.#flags[term] === 0) this.#touched.push(term);
    this.#tf[term] = (this.#tf[term] as number) + occurrences;
    this.#flags[term] = (this.#flags[term] as number) | flags;
  }

  #flush(tokens: number): void {
    const document = this.#norms.length;
    this.#norms.push(Math.min(tokens, MAX_FIELD_NORM));
    const needed = (this.#tripleCount + this.#touched.length) * 3;
    if (needed > this.#triples.length) {
      const grown = new Uint32Array(Math.max(needed, this.#triples.length * 2));
      grown.set(this.#triples.subarray(0, this.#tripleCount * 3));
      this.#triples = grown;
    }
    for (const term of this.#touched) {
      const at = this.#tripleCount++ * 3;
      this.#triples[at] = term;
      this.#triples[at + 1] = document;
      this.#triples[at + 2] = ((this.#tf[term] as number) << 2) | (this.#flags[term] as number);
      this.#tf[term] = 0;
      this.#flags[term] = 0;
    }
    this.#touched.length = 0;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const sorted = sortedByBytes([...this.#termIds.keys()]);
    const frequencies = new Uint32Array(sorted.length);
    const rankOf = new Uint32Array(sorted.length);
    for (let rank = 0; rank < sorted.length; rank++) {
      rankOf[this.#termIds.get(sorted[rank] as string) as number] = rank;
    }

    // Counting sort of the triples by term; documents stay in order within a term.
    const starts = new Uint32Array(sorted.length + 1);
    for (let index = 0; index < this.#tripleCount; index++) {
      const rank = rankOf[this.#triples[index * 3] as number] as number;
      frequencies[rank] = (frequencies[rank] as number) + 1;
    }
    for (let rank = 0; rank < sorted.length; rank++) {
      starts[rank + 1] = (starts[rank] as number) + (frequencies[rank] as number);
    }
    const next = starts.slice();
    const documents = new Uint32Array(this.#tripleCount);
    const payloads = new Uint32Array(this.#tripleCount);
    for (let index = 0; index < this.#tripleCount; index++) {
      const rank = rankOf[this.#triples[index * 3] as number] as number;
      const at = next[rank] as number;
      next[rank] = at + 1;
      documents[at] = this.#triples[index * 3 + 1] as number;
      payloads[at] = this.#triples[index * 3 + 2] as number;
    }

    const dictionary = new ByteWriter(sorted.length * 8 + 16);
    const termStarts = new Uint32Array(sorted.length + 1);
    const postings = new ByteWriter(this.#tripleCount * 3 + 16);
    const postingStarts = new Uint32Array(sorted.length + 1);
    for (let rank = 0; rank < sorted.length; rank++) {
      dictionary.text(sorted[rank] as string);
      termStarts[rank + 1] = dictionary.size;
      let previous = 0;
      for (let at = starts[rank] as number; at < (starts[rank + 1] as number); at++) {
        const document = documents[at] as number;
        postings.varint(document - previous);
        postings.varint(payloads[at] as number);
        previous = document;
      }
      postingStarts[rank + 1] = postings.size;
    }

    const out = new ByteWriter(dictionary.size + postings.size + sorted.length * 12 + 64);
    out.u32(this.#norms.length);
    out.u32(sorted.length);
    out.u32(dictionary.size);
    out.u32(postings.size);
    out.array(Uint16Array.from(this.#norms));
    out.array(termStarts);
    out.array(postingStarts);
    out.array(frequencies);
    out.array(dictionary.finish());
    out.array(postings.finish());
    return out.finish();
  }
}

/** In the order of their UTF-8 bytes. The platform's own order of UTF-16 units is the same but for surrogates. */
function sortedByBytes(terms: string[]): string[] {
  if (!terms.some((term) => /[\ud800-\udfff]/.test(term))) return terms.sort();
  return terms
    .map((term) => ({ term, bytes: encodeUtf8(term) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ term }) => term);
}

/** Order of UTF-8 bytes, which is the order of code points. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
