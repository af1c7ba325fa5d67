import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTEXT_FLAG } from './encode.ts';
import { seededRandom } from './random.ts';

/*
 * Hard negatives. A batch teaches by the codes in it that do not answer a question, and most codes of a package are
 * told apart by a single word. So each pair is put into a batch with another of its package whose code BM25
 * (Robertson & Zaragoza 2009) finds for the first one's question: the words agree, the answer does not.
 */

/** The pairs of one package, in columns; entry offsets as in the encoded set, tokens without their fields. */
export interface PairColumns {
  /** pairs + 1. */
  readonly queryOffsets: Uint32Array;
  readonly queryTokens: Uint16Array;
  /** pairs + 1. */
  readonly documentOffsets: Uint32Array;
  readonly documentTokens: Uint16Array;
  readonly documentCounts: Uint8Array;
  readonly documentFields: Uint8Array;
}

const NONE = -1;
const K1 = 1.2;
const B = 0.75;
/** One of so many best is taken: the very best is often the answer, too, in other words. */
const BEST = 5;
/** A word in more codes than this, and than a twentieth of them, is passed over. */
const MAX_COMMON = 200;
const COMMON_SHARE = 0.05;
const TOKENS = 65_536;
const SEED = 11;

/** Writes `neighbours.i32` beside the columns of the encoded set: a place by pair, −1 for none. Answers how many have one. */
export function mineNeighbours(workFolder: string): { readonly found: number } {
  const folder = path.join(workFolder, 'encoded');
  const read = (name: string) => {
    const bytes = readFileSync(path.join(folder, name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
  const owners = new Uint16Array(read('owners.u16'));
  const queryOffsets = new Uint32Array(read('query-offsets.u32'));
  const documentOffsets = new Uint32Array(read('document-offsets.u32'));
  const columns = {
    queryTokens: new Uint16Array(read('query-tokens.u16')),
    documentTokens: new Uint16Array(read('document-tokens.u16')),
    documentCounts: new Uint8Array(read('document-counts.u8')),
    documentFields: new Uint8Array(read('document-fields.u8')),
  };
  const neighbours = new Int32Array(owners.length);
  const random = seededRandom(SEED);
  for (let start = 0; start < owners.length; ) {
    let end = start;
    while (end < owners.length && owners[end] === owners[start]) end++;
    const own = neighboursOf(
      {
        ...columns,
        queryOffsets: queryOffsets.subarray(start, end + 1),
        documentOffsets: documentOffsets.subarray(start, end + 1),
      },
      random,
    );
    for (const [at, place] of own.entries()) {
      neighbours[start + at] = place === NONE ? NONE : start + place;
    }
    start = end;
  }
  writeFileSync(path.join(folder, 'neighbours.i32'), neighbours);
  return { found: neighbours.reduce((sum, place) => sum + (place === NONE ? 0 : 1), 0) };
}

/** For each pair the place of another one of the package, −1 for none. O(questions × postings of their rarer words). */
export function neighboursOf(pairs: PairColumns, random: () => number): Int32Array {
  const { queryOffsets, queryTokens } = pairs;
  const count = queryOffsets.length - 1;
  const { starts, documents, weights, isCommon } = postingsOf(pairs);
  const scores = new Float32Array(count);
  const touched = new Int32Array(count);
  const neighbours = new Int32Array(count).fill(NONE);
  for (let pair = 0; pair < count; pair++) {
    let size = 0;
    for (let at = queryOffsets[pair] as number; at < (queryOffsets[pair + 1] as number); at++) {
      const token = queryTokens[at] as number;
      if (isCommon(token)) continue;
      for (let p = starts[token] as number; p < (starts[token + 1] as number); p++) {
        const document = documents[p] as number;
        if (scores[document] === 0) touched[size++] = document;
        scores[document] = (scores[document] as number) + (weights[p] as number);
      }
    }
    const best: number[] = [];
    for (let at = 0; at < size; at++) {
      const document = touched[at] as number;
      if (document !== pair && !isSameQuestion(pairs, pair, document))
        insert(best, document, scores);
    }
    for (let at = 0; at < size; at++) scores[touched[at] as number] = 0;
    neighbours[pair] = best[Math.floor(random() * best.length)] ?? NONE;
  }
  return neighbours;
}

/** Keeps the documents of the highest scores, best first. */
function insert(best: number[], document: number, scores: Float32Array): void {
  const score = scores[document] as number;
  if (best.length === BEST && score <= (scores[best.at(-1) as number] as number)) return;
  let at = best.length;
  while (at > 0 && (scores[best[at - 1] as number] as number) < score) at--;
  best.splice(at, 0, document);
  if (best.length > BEST) best.pop();
}

function isSameQuestion({ queryOffsets, queryTokens }: PairColumns, a: number, b: number): boolean {
  const [startA, startB] = [queryOffsets[a] as number, queryOffsets[b] as number];
  const length = (queryOffsets[a + 1] as number) - startA;
  if ((queryOffsets[b + 1] as number) - startB !== length) return false;
  for (let at = 0; at < length; at++) {
    if (queryTokens[startA + at] !== queryTokens[startB + at]) return false;
  }
  return true;
}

/** By token the documents that hold it, with its weight in each. What follows the code is not looked at. */
function postingsOf(pairs: PairColumns) {
  const { documentOffsets, documentTokens, documentCounts, documentFields } = pairs;
  const count = documentOffsets.length - 1;
  const lengths = new Float64Array(count);
  const frequencies = new Uint32Array(TOKENS);
  /** The last document that a token was seen in, plus 1: a token stands once for each field of it. */
  const seenIn = new Int32Array(TOKENS);
  const eachEntry = (visit: (document: number, token: number, count: number) => void) => {
    for (let document = 0; document < count; document++) {
      const end = documentOffsets[document + 1] as number;
      for (let at = documentOffsets[document] as number; at < end; at++) {
        if (((documentFields[at] as number) & CONTEXT_FLAG) !== 0) continue;
        visit(document, documentTokens[at] as number, documentCounts[at] as number);
      }
    }
  };
  eachEntry((document, token, times) => {
    lengths[document] = (lengths[document] as number) + times;
    if (seenIn[token] === document + 1) return;
    seenIn[token] = document + 1;
    frequencies[token] = (frequencies[token] as number) + 1;
  });
  const starts = new Uint32Array(TOKENS + 1);
  for (let token = 0; token < TOKENS; token++) {
    starts[token + 1] = (starts[token] as number) + (frequencies[token] as number);
  }
  const documents = new Uint32Array(starts[TOKENS] as number);
  const weights = new Float32Array(documents.length);
  const next = starts.slice();
  seenIn.fill(0);
  eachEntry((document, token, times) => {
    if (seenIn[token] !== document + 1) {
      seenIn[token] = document + 1;
      documents[next[token] as number] = document;
      next[token] = (next[token] as number) + 1;
    }
    const place = (next[token] as number) - 1;
    weights[place] = (weights[place] as number) + times;
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count);
  for (let token = 0; token < TOKENS; token++) {
    const holding = frequencies[token] as number;
    const idf = Math.log(1 + (count - holding + 0.5) / (holding + 0.5));
    for (let p = starts[token] as number; p < (starts[token + 1] as number); p++) {
      const times = weights[p] as number;
      const length = lengths[documents[p] as number] as number;
      weights[p] = (idf * times * (K1 + 1)) / (times + K1 * (1 - B + (B * length) / mean));
    }
  }
  const common = Math.max(MAX_COMMON, COMMON_SHARE * count);
  return {
    starts,
    documents,
    weights,
    isCommon: (token: number) => (frequencies[token] as number) > common,
  };
}
