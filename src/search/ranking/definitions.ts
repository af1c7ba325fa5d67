import type { DefinitionKind } from '../../domain/api.ts';
import { IN_NAME, plainName, type Snapshot, termsOfWord, WHOLE_PREFIX } from '../../index/api.ts';
import { readTogether, SnapshotTerms, scratchOf } from '../found-terms.ts';
import type { FileCatalogue } from './file-catalogue.ts';

/** A chunk that defines a name that was asked for. */
export interface FoundDefinition {
  readonly ordinal: number;
  /** In the catalogue. */
  readonly file: number;
  /** How much it is what a person means who types the name, 0 to 1. */
  readonly strength: number;
}

/** The trial's values; types say what a name is, properties hardly. */
const STRENGTHS: Readonly<Record<DefinitionKind, number>> = {
  class: 1,
  interface: 1,
  enum: 1,
  type: 1,
  module: 1,
  function: 0.9,
  method: 0.65,
  variable: 0.6,
  macro: 0.5,
  property: 0.4,
};
/** Of a name that differs in case or `_` only. */
const OTHER_SPELLING = 0.8;

/**
 * The chunks that define a name, whatever it is qualified by. The word index knows which chunks have its rarest part
 * in a defined name; only those are looked at.
 */
export function definitionsOf(
  snapshot: Snapshot,
  catalogue: FileCatalogue,
  name: string,
): FoundDefinition[] {
  const parts = [...new Set(termsOfWord(name).parts)];
  const plain = plainName(name);
  const found: FoundDefinition[] = [];
  if (parts.length === 0 || plain === '') return found;
  const known = SnapshotTerms.of(snapshot);
  const terms = parts.map((part) => known.find(part));
  if (terms.some(({ frequency }) => frequency === 0)) return found;
  for (const [segment, { reader, base }] of snapshot.segments.entries()) {
    const { postings, chunks } = reader;
    const ranks = terms.flatMap(({ ranks: bySegment }) => bySegment[segment] as readonly number[]);
    if (ranks.length < terms.length) continue;
    const rarest = ranks.reduce((best, rank) =>
      postings.documentFrequency(rank) < postings.documentFrequency(best) ? rank : best,
    );
    const { documents, fields } = scratchOf(postings.documents);
    const count = readTogether(postings, [rarest]);
    for (let at = 0; at < count; at++) {
      const chunk = documents[at] as number;
      const ordinal = base + chunk;
      if (((fields[at] as number) & IN_NAME) === 0 || snapshot.live[ordinal] === 0) continue;
      let strength = 0;
      chunks.forEachDefinitionOf(chunk, name, plain, (kind, isExact) => {
        strength = Math.max(strength, STRENGTHS[kind] * (isExact ? 1 : OTHER_SPELLING));
      });
      if (strength === 0) continue;
      found.push({ ordinal, file: catalogue.fileOfChunk[ordinal] as number, strength });
    }
  }
  return found;
}

/** The files that define an identifier which the words would be, written together; `joined` in lower case. */
export function filesDefiningJoined(
  snapshot: Snapshot,
  catalogue: FileCatalogue,
  joined: string,
): { readonly files: ReadonlySet<number>; readonly chunks: number } {
  const files = new Set<number>();
  let chunks = 0;
  const { ranks, frequency } = SnapshotTerms.of(snapshot).find(WHOLE_PREFIX + joined);
  if (frequency === 0) return { files, chunks };
  for (const [segment, { reader, base }] of snapshot.segments.entries()) {
    const [rank] = ranks[segment] as readonly number[];
    if (rank === undefined) continue;
    const { documents, fields } = reader.postings.postings(rank);
    for (const [at, chunk] of documents.entries()) {
      if (((fields[at] as number) & IN_NAME) === 0 || snapshot.live[base + chunk] === 0) continue;
      files.add(catalogue.fileOfChunk[base + chunk] as number);
      chunks++;
    }
  }
  return { files, chunks };
}
