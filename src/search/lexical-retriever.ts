import {
  bm25,
  encodeTerm,
  foldWord,
  idf,
  type PostingList,
  type PostingsReader,
  type Snapshot,
  splitIdentifier,
  weightedFrequency,
} from '../index/api.ts';
import type { QueryWord } from './query/query.ts';

export interface LexicalResult {
  /** BM25 by chunk ordinal; 0 for chunks that do not match. */
  readonly scores: Float64Array;
  /** Ordinals with a score when they are few, ascending; null when all must be looked at. */
  readonly matches: Uint32Array | null;
  /** Words of which a part occurs nowhere among the live chunks. */
  readonly unknown: readonly QueryWord[];
}

/**
 * Scores all live chunks by BM25. A chunk must hold every part of every word in `required`, and one that is unknown
 * leaves no result at all; of the other words any counts. `openWord` is still being typed: when its last part is no
 * term, it stands for the terms that begin with it.
 */
export function retrieveByWords(
  snapshot: Snapshot,
  words: readonly QueryWord[],
  required: readonly QueryWord[],
  openWord: QueryWord | null = null,
): LexicalResult {
  const found = new Map<string, FoundTerm>();
  const lookUp = (term: string): FoundTerm => {
    let hit = found.get(term);
    if (hit === undefined) {
      hit = findTerms(snapshot, [term]);
      found.set(term, hit);
    }
    return hit;
  };
  for (const word of words) for (const part of word.terms.parts) lookUp(part);
  const frequencyOf = (term: string): number => lookUp(term).frequency;
  const expanded = openWord === null ? null : expansionOf(snapshot, openWord, frequencyOf);
  if (expanded !== null) found.set(expanded.part, findTerms(snapshot, expanded.terms));
  const unknown = words.filter((word) => word.terms.parts.some((part) => frequencyOf(part) === 0));
  const scores = new Float64Array(snapshot.size);
  if (unknown.some((word) => required.includes(word))) {
    return { scores, matches: new Uint32Array(), unknown };
  }
  // Required terms first, the rarest before: fewer and fewer chunks are left to be scored.
  const terms = termsOf(words, required)
    .map(({ term, isRequired }) => ({ ...lookUp(term), isRequired }))
    .filter(({ frequency }) => frequency > 0)
    .sort(
      (a, b) =>
        Number(b.isRequired) - Number(a.isRequired) ||
        (a.isRequired ? a.frequency - b.frequency : 0),
    );
  const matches = scoreTerms(snapshot, terms, scores);
  return { scores, matches, unknown };
}

/** A term, or several that count as one, in the segments of a snapshot. */
interface FoundTerm {
  /** By segment: ranks in its dictionary. */
  readonly ranks: readonly (readonly number[])[];
  /** Live chunks that hold it. */
  readonly frequency: number;
}

/** Adds the terms' scores; answers the ordinals that hold all required ones, or null when none is required. */
function scoreTerms(
  snapshot: Snapshot,
  terms: readonly (FoundTerm & { readonly isRequired: boolean })[],
  scores: Float64Array,
): Uint32Array | null {
  const needed = terms.filter(({ isRequired }) => isRequired).length;
  const weights = terms.map(({ frequency }) => idf(snapshot.liveChunks, frequency));
  const matches: number[] = [];
  for (const [index, { reader, base }] of snapshot.segments.entries()) {
    if (terms.some(({ isRequired, ranks }) => isRequired && ranks[index]?.length === 0)) continue;
    const { norms, documents } = reader.postings;
    const { list, held } = scratchOf(documents);
    if (needed > 0) held.fill(0, 0, documents);
    for (const [at, term] of terms.entries()) {
      const ranks = term.ranks[index] as readonly number[];
      if (ranks.length === 0) continue;
      const count = readTogether(reader.postings, ranks, list);
      // A chunk without one of the required terms before is out.
      const least = Math.min(at, needed);
      const adds = term.isRequired ? 1 : 0;
      const weight = weights[at] as number;
      for (let posting = 0; posting < count; posting++) {
        const document = list.documents[posting] as number;
        if (needed > 0) {
          if (held[document] !== least) continue;
          held[document] = least + adds;
        }
        const ordinal = base + document;
        if (snapshot.live[ordinal] === 0) continue;
        const frequency = weightedFrequency(
          list.frequencies[posting] as number,
          list.fields[posting] as number,
        );
        scores[ordinal] =
          (scores[ordinal] as number) +
          // A term that stands only in a qualified name counts as once there.
          bm25(weight, Math.max(1, frequency), norms[document] as number, snapshot.averageNorm);
      }
    }
    if (needed === 0) continue;
    for (let document = 0; document < documents; document++) {
      const ordinal = base + document;
      if (scores[ordinal] === 0) continue;
      if (held[document] === needed) matches.push(ordinal);
      else scores[ordinal] = 0;
    }
  }
  return needed > 0 ? Uint32Array.from(matches) : null;
}

interface Scratch {
  readonly list: PostingList;
  /** By document: how many of the required terms it was found to hold. */
  readonly held: Uint16Array;
}

/** Room for the longest list there can be, used again by every search: searches do not overlap within one. */
let scratch: Scratch = scratchFor(4_096);

