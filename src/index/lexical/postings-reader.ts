import { invariant, VectorGitError } from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { decodeUtf8, encodeUtf8 } from '../codec/utf8.ts';

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
    return this.findBytes(encodeUtf8(term));
  }

  /** As `find`, for a term in UTF-8: who looks in many segments encodes once. */
  findBytes(term: Uint8Array): number {
    const at = this.#lowerBound(term);
    return at < this.terms && this.#compare(at, term) === 0 ? at : -1;
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

  /** Postings of a term in arrays of their own. */
  postings(rank: number): PostingList {
    const count = this.documentFrequency(rank);
    const list = {
      documents: new Uint32Array(count),
      frequencies: new Uint32Array(count),
      fields: new Uint8Array(count),
    };
    this.readPostings(rank, list);
    return list;
  }

  /** Decodes the postings of a term into arrays that are long enough; answers how many there are. */
  readPostings(rank: number, { documents, frequencies, fields }: PostingList): number {
    const count = this.documentFrequency(rank);
    const bytes = this.#postings;
    const end = this.#postingStarts[rank + 1] as number;
    let offset = this.#postingStarts[rank] as number;
    let document = 0;
    for (let index = 0; index < count; index++) {
      let value = bytes[offset++] as number;
      if (value >= 0x80) {
        value &= 0x7f;
        let shift = 7;
        let byte: number;
        do {
          byte = bytes[offset++] as number;
          value |= (byte & 0x7f) << shift;
          shift += 7;
        } while (byte >= 0x80);
      }
      document += value;
      value = bytes[offset++] as number;
      if (value >= 0x80) {
        value &= 0x7f;
        let shift = 7;
        let byte: number;
        do {
          byte = bytes[offset++] as number;
          value |= (byte & 0x7f) << shift;
          shift += 7;
        } while (byte >= 0x80);
      }
      documents[index] = document;
      frequencies[index] = value >>> 2;
      fields[index] = value & 3;
    }
    if (offset !== end || (count > 0 && document >= this.documents)) {
      throw new VectorGitError('index/corrupt', 'A posting list does not have its length', {
        details: { rank, offset, end },
      });
    }
    return count;
  }

  #lowerBound(term: Uint8Array): number {
    let low = 0;
    let high = this.terms;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, term) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** In place: a search looks at some hundred terms, and a view of each would cost more than its bytes. */
  #compare(rank: number, term: Uint8Array): number {
    const start = this.#termStarts[rank] as number;
    const length = (this.#termStarts[rank + 1] as number) - start;
    const shared = Math.min(length, term.length);
    for (let index = 0; index < shared; index++) {
      const difference = (this.#dictionary[start + index] as number) - (term[index] as number);
      if (difference !== 0) return difference;
    }
    return length - term.length;
  }
}
