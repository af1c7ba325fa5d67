import { forEachWord, pathWords } from '../analysis/analyzer.ts';
import { ByteWriter } from '../codec/byte-writer.ts';
import { encodeUtf8 } from '../codec/utf8.ts';
import { Lexicon } from './lexicon.ts';

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
 * `tf` counts occurrences in the content only. Cost: one pass over the text; each distinct word is split once, and once
 * for all writers that share a lexicon.
 */
export class PostingsWriter {
  readonly #lexicon: Lexicon;
  /** Flat triples (term, document, tf << 2 | flags), by document; terms as the lexicon numbers them. */
  #triples = new Uint32Array(3 * 4096);
  #tripleCount = 0;
  readonly #norms: number[] = [];
  /** Per term: what the current document collected. */
  #tf = new Uint32Array(4096);
  #flags = new Uint8Array(4096);
  readonly #touched: number[] = [];
  /** Per word of the lexicon's table: how often the current document has it. */
  #occurrences = new Uint32Array(4096);

  constructor(lexicon = new Lexicon()) {
    this.#lexicon = lexicon;
  }

  get documents(): number {
    return this.#norms.length;
  }

  /** Adds the next document; its ordinal is the number of those added before. */
  add(document: LexicalDocument): void {
    let tokens = 0;
    if (document.ascii !== undefined) tokens += this.#addAscii(document.ascii);
    else forEachWord(document.content, (word) => (tokens += this.#addWord(word, 1, 0)));
    for (const name of document.names) {
      forEachWord(name, (word) => this.#addWord(word, 0, IN_NAME));
    }
    forEachWord(pathWords(document.path), (word) => {
      tokens += this.#addWord(word, 0, IN_PATH) * PATH_COPIES;
    });
    this.#flush(tokens);
  }

  /** Counts words first, then the terms of each distinct one; answers how many terms they are. */
  #addAscii(ascii: Uint8Array): number {
    const table = this.#lexicon.asciiWords;
    const count = table.read(ascii);
    const { found } = table;
    if (table.size > this.#occurrences.length) {
      this.#occurrences = new Uint32Array(2 * table.size);
    }
    const occurrences = this.#occurrences;
    let distinct = 0;
    for (let at = 0; at < count; at++) {
      const word = found[at] as number;
      if (occurrences[word] === 0) found[distinct++] = word;
      occurrences[word] = (occurrences[word] as number) + 1;
    }
    let tokens = 0;
    for (let at = 0; at < distinct; at++) {
      const word = found[at] as number;
      const times = occurrences[word] as number;
      occurrences[word] = 0;
      const terms = table.ids(word);
      tokens += times * terms.length;
      this.#count(terms, times, 0);
    }
    return tokens;
  }

  /** Answers how many terms it has. */
  #addWord(word: string, occurrences: number, flags: number): number {
    const terms = this.#lexicon.termsOf(word);
    this.#count(terms, occurrences, flags);
    return terms.length;
  }

  #count(terms: readonly number[], occurrences: number, flags: number): void {
    const known = this.#lexicon.terms.length;
    if (known > this.#tf.length) this.#growTerms(known);
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] as number;
      if (this.#tf[term] === 0 && this.#flags[term] === 0) this.#touched.push(term);
      this.#tf[term] = (this.#tf[term] as number) + occurrences;
      this.#flags[term] = (this.#flags[term] as number) | flags;
    }
  }

