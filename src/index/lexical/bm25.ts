import { IN_PATH, PATH_COPIES } from './postings-writer.ts';

/**
 * BM25 (Robertson & Zaragoza 2009, eq. 3.15) with the idf that is never negative, as Lucene has it.
 * k1 and b from the ranking trial: between .9-2.2 and .5-.9 the figures differ by .002 NDCG@10 at most.
 */
export const K1 = 1.5;
export const B = 0.75;

/** Inverse document frequency; `frequency` of `documents` live documents hold the term. */
export function idf(documents: number, frequency: number): number {
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}

/** Occurrences as BM25 counts them: those in the content and the copies of the path's words. */
export function weightedFrequency(frequency: number, fields: number): number {
  return (fields & IN_PATH) === 0 ? frequency : frequency + PATH_COPIES;
}

/** What one term adds to a document's score. `norm` and `averageNorm` in tokens. */
export function bm25(
  termIdf: number,
  frequency: number,
  norm: number,
  averageNorm: number,
): number {
  return scoreOf(termIdf, frequency, lengthShare(norm, averageNorm));
}

/** `bm25` with the share of the document's length at hand. */
export function scoreOf(termIdf: number, frequency: number, length: number): number {
  return (termIdf * frequency * (K1 + 1)) / (frequency + length);
}

function lengthShare(norm: number, averageNorm: number): number {
  return K1 * (1 - B + (B * norm) / (averageNorm || 1));
}

/** What the length adds to the divisor, by norm from 0 to the largest: a division less for each posting. */
export function lengthShares(averageNorm: number, norms: number): Float64Array {
  return Float64Array.from({ length: norms }, (_, norm) => lengthShare(norm, averageNorm));
}
