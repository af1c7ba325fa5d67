import {
  encodeTerm,
  idf,
  lengthShares,
  type PostingList,
  type PostingsReader,
  type Snapshot,
  scoreOf,
  weightedFrequency,
} from '../index/api.ts';

/** A term, or several that count as one, in the segments of a snapshot. */
export interface FoundTerm {
  /** By segment: ranks in its dictionary. */
  readonly ranks: readonly (readonly number[])[];
  /** Live chunks that hold it. */
  readonly frequency: number;
}

/** Terms whose ranks are kept; a query has some ten. */
const MOST_TERMS = 2_000;
/** Postings that are kept decoded, 12 bytes each: those of some ten words as frequent as `const`. */
const MOST_POSTINGS = 250_000;

/**
 * What searches look up of a snapshot's terms, kept between them: who types asks for the same words at each key, and
 * decoding and scoring the list of a frequent word is most of a query's time. A snapshot does not change, so nothing
 * of it ever is wrong.
 */
export class SnapshotTerms {
  readonly #snapshot: Snapshot;
  readonly #terms = new Map<string, FoundTerm>();
  /** In order of use, the oldest first. */
  readonly #lists = new Map<FoundTerm, TermLists>();
  #postings = 0;
  /** By norm: how a chunk's length weighs in BM25. */
  readonly #lengths: Float64Array;

