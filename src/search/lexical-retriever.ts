import { encodeTerm, foldWord, type Snapshot, splitIdentifier } from '../index/api.ts';
import { type FoundTerm, SnapshotTerms, scratchOf } from './found-terms.ts';
import type { QueryWord } from './query/query.ts';

export interface LexicalResult {
  /** BM25 by chunk ordinal; 0 for chunks that do not match. */
  readonly scores: Float64Array;
  /** Ordinals with a score when they are few, in no order; null when all must be looked at. */
  readonly matches: Uint32Array | null;
  /** Words of which a part occurs nowhere among the live chunks. */
  readonly unknown: readonly QueryWord[];
}

/**
 * Scores all live chunks by BM25. A chunk must hold every part of every word in `required`, and one that is unknown
 * leaves no result at all; of the other words any counts. `openWord` is still being typed: when its last part is no
 * term, it stands for the terms that begin with it. `scores`: where they are put, all 0.
 */
export function retrieveByWords(
  snapshot: Snapshot,
  words: readonly QueryWord[],
  required: readonly QueryWord[],
  openWord: QueryWord | null = null,
  scores: Float64Array = new Float64Array(snapshot.size),
): LexicalResult {
  const known = SnapshotTerms.of(snapshot);
  const inPlace = new Map<string, FoundTerm>();
  const lookUp = (term: string): FoundTerm => inPlace.get(term) ?? known.find(term);
  const frequencyOf = (term: string): number => lookUp(term).frequency;
  const expanded = openWord === null ? null : expansionOf(snapshot, openWord, frequencyOf);
  if (expanded !== null) inPlace.set(expanded.part, known.together(expanded.terms));
  const unknown = words.filter((word) => word.terms.parts.some((part) => frequencyOf(part) === 0));
  if (unknown.some((word) => required.includes(word))) {
    return { scores, matches: new Uint32Array(), unknown };
  }
  // Required terms first, the rarest before: fewer and fewer chunks are left to be scored.
  const terms = termsOf(words, required)
    .map(({ term, isRequired }): WantedTerm => ({ found: lookUp(term), isRequired }))
    .filter(({ found }) => found.frequency > 0)
    .sort(
      (a, b) =>
        Number(b.isRequired) - Number(a.isRequired) ||
        (a.isRequired ? a.found.frequency - b.found.frequency : 0),
    );
  const matches = scoreTerms(snapshot, terms, scores);
  return { scores, matches, unknown };
}

interface WantedTerm {
  readonly found: FoundTerm;
  readonly isRequired: boolean;
}

/**
 * Adds the terms' scores, in their order; answers the ordinals that hold all required ones, which come first. Without
 * any, those that have a score, or null when they are many.
 */
function scoreTerms(
  snapshot: Snapshot,
  terms: readonly WantedTerm[],
  scores: Float64Array,
): Uint32Array | null {
  const needed = terms.filter(({ isRequired }) => isRequired).length;
  if (needed > 0) return scoreAllOf(snapshot, terms, needed, scores);
  const known = SnapshotTerms.of(snapshot);
  const lists = terms.map(({ found }) => known.lists(found));
  const postings = terms.reduce((sum, { found }) => sum + found.frequency, 0);
  const matches = postings > snapshot.size * FEW ? null : new Uint32Array(postings);
  let count = 0;
  for (const segment of snapshot.segments.keys()) {
    for (const list of lists) {
      const { ordinals, impacts } = list;
      const end = list.end(segment);
      for (let posting = list.start(segment); posting < end; posting++) {
        const ordinal = ordinals[posting] as number;
        const before = scores[ordinal] as number;
        if (matches !== null && before === 0) matches[count++] = ordinal;
        scores[ordinal] = before + (impacts[posting] as number);
      }
    }
  }
  return matches?.subarray(0, count) ?? null;
}

/** Up to this share of the chunks a list of them is shorter to go through than all. */
const FEW = 0.25;

/** Only what is left by the required terms before is looked up in the next one's list. */
function scoreAllOf(
  snapshot: Snapshot,
  terms: readonly WantedTerm[],
  needed: number,
  scores: Float64Array,
): Uint32Array {
  const known = SnapshotTerms.of(snapshot);
  const required = terms.slice(0, needed);
  const lists = terms.map(({ found }) => known.lists(found));
  const matches = new Uint32Array((required[0] as WantedTerm).found.frequency);
  let total = 0;
  for (const segment of snapshot.segments.keys()) {
    if (required.some(({ found }) => found.ranks[segment]?.length === 0)) continue;
    const first = total;
    for (const [at, list] of lists.entries()) {
      const { ordinals, impacts } = list;
      const isRequired = at < needed;
      const end = list.end(segment);
      let posting = list.start(segment);
      if (at === 0) {
        for (; posting < end; posting++) {
          const ordinal = ordinals[posting] as number;
          matches[total++] = ordinal;
          scores[ordinal] = impacts[posting] as number;
        }
        continue;
      }
      let kept = first;
      for (let match = first; match < total; match++) {
        const ordinal = matches[match] as number;
        posting = seek(ordinals, ordinal, posting, end);
        if (posting < end && ordinals[posting] === ordinal) {
          scores[ordinal] = (scores[ordinal] as number) + (impacts[posting] as number);
          matches[kept++] = ordinal;
        } else if (isRequired) {
          scores[ordinal] = 0;
        } else {
          matches[kept++] = ordinal;
        }
      }
      total = kept;
    }
  }
  return matches.subarray(0, total);
}

/** Index of the first ordinal from `start` on that is not below; `end` when all are. By steps that double. */
function seek(ordinals: Uint32Array, ordinal: number, start: number, end: number): number {
  let step = 1;
  let low = start;
  let high = start;
  while (high < end && (ordinals[high] as number) < ordinal) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  if (high > end) high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordinals[middle] as number) < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
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
      const list = scratchOf(reader.postings.documents);
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
