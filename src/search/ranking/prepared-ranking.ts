import type { SearchReply } from '../../domain/api.ts';
import { Columns, type Snapshot, shareOfLargest } from '../../index/api.ts';
import type { Query } from '../query/query.ts';
import { retrieveByMeaning } from '../vector-retriever.ts';
import { centredCosines } from './centred-cosines.ts';
import { type ChunkEvidence, withMeaning } from './chunk-evidence.ts';
import { withFeedback } from './feedback.ts';
import { catalogueOf, type FileCatalogue } from './file-catalogue.ts';
import { type FileFeatures, fileFeatures } from './file-features.ts';
import { analyse } from './query-analysis.ts';

/** What the retrievers found, by chunk ordinal. */
export interface Retrieved {
  /** BM25; null when the words are left out. */
  readonly words: Float64Array | null;
  /** Null when there are no vectors, or they are left out. */
  readonly cosines: Float64Array | null;
  /** What the cosines are with: the query's vector; null when they are. */
  readonly queryVector: Float32Array | null;
  /** The chunks nearest by meaning. */
  readonly nearest: readonly number[];
  /** By segment: whether its vectors were compared. */
  readonly comparable: readonly boolean[];
  /** Chunks that the query lets through, 1 or 0; null when it lets all through. */
  readonly accepted: Uint8Array | null;
}

/** All that is known of a query's files before weights decide: analysis, candidates, fused chunks, features. */
export interface PreparedRanking {
  readonly evidence: ChunkEvidence;
  readonly features: FileFeatures;
  readonly candidates: RankingCandidates;
}

/** What may be shown: chunks with a word of the query, and the nearest by meaning. */
export interface RankingCandidates {
  /** 1 or 0 by chunk ordinal. */
  readonly chunks: Uint8Array;
  /** Files that hold one, in their order in the catalogue. */
  readonly files: Uint32Array;
  readonly count: SearchReply['matched'];
}

/**
 * `shared`: where what is found lies, good until the next search that takes the same columns. Features then are those of candidates
 * alone; without it they are known of every file, for the fit, and kept.
 */
export function prepareRanking(
  snapshot: Snapshot,
  query: Query,
  retrieved: Retrieved,
  shared: Columns | null = null,
): PreparedRanking {
  const evidence = evidenceOf(snapshot, retrieved, shared ?? Columns.plain());
  const catalogue = catalogueOf(snapshot);
  const candidates = candidatesOf(catalogue, evidence.words, retrieved.nearest);
  const files = shared === null ? null : candidates.files;
  const features = fileFeatures(snapshot, analyse(query), evidence, files);
  return { evidence, features, candidates };
}

/** With vectors in two looks: the second one compares with what the first one found, too. */
function evidenceOf(
  snapshot: Snapshot,
  { words, cosines, queryVector, comparable, accepted }: Retrieved,
  columns: Columns,
): ChunkEvidence {
  const { size } = snapshot;
  const shares = words && columns.take('words', size);
  if (words !== null && shares !== null) shareOfLargest(words, accepted, shares);
  const weigh = (scores: Float64Array | null) =>
    withMeaning(snapshot, shares, scores, comparable, accepted, columns);
  if (cosines === null || queryVector === null) return weigh(cosines);
  const first = weigh(centredCosines(snapshot, cosines, queryVector, comparable, columns));
  const drawn = withFeedback(snapshot, queryVector, first.fused, comparable);
  const again = retrieveByMeaning(snapshot, drawn, comparable, columns.takeEmpty('meaning', size));
  return weigh(centredCosines(snapshot, again, drawn, comparable, columns));
}

function candidatesOf(
  { fileOfChunk, count }: FileCatalogue,
  words: Float64Array | null,
  nearest: readonly number[],
): RankingCandidates {
  const marked = new Uint8Array(fileOfChunk.length);
  for (const chunk of nearest) marked[chunk] = 1;
  const files = new Uint32Array(count);
  let chunks = 0;
  let held = 0;
  // Files are numbered as their chunks follow each other.
  let last = -1;
  for (let chunk = 0; chunk < marked.length; chunk++) {
    if ((words === null || words[chunk] === 0) && marked[chunk] === 0) continue;
    marked[chunk] = 1;
    chunks++;
    const file = fileOfChunk[chunk] as number;
    if (file !== last) files[held++] = file;
    last = file;
  }
  return { chunks: marked, files: files.subarray(0, held), count: { chunks, files: held } };
}