  private constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    let longest = 0;
    for (const { reader } of snapshot.segments) {
      for (const norm of reader.postings.norms) if (norm > longest) longest = norm;
    }
    this.#lengths = lengthShares(snapshot.averageNorm, longest + 1);
  }

  static of(snapshot: Snapshot): SnapshotTerms {
    let terms = bySnapshot.get(snapshot);
    if (terms === undefined) {
      terms = new SnapshotTerms(snapshot);
      bySnapshot.set(snapshot, terms);
    }
    return terms;
  }

  find(term: string): FoundTerm {
    let found = this.#terms.get(term);
    if (found === undefined) {
      found = this.together([term]);
      if (this.#terms.size >= MOST_TERMS) this.#terms.clear();
      this.#terms.set(term, found);
    }
    return found;
  }

  /** Several terms as one. A list without deletions has its frequency at hand; else it is counted, a joined one too. */
  together(terms: readonly string[]): FoundTerm {
    const encoded = terms.map(encodeTerm);
    let frequency = 0;
    const ranks = this.#snapshot.segments.map(({ reader, base, deletedFiles }) => {
      const here: number[] = [];
      for (const term of encoded) {
        const rank = reader.postings.findBytes(term);
        if (rank !== -1) here.push(rank);
      }
      if (here.length === 0) return NOWHERE;
      if (here.length === 1 && deletedFiles.size === 0) {
        frequency += reader.postings.documentFrequency(here[0] as number);
      } else {
        const { documents } = scratchOf(reader.postings.documents);
        const count = readTogether(reader.postings, here);
        for (let posting = 0; posting < count; posting++) {
          frequency += this.#snapshot.live[base + (documents[posting] as number)] as number;
        }
      }
      return here;
    });
    return { ranks, frequency };
  }

  /** The term's lists, which hold as long as the caller has them, kept for the next search or not. */
  lists(found: FoundTerm): TermLists {
    let lists = this.#lists.get(found);
    if (lists === undefined) {
      lists = new TermLists(this.#snapshot, found, this.#lengths);
      this.#postings += lists.size;
    } else {
      this.#lists.delete(found);
    }
    this.#lists.set(found, lists);
    for (const [oldest, { size }] of this.#lists) {
      if (this.#postings <= MOST_POSTINGS) break;
      this.#lists.delete(oldest);
      this.#postings -= size;
    }
    return lists;
  }
}

const bySnapshot = new WeakMap<Snapshot, SnapshotTerms>();
const NOWHERE: readonly number[] = [];
const NOT_READ = 0xffff_ffff;

/** The live chunks that hold a term, and what it adds to each one's score, by segment: decoded at first use. */
export class TermLists {
  /** Ordinals in the snapshot, ascending within each segment. */
  readonly ordinals: Uint32Array;
  /** BM25, parallel to the ordinals. */
  readonly impacts: Float64Array;
  readonly #snapshot: Snapshot;
  readonly #found: FoundTerm;
  readonly #lengths: Float64Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  constructor(snapshot: Snapshot, found: FoundTerm, lengths: Float64Array) {
    this.#snapshot = snapshot;
    this.#found = found;
    this.#lengths = lengths;
    this.#starts = new Uint32Array(snapshot.segments.length);
    this.#ends = new Uint32Array(snapshot.segments.length).fill(NOT_READ);
    let size = 0;
    for (const [segment, { reader }] of snapshot.segments.entries()) {
      this.#starts[segment] = size;
      let most = 0;
      for (const rank of found.ranks[segment] as readonly number[]) {
        most += reader.postings.documentFrequency(rank);
      }
      size += Math.min(most, reader.postings.documents);
    }
    this.ordinals = new Uint32Array(size);
    this.impacts = new Float64Array(size);
  }

  /** Postings there is room for. */
  get size(): number {
    return this.ordinals.length;
  }

  /** Index of the first posting of a segment. */
  start(segment: number): number {
    return this.#starts[segment] as number;
  }

  /** Index after the last posting of a segment; reads them when they have not been. */
  end(segment: number): number {
    let end = this.#ends[segment] as number;
    if (end === NOT_READ) {
      end = this.#read(segment);
      this.#ends[segment] = end;
    }
    return end;
  }

  #read(segment: number): number {
    const { live, liveChunks, segments } = this.#snapshot;
    const { reader, base } = segments[segment] as Snapshot['segments'][number];
    const { postings } = reader;
    const { norms } = postings;
    const list = scratchOf(postings.documents);
    const count = readTogether(postings, this.#found.ranks[segment] as readonly number[]);
    const weight = idf(liveChunks, this.#found.frequency);
    let end = this.start(segment);
    for (let posting = 0; posting < count; posting++) {
      const document = list.documents[posting] as number;
      const ordinal = base + document;
      if (live[ordinal] === 0) continue;
      const frequency = weightedFrequency(
        list.frequencies[posting] as number,
        list.fields[posting] as number,
      );
      this.ordinals[end] = ordinal;
      this.impacts[end] = scoreOf(
        weight,
        // A term that stands only in a qualified name counts as once there.
        Math.max(frequency, 1),
        this.#lengths[norms[document] as number] as number,
      );
      end++;
    }
    return end;
  }
}

/** Room for the longest list there can be, used again by every search: searches do not overlap within one. */
let scratch: PostingList = scratchFor(4_096);

function scratchFor(documents: number): PostingList {
  return {
    documents: new Uint32Array(documents),
    frequencies: new Uint32Array(documents),
    fields: new Uint8Array(documents),
  };
}

/** The list that `readTogether` decodes into, with room for so many documents; good until the next call of either. */
export function scratchOf(documents: number): PostingList {
  if (scratch.documents.length < documents) scratch = scratchFor(documents);
  return scratch;
}

/** Decodes the list of a term, or of several joined with their frequencies summed, into the scratch; answers how many. */
export function readTogether(postings: PostingsReader, ranks: readonly number[]): number {
  const list = scratchOf(postings.documents);
  const [first, ...others] = ranks;
  if (first === undefined) return 0;
  if (others.length === 0) return postings.readPostings(first, list);
  const sums = new Uint32Array(postings.documents);
  const fields = new Uint8Array(postings.documents);
  const holds = new Uint8Array(postings.documents);
  for (const rank of ranks) {
    const count = postings.readPostings(rank, list);
    for (let posting = 0; posting < count; posting++) {
      const document = list.documents[posting] as number;
      holds[document] = 1;
      sums[document] = (sums[document] as number) + (list.frequencies[posting] as number);
      fields[document] = (fields[document] as number) | (list.fields[posting] as number);
    }
  }
  let count = 0;
  for (let document = 0; document < postings.documents; document++) {
    if (holds[document] === 0) continue;
    list.documents[count] = document;
    list.frequencies[count] = sums[document] as number;
    list.fields[count] = fields[document] as number;
    count++;
  }
  return count;
}
