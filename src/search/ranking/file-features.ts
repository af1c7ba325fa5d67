import type { RankingFeature } from '../../domain/api.ts';
import { idf, plainName, type Snapshot } from '../../index/api.ts';
import { SnapshotTerms } from '../found-terms.ts';
import type { ChunkEvidence } from './chunk-evidence.ts';
import { definitionsOf, type FoundDefinition, filesDefiningJoined } from './definitions.ts';
import { catalogueOf, type FileCatalogue } from './file-catalogue.ts';
import { matchNames } from './name-match.ts';
import type { AskedName, QueryAnalysis } from './query-analysis.ts';

/** A value of each feature for each file of the catalogue. */
export type FeatureColumns = Readonly<Record<RankingFeature, Float64Array>>;

export interface FileFeatures {
  readonly catalogue: FileCatalogue;
  readonly columns: FeatureColumns;
  /** How strongly a chunk defines the one name that was asked for, by ordinal. */
  readonly definedHere: ReadonlyMap<number, number>;
}

/** Of the log-sum-exp: at .05 and .2 the trial lost .002 NDCG@10. */
const TEMPERATURE = 0.1;
/** A term that occurs nowhere still counts as missed. */
const UNKNOWN_RARITY_SHARE = 0.6;
/** A file called as the type in it is the type's own. */
const SAME_STEM_BOOST = 1.5;
const SHORTEST_STEM_PREFIX = 4;

/** The features of these files, or of all; O(chunks) and O(files), no look at any text. */
export function fileFeatures(
  snapshot: Snapshot,
  analysis: QueryAnalysis,
  evidence: ChunkEvidence,
  files: Uint32Array | null = null,
): FileFeatures {
  const catalogue = catalogueOf(snapshot);
  const rarities = analysis.terms.map((term) => rarityOf(snapshot, term));
  const names = matchNames(catalogue, analysis.terms, rarities);
  const { definition, definedHere } = soleDefinition(snapshot, catalogue, analysis.single);
  return {
    catalogue,
    columns: {
      ...aggregates(catalogue, evidence, files),
      nameMatch: names.match,
      nameTelling: names.telling,
      folders: names.folders,
      definition,
      namedDefinitions: namedDefinitions(snapshot, catalogue, analysis.embedded),
      joinedDefinition: joinedDefinition(snapshot, catalogue, analysis.joined),
      test: analysis.asksForTests ? catalogue.none : catalogue.tests,
      depth: catalogue.depths,
    },
    definedHere,
  };
}

/** Values of exp(x / TEMPERATURE) for x from 0 to 1, and one more to interpolate towards. */
const POWERS = Float64Array.from({ length: 1_026 }, (_, step) =>
  Math.exp(step / 1_024 / TEMPERATURE),
);

/** exp(x / TEMPERATURE), x from 0 to 1, off by a hundred-thousandth at most: half of the features' time was in exp. */
function power(x: number): number {
  const step = x * 1_024;
  const below = step | 0;
  const from = POWERS[below] as number;
  return from + (step - below) * ((POWERS[below + 1] as number) - from);
}

/** What the chunks of a file say together. */
function aggregates(
  catalogue: FileCatalogue,
  { words, meaning, fused }: ChunkEvidence,
  files: Uint32Array | null,
): Pick<FeatureColumns, 'evidence' | 'words'> {
  const { count, fileOfChunk, firstChunks, chunkCounts } = catalogue;
  const evidence =
    meaning === null && files === null
      ? evidenceOfNothing(catalogue).slice()
      : new Float64Array(count);
  const topWords = words === null ? catalogue.none : new Float64Array(count);
  const add = (file: number): void => {
    const first = firstChunks[file] as number;
    const end = first + (chunkCounts[file] as number);
    let sum = 0;
    for (let chunk = first; chunk < end; chunk++) sum += power(fused[chunk] as number);
    evidence[file] = TEMPERATURE * Math.log(sum);
    if (words !== null) topWords[file] = meanOfThreeBest(words, first, end);
  };
  if (files !== null) {
    for (const file of files) add(file);
    return { evidence, words: topWords };
  }
  if (meaning !== null) {
    for (let file = 0; file < count; file++) add(file);
    return { evidence, words: topWords };
  }
  // Few chunks have a word of the query, and those of a file follow each other.
  let last = -1;
  for (let chunk = 0; chunk < fused.length; chunk++) {
    if (fused[chunk] === 0) continue;
    const file = fileOfChunk[chunk] as number;
    if (file !== last) add(file);
    last = file;
  }
  return { evidence, words: topWords };
}

const ofNothing = new WeakMap<FileCatalogue, Float64Array>();

