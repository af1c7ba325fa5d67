import { invariant, VectorGitError } from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { decodeUtf8, encodeUtf8 } from '../codec/utf8.ts';
import { compareBytes } from './postings-writer.ts';

/** Postings of one term in one segment, decoded: parallel arrays ordered by document. */
export interface PostingList {
  /** Document ordinals in the segment, ascending. */
  readonly documents: Uint32Array;
  /** Occurrences in the content. */
  readonly frequencies: Uint32Array;
  /** `IN_NAME`, `IN_PATH` bits. */
  readonly fields: Uint8Array;
}

/** Reads the inverted index of one segment in place; nothing but the lists asked for is decoded. */
export class PostingsReader {
  readonly documents: number;
  readonly terms: number;
  /** Tokens by document, capped at 65,535. */
  readonly norms: Uint16Array;
  readonly #termStarts: Uint32Array;
  readonly #postingStarts: Uint32Array;
  readonly #frequencies: Uint32Array;
  readonly #dictionary: Uint8Array;
  readonly #postings: Uint8Array;

  constructor(bytes: Uint8Array) {
    const reader = new ByteReader(bytes);
    this.documents = reader.u32();
    this.terms = reader.u32();
    const dictionaryBytes = reader.u32();
    const postingBytes = reader.u32();
    this.norms = reader.u16Array(this.documents);
    this.#termStarts = reader.u32Array(this.terms + 1);
    this.#postingStarts = reader.u32Array(this.terms + 1);
    this.#frequencies = reader.u32Array(this.terms);
    this.#dictionary = reader.u8Array(dictionaryBytes);
    this.#postings = reader.u8Array(postingBytes);
  }

  /** Rank of the term in the dictionary, or -1. Cost: log2(terms) comparisons of bytes. */
  find(term: string): number {
    const at = this.#lowerBound(encodeUtf8(term));
    return at < this.terms && this.term(at) === term ? at : -1;
  }

  /** The term of a rank. */
  term(rank: number): string {
    invariant(rank >= 0 && rank < this.terms, 'term rank is in the dictionary');
    return decodeUtf8(
      this.#dictionary,
      this.#termStarts[rank] as number,
      this.#termStarts[rank + 1] as number,
    );
  }

  /** Documents that hold the term, deleted ones included. */
  documentFrequency(rank: number): number {
    return this.#frequencies[rank] as number;
  }

  /** Calls back with every term that begins with `prefix`, in order. */
  forEachTermFrom(prefix: string, visit: (term: string, rank: number) => void): void {
    for (let rank = this.#lowerBound(encodeUtf8(prefix)); rank < this.terms; rank++) {
      const term = this.term(rank);
      if (!term.startsWith(prefix)) return;
      visit(term, rank);
    }
  }

  postings(rank: number): PostingList {
    const count = this.documentFrequency(rank);
    const documents = new Uint32Array(count);
    const frequencies = new Uint32Array(count);
    const fields = new Uint8Array(count);
    const bytes = this.#postings;
    const end = this.#postingStarts[rank + 1] as number;
    let offset = this.#postingStarts[rank] as number;
    let document = 0;
    for (let index = 0; index < count; index++) {
      let value = 0;
      let shift = 0;
      let byte: number;
      do {
        byte = bytes[offset++] as number;
        value |= (byte & 0x7f) << shift;
        shift += 7;
      } while (byte >= 0x80);
      document += value;
      value = 0;
      shift = 0;
      do {
        byte = bytes[offset++] as number;
        value |= (byte & 0x7f) << shift;
        shift += 7;
      } while (byte >= 0x80);
      documents[index] = document;
      frequencies[index] = value >>> 2;
      fields[index] = value & 3;
    }
    if (offset !== end || (count > 0 && document >= this.documents)) {
      throw new VectorGitError('index/corrupt', 'A posting list does not have its length', {
        details: { rank, offset, end },
      });
    }
    return { documents, frequencies, fields };
  }

  #lowerBound(term: Uint8Array): number {
    let low = 0;
    let high = this.terms;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.#dictionary.subarray(
        this.#termStarts[middle] as number,
        this.#termStarts[middle + 1] as number,
      );
      if (compareBytes(candidate, term) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
