import {
  bm25,
  foldWord,
  idf,
  type PostingList,
  type Snapshot,
  splitIdentifier,
  weightedFrequency,
} from '../index/api.ts';
import type { QueryWord } from './query/query.ts';

export interface LexicalResult {
  /** BM25 by chunk ordinal; 0 for chunks that do not match. */
  readonly scores: Float64Array;
  /** Words of which a part occurs nowhere among the live chunks. */
  readonly unknown: readonly QueryWord[];
}

/** Parts beyond this many are not required: each takes one bit of a 32-bit mask. */
const MAX_REQUIRED_PARTS = 31;

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
  const scores = new Float64Array(snapshot.size);
  const hits = new Map<string, { lists: SegmentPostings[]; frequency: number }>();
  const lookUp = (term: string): number => {
    let hit = hits.get(term);
    if (hit === undefined) {
      hit = livePostings(snapshot, [term]);
      hits.set(term, hit);
    }
    return hit.frequency;
  };
  for (const word of words) for (const part of word.terms.parts) lookUp(part);
  const expanded = openWord === null ? null : expansionOf(snapshot, openWord, lookUp);
  if (expanded !== null) {
    hits.set(expanded.part, livePostings(snapshot, expanded.terms));
  }
  const unknown = words.filter((word) => word.terms.parts.some((part) => lookUp(part) === 0));
  if (unknown.some((word) => required.includes(word))) return { scores, unknown };

  // Which required terms a chunk holds; a chunk stays when it holds all of them.
  let bits = 0;
  const seen = required.length > 0 ? new Uint32Array(snapshot.size) : null;
  for (const { term, isRequired } of termsOf(words, required)) {
    lookUp(term);
    const found = hits.get(term);
    if (found === undefined || found.frequency === 0) continue;
    const weight = idf(snapshot.liveChunks, found.frequency);
    const bit = isRequired && bits < MAX_REQUIRED_PARTS ? 1 << bits++ : 0;
    for (const { list, base, norms } of found.lists) {
      for (let index = 0; index < list.documents.length; index++) {
        const document = list.documents[index] as number;
        const ordinal = base + document;
        if (snapshot.live[ordinal] === 0) continue;
        const frequency = weightedFrequency(
          list.frequencies[index] as number,
          list.fields[index] as number,
        );
        scores[ordinal] =
          (scores[ordinal] as number) +
          bm25(
            weight,
            // A term that stands only in a qualified name counts as once there.
            Math.max(1, frequency),
            norms[document] as number,
            snapshot.averageNorm,
          );
        if (bit !== 0 && seen !== null) seen[ordinal] = (seen[ordinal] as number) | bit;
      }
    }
  }
  if (seen !== null) {
    const all = 2 ** bits - 1;
    for (let ordinal = 0; ordinal < seen.length; ordinal++) {
      if (seen[ordinal] !== all) scores[ordinal] = 0;
    }
  }
  return { scores, unknown };
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
    for (const { list, base } of livePostings(snapshot, [part]).lists) {
      for (const document of list.documents) {
        counts[base + document] = (counts[base + document] as number) + 1;
      }
    }
  }
  return counts.map((count) => (count === parts.length ? 1 : 0));
}

interface SegmentPostings {
  readonly list: PostingList;
  readonly base: number;
  readonly norms: Uint16Array;
}

/** Lists of a term; of several terms, joined into one list a segment, their frequencies summed. */
function livePostings(
  snapshot: Snapshot,
  terms: readonly string[],
): { lists: SegmentPostings[]; frequency: number } {
  const lists: SegmentPostings[] = [];
  let frequency = 0;
  for (const { reader, base, deletedFiles } of snapshot.segments) {
    const found: PostingList[] = [];
    for (const term of terms) {
      const rank = reader.postings.find(term);
      if (rank !== -1) found.push(reader.postings.postings(rank));
    }
    const first = found[0];
    if (first === undefined) continue;
    const list = found.length === 1 ? first : joined(found, reader.postings.documents);
    lists.push({ list, base, norms: reader.postings.norms });
    if (deletedFiles.size === 0) {
      frequency += list.documents.length;
    } else {
      for (const document of list.documents) frequency += snapshot.live[base + document] as number;
    }
  }
  return { lists, frequency };
}

function joined(lists: readonly PostingList[], documents: number): PostingList {
  const sums = new Uint32Array(documents);
  const fields = new Uint8Array(documents);
  const holds = new Uint8Array(documents);
  for (const list of lists) {
    for (const [index, document] of list.documents.entries()) {
      holds[document] = 1;
      sums[document] = (sums[document] as number) + (list.frequencies[index] as number);
      fields[document] = (fields[document] as number) | (list.fields[index] as number);
    }
  }
  const kept = Uint32Array.from({ length: documents }, (_, document) => document).filter(
    (document) => holds[document] === 1,
  );
  return {
    documents: kept,
    frequencies: kept.map((document) => sums[document] as number),
    fields: Uint8Array.from(kept, (document) => fields[document] as number),
  };
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