/** The evidence of each file when nothing is in any. */
function evidenceOfNothing(catalogue: FileCatalogue): Float64Array {
  let evidence = ofNothing.get(catalogue);
  if (evidence === undefined) {
    evidence = Float64Array.from(catalogue.chunkCounts, (count) => TEMPERATURE * Math.log(count));
    ofNothing.set(catalogue, evidence);
  }
  return evidence;
}

/** Missing ones count as 0: three good chunks say more than one. */
function meanOfThreeBest(values: Float64Array, start: number, end: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  for (let chunk = start; chunk < end; chunk++) {
    const value = values[chunk] as number;
    if (value > first) {
      third = second;
      second = first;
      first = value;
    } else if (value > second) {
      third = second;
      second = value;
    } else if (value > third) {
      third = value;
    }
  }
  return (first + second + third) / 3;
}

function rarityOf(snapshot: Snapshot, term: string): number {
  const { frequency } = SnapshotTerms.of(snapshot).find(term);
  return frequency === 0
    ? UNKNOWN_RARITY_SHARE * Math.log(1 + snapshot.liveChunks)
    : idf(snapshot.liveChunks, frequency);
}

/** The query is one name: how strongly each file defines it, more where the file is called so. */
function soleDefinition(
  snapshot: Snapshot,
  catalogue: FileCatalogue,
  single: AskedName | null,
): { definition: Float64Array; definedHere: Map<number, number> } {
  const definedHere = new Map<number, number>();
  const found = single === null ? [] : definitionsOf(snapshot, catalogue, single.name);
  if (single === null || found.length === 0) return { definition: catalogue.none, definedHere };
  const definition = new Float64Array(catalogue.count);
  const plain = plainName(single.name);
  for (const { file, ordinal, strength } of found) {
    const value = strength * (1 + 0.5 * stemAgreement(catalogue.plainStems[file] ?? '', plain));
    definition[file] = Math.max(definition[file] as number, value);
    definedHere.set(ordinal, strength);
  }
  return { definition, definedHere };
}

/** Names in a longer query: what is defined in many files is shared between them. */
function namedDefinitions(
  snapshot: Snapshot,
  catalogue: FileCatalogue,
  names: readonly AskedName[],
): Float64Array {
  if (names.length === 0) return catalogue.none;
  const result = new Float64Array(catalogue.count);
  for (const certainty of new Set(names.map((name) => name.certainty))) {
    const sums = new Float64Array(catalogue.count);
    let known = 0;
    for (const { name } of names.filter((asked) => asked.certainty === certainty)) {
      const byFile = strongestByFile(definitionsOf(snapshot, catalogue, name));
      if (byFile.size === 0) continue;
      known++;
      const plain = plainName(name);
      for (const [file, { strength, rivals }] of byFile) {
        const own = stemAgreement(catalogue.plainStems[file] ?? '', plain) === 1;
        sums[file] =
          (sums[file] as number) + (strength * (own ? SAME_STEM_BOOST : 1)) / Math.sqrt(rivals);
      }
    }
    for (let file = 0; file < result.length && known > 0; file++) {
      const value = (certainty * (sums[file] as number)) / known;
      if (value > (result[file] as number)) result[file] = value;
    }
  }
  return result;
}

/** `rivals`: files that define the name at least as strongly. */
function strongestByFile(
  found: readonly FoundDefinition[],
): Map<number, { strength: number; rivals: number }> {
  const strengths = new Map<number, number>();
  for (const { file, strength } of found) {
    strengths.set(file, Math.max(strengths.get(file) ?? 0, strength));
  }
  const sorted = [...strengths.values()].sort((a, b) => b - a);
  const byFile = new Map<number, { strength: number; rivals: number }>();
  for (const [file, strength] of strengths) {
    byFile.set(file, { strength, rivals: sorted.lastIndexOf(strength) + 1 });
  }
  return byFile;
}

function joinedDefinition(
  snapshot: Snapshot,
  catalogue: FileCatalogue,
  joined: readonly string[],
): Float64Array {
  const result = new Float64Array(catalogue.count);
  for (const name of joined) {
    const { files, chunks } = filesDefiningJoined(snapshot, catalogue, name);
    for (const file of files) {
      const own = stemAgreement(catalogue.plainStems[file] ?? '', name) === 1;
      const value = (own ? SAME_STEM_BOOST : 1) / Math.sqrt(chunks);
      if (value > (result[file] as number)) result[file] = value;
    }
  }
  return result;
}

/** 1 when file and name are called the same but for a plural, ½ when one begins with the other. */
function stemAgreement(stem: string, name: string): number {
  if (stem === name || stem === `${name}s` || `${stem}s` === name) return 1;
  if (Math.min(stem.length, name.length) < SHORTEST_STEM_PREFIX) return 0;
  return stem.startsWith(name) || name.startsWith(stem) ? 0.5 : 0;
}