function scratchFor(documents: number): Scratch {
  return {
    list: {
      documents: new Uint32Array(documents),
      frequencies: new Uint32Array(documents),
      fields: new Uint8Array(documents),
    },
    held: new Uint16Array(documents),
  };
}

function scratchOf(documents: number): Scratch {
  if (scratch.held.length < documents) scratch = scratchFor(documents);
  return scratch;
}

/** Decodes the list of a term, or of several joined with their frequencies summed, into `list`. */
function readTogether(
  postings: PostingsReader,
  ranks: readonly number[],
  list: PostingList,
): number {
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

/** Terms that a word still being typed may become; more say nothing, and cost time. */
const MAX_EXPANSIONS = 64;
/** Terms are stems: of `configurat` only `configur` is one. So many letters may be taken off, and no more. */
const MAX_SUFFIX_LETTERS = 4;
const MIN_PREFIX_LETTERS = 4;

/** Null when the last part of the word is a term, or nothing begins with it. The most frequent first, then by name. */
function expansionOf(
  snapshot: Snapshot,
  word: QueryWord,
  frequencyOf: (term: string) => number,
): { readonly part: string; readonly terms: readonly string[] } | null {
  const part = word.terms.parts.at(-1);
  const typed = splitIdentifier(word.text).at(-1);
  if (part === undefined || typed === undefined || frequencyOf(part) > 0) return null;
  const prefix = foldWord(typed);
  const frequencies = termsFrom(snapshot, prefix);
  for (let length = prefix.length - 1; frequencies.size === 0; length--) {
    if (length < MIN_PREFIX_LETTERS || length < prefix.length - MAX_SUFFIX_LETTERS) return null;
    const shorter = prefix.slice(0, length);
    if (frequencyOf(shorter) > 0) frequencies.set(shorter, 1);
  }
  const terms = [...frequencies]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MAX_EXPANSIONS)
    .map(([term]) => term);
  return { part, terms };
}

/** Terms that begin with `prefix`, with how many live chunks hold them. */
function termsFrom(snapshot: Snapshot, prefix: string): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const { reader, base, deletedFiles } of snapshot.segments) {
    reader.postings.forEachTermFrom(prefix, (term, rank) => {
      let frequency = reader.postings.documentFrequency(rank);
      if (deletedFiles.size > 0) {
        frequency = 0;
        for (const document of reader.postings.postings(rank).documents) {
          frequency += snapshot.live[base + document] as number;
        }
      }
      if (frequency > 0) frequencies.set(term, (frequencies.get(term) ?? 0) + frequency);
    });
  }
  return frequencies;
}

/** Marks, by chunk ordinal, every live chunk that holds all parts of the word. */
export function chunksWithWord(snapshot: Snapshot, word: QueryWord): Uint8Array {
  const counts = new Uint8Array(snapshot.size);
  const parts = [...new Set(word.terms.parts)];
  for (const part of parts) {
    const term = encodeTerm(part);
    for (const { reader, base } of snapshot.segments) {
      const rank = reader.postings.findBytes(term);
      if (rank === -1) continue;
      const { list } = scratchOf(reader.postings.documents);
      const count = reader.postings.readPostings(rank, list);
      for (let posting = 0; posting < count; posting++) {
        const ordinal = base + (list.documents[posting] as number);
        counts[ordinal] = (counts[ordinal] as number) + 1;
      }
    }
  }
  for (let ordinal = 0; ordinal < counts.length; ordinal++) {
    const holds = counts[ordinal] === parts.length && snapshot.live[ordinal] === 1;
    counts[ordinal] = holds ? 1 : 0;
  }
  return counts;
}

/** A list without deletions has its frequency at hand; else it is counted, a joined one too. */
function findTerms(snapshot: Snapshot, terms: readonly string[]): FoundTerm {
  const encoded = terms.map(encodeTerm);
  let frequency = 0;
  const ranks = snapshot.segments.map(({ reader, base, deletedFiles }) => {
    const here = encoded
      .map((term) => reader.postings.findBytes(term))
      .filter((rank) => rank !== -1);
    if (here.length === 1 && deletedFiles.size === 0) {
      frequency += reader.postings.documentFrequency(here[0] as number);
    } else if (here.length > 0) {
      const { list } = scratchOf(reader.postings.documents);
      const count = readTogether(reader.postings, here, list);
      for (let posting = 0; posting < count; posting++) {
        frequency += snapshot.live[base + (list.documents[posting] as number)] as number;
      }
    }
    return here;
  });
  return { ranks, frequency };
}

/** Each distinct term once, as the query has it once. */
function termsOf(
  words: readonly QueryWord[],
  required: readonly QueryWord[],
): { term: string; isRequired: boolean }[] {
  const terms = new Map<string, boolean>();
  for (const word of words) {
    const isRequired = required.includes(word);
    for (const part of word.terms.parts) terms.set(part, isRequired || terms.get(part) === true);
  }
  for (const { terms: of } of words) {
    if (of.whole !== null && !terms.has(of.whole)) terms.set(of.whole, false);
  }
  return [...terms].map(([term, isRequired]) => ({ term, isRequired }));
}
