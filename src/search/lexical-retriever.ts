import { bm25, idf, type PostingList, type Snapshot, weightedFrequency } from '../index/api.ts';
import type { QueryWord } from './query-parser.ts';

/** A term to look for. */
interface QueryTerm {
  readonly term: string;
  /** A whole identifier only adds to the score: its parts are what a chunk must hold. */
  readonly isPart: boolean;
}

export interface LexicalResult {
  /** BM25 by chunk ordinal; 0 for chunks that do not match. */
  readonly scores: Float64Array;
  /** Words of which a part occurs nowhere among the live chunks. */
  readonly unknown: readonly QueryWord[];
}

/** Parts beyond this many are not required: each takes one bit of a 32-bit mask. */
const MAX_REQUIRED_PARTS = 31;

/**
 * Scores all live chunks by BM25. With `requireAll`, a chunk must hold every part of every word, and a word that
 * is unknown leaves no result at all; without it, any word counts.
 */
export function retrieveByWords(
  snapshot: Snapshot,
  words: readonly QueryWord[],
  requireAll: boolean,
): LexicalResult {
  const scores = new Float64Array(snapshot.size);
  const terms = termsOf(words);
  const hits = new Map<string, { lists: SegmentPostings[]; frequency: number }>();
  for (const { term } of terms) {
    if (!hits.has(term)) hits.set(term, livePostings(snapshot, term));
  }
  const unknown = words.filter((word) =>
    word.terms.parts.some((part) => (hits.get(part)?.frequency ?? 0) === 0),
  );
  if (requireAll && unknown.length > 0) return { scores, unknown };

  // Which required terms a chunk holds; a chunk stays when it holds all of them.
  const required = requireAll
    ? terms.filter((term) => term.isPart).slice(0, MAX_REQUIRED_PARTS)
    : [];
  const seen = requireAll ? new Uint32Array(snapshot.size) : null;
  for (const { term } of terms) {
    const found = hits.get(term);
    if (found === undefined || found.frequency === 0) continue;
    const weight = idf(snapshot.liveChunks, found.frequency);
    const bit = required.findIndex((candidate) => candidate.term === term);
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
        if (seen !== null && bit !== -1) seen[ordinal] = (seen[ordinal] as number) | (1 << bit);
      }
    }
  }
  if (seen !== null) {
    const all = 2 ** required.length - 1;
    for (let ordinal = 0; ordinal < seen.length; ordinal++) {
      if (seen[ordinal] !== all) scores[ordinal] = 0;
    }
  }
  return { scores, unknown };
}

/** Marks, by chunk ordinal, every live chunk that holds all parts of the word. */
export function chunksWithWord(snapshot: Snapshot, word: QueryWord): Uint8Array {
  const counts = new Uint8Array(snapshot.size);
  const parts = [...new Set(word.terms.parts)];
  for (const part of parts) {
    for (const { list, base } of livePostings(snapshot, part).lists) {
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

function livePostings(
  snapshot: Snapshot,
  term: string,
): { lists: SegmentPostings[]; frequency: number } {
  const lists: SegmentPostings[] = [];
  let frequency = 0;
  for (const { reader, base, deletedFiles } of snapshot.segments) {
    const rank = reader.postings.find(term);
    if (rank === -1) continue;
    const list = reader.postings.postings(rank);
    lists.push({ list, base, norms: reader.postings.norms });
    if (deletedFiles.size === 0) {
      frequency += list.documents.length;
    } else {
      for (const document of list.documents) frequency += snapshot.live[base + document] as number;
    }
  }
  return { lists, frequency };
}

/** Each distinct term once, as the query has it once. */
function termsOf(words: readonly QueryWord[]): QueryTerm[] {
  const terms = new Map<string, QueryTerm>();
  for (const word of words) {
    for (const part of word.terms.parts) {
      terms.set(part, { term: part, isPart: true });
    }
  }
  for (const word of words) {
    const { whole } = word.terms;
    if (whole !== null && !terms.has(whole)) terms.set(whole, { term: whole, isPart: false });
  }
  return [...terms.values()];
}