  #growTerms(known: number): void {
    const tf = new Uint32Array(2 * known);
    tf.set(this.#tf);
    this.#tf = tf;
    const flags = new Uint8Array(2 * known);
    flags.set(this.#flags);
    this.#flags = flags;
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
    const triples = this.#triples.subarray(0, this.#tripleCount * 3);
    const lists = listsByTerm(triples, this.#lexicon);
    const dictionary = encodeDictionary(lists.terms);
    const postings = encodePostings(lists);
    const out = new ByteWriter(
      dictionary.bytes.length + postings.bytes.length + lists.terms.length * 12 + 64,
    );
    out.u32(this.#norms.length);
    out.u32(lists.terms.length);
    out.u32(dictionary.bytes.length);
    out.u32(postings.bytes.length);
    out.array(Uint16Array.from(this.#norms));
    out.array(dictionary.starts);
    out.array(postings.starts);
    out.array(lists.frequencies);
    out.array(dictionary.bytes);
    out.array(postings.bytes);
    return out.finish();
  }
}

/** Lists of postings, one after the other, in the order of their terms. */
interface Lists {
  readonly terms: readonly string[];
  readonly frequencies: Uint32Array;
  /** Where each term's list begins; one more entry for the end. */
  readonly starts: Uint32Array;
  readonly documents: Uint32Array;
  readonly payloads: Uint32Array;
}

/** What is compiled while it runs is compiled whole: each of these loops is a function of its own, and small. */
function listsByTerm(triples: Uint32Array, lexicon: Lexicon): Lists {
  const known = countTerms(triples, lexicon.terms.length);
  const used: string[] = [];
  for (let id = 0; id < known.length; id++) {
    if (known[id] !== 0) used.push(lexicon.terms[id] as string);
  }
  const terms = sortedByBytes(used);
  const frequencies = new Uint32Array(terms.length);
  const starts = new Uint32Array(terms.length + 1);
  /** By the lexicon's number: where the term's next posting goes. */
  const next = new Uint32Array(known.length);
  for (let rank = 0; rank < terms.length; rank++) {
    const id = lexicon.idOf(terms[rank] as string);
    frequencies[rank] = known[id] as number;
    next[id] = starts[rank] as number;
    starts[rank + 1] = (starts[rank] as number) + (known[id] as number);
  }
  return { terms, frequencies, starts, ...placePostings(triples, next) };
}

/** Postings of each term, by its number. */
function countTerms(triples: Uint32Array, terms: number): Uint32Array {
  const counts = new Uint32Array(terms);
  for (let at = 0; at < triples.length; at += 3) {
    const id = triples[at] as number;
    counts[id] = (counts[id] as number) + 1;
  }
  return counts;
}

/** Counting sort of the triples by term; documents stay in order within a term. Changes `next`. */
function placePostings(
  triples: Uint32Array,
  next: Uint32Array,
): Pick<Lists, 'documents' | 'payloads'> {
  const documents = new Uint32Array(triples.length / 3);
  const payloads = new Uint32Array(triples.length / 3);
  for (let from = 0; from < triples.length; from += 3) {
    const id = triples[from] as number;
    const at = next[id] as number;
    next[id] = at + 1;
    documents[at] = triples[from + 1] as number;
    payloads[at] = triples[from + 2] as number;
  }
  return { documents, payloads };
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

function encodeDictionary(terms: readonly string[]): Encoded {
  const dictionary = new ByteWriter(terms.length * 8 + 16);
  const starts = new Uint32Array(terms.length + 1);
  for (let rank = 0; rank < terms.length; rank++) {
    dictionary.text(terms[rank] as string);
    starts[rank + 1] = dictionary.size;
  }
  return { bytes: dictionary.finish(), starts };
}

function encodePostings(lists: Lists): Encoded {
  const postings = new ByteWriter(lists.documents.length * 3 + 16);
  const starts = new Uint32Array(lists.terms.length + 1);
  for (let rank = 0; rank < lists.terms.length; rank++) {
    encodeList(lists, rank, postings);
    starts[rank + 1] = postings.size;
  }
  return { bytes: postings.finish(), starts };
}

/** Apart from the loop over terms: V8 left an inner loop that it had compiled while it ran by the slow way, once a term. */
function encodeList({ starts, documents, payloads }: Lists, rank: number, into: ByteWriter): void {
  const end = starts[rank + 1] as number;
  let previous = 0;
  for (let at = starts[rank] as number; at < end; at++) {
    const document = documents[at] as number;
    into.varint(document - previous);
    into.varint(payloads[at] as number);
    previous = document;
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
