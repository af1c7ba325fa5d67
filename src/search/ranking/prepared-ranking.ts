import type { SearchReply } from '../../domain/api.ts';
import type { Snapshot } from '../../index/api.ts';
import { Columns } from '../columns.ts';
import type { Query } from '../query/query.ts';
import { retrieveByMeaning } from '../vector-retriever.ts';
import { centredCosines } from './centred-cosines.ts';
import { type ChunkEvidence, relative, withMeaning } from './chunk-evidence.ts';
import { withFeedback } from './feedback.ts';
import type { FileCatalogue } from './file-catalogue.ts';
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

/** `columns`: where what is found lies; those that another search takes, too, are good until then. */
export function prepareRanking(
  snapshot: Snapshot,
  query: Query,
  retrieved: Retrieved,
  columns: Columns = new Columns(),
): PreparedRanking {
  const evidence = evidenceOf(snapshot, retrieved, columns);
  const features = fileFeatures(snapshot, analyse(query), evidence);
  const candidates = candidatesOf(features.catalogue, evidence.words, retrieved.nearest);
  return { evidence, features, candidates };
}

/** With vectors in two looks: the second one compares with what the first one found, too. */
function evidenceOf(
  snapshot: Snapshot,
  { words, cosines, queryVector, comparable, accepted }: Retrieved,
  columns: Columns,
): ChunkEvidence {
  const { size } = snapshot;
  const shares = words && relative(words, accepted, columns.take('words', size));
  const weigh = (scores: Float64Array | null) =>
    withMeaning(snapshot, shares, scores, comparable, accepted, columns);
  if (cosines === null || queryVector === null) return weigh(cosines);
  const column = columns.take('meaning', size);
  const first = weigh(centredCosines(snapshot, cosines, queryVector, comparable, column));
  const drawn = withFeedback(snapshot, queryVector, first.fused, comparable);
  const again = retrieveByMeaning(snapshot, drawn, comparable, column.fill(0));
  return weigh(centredCosines(snapshot, again, drawn, comparable, again));
}

function candidatesOf(
  { fileOfChunk, count }: FileCatalogue,
  words: Float64Array | null,
  nearest: readonly number[],
): RankingCandidates {
  const marked = new Uint8Array(fileOfChunk.length);
  if (words !== null) {
    for (let chunk = 0; chunk < marked.length; chunk++) {
      if (words[chunk] !== 0) marked[chunk] = 1;
    }
  }
  for (const chunk of nearest) marked[chunk] = 1;
  const files = new Uint32Array(count);
  let chunks = 0;
  let held = 0;
  // Files are numbered as their chunks follow each other.
  let last = -1;
  for (let chunk = 0; chunk < marked.length; chunk++) {
    if (marked[chunk] === 0) continue;
    chunks++;
    const file = fileOfChunk[chunk] as number;
    if (file !== last) files[held++] = file;
    last = file;
  }
  return { chunks: marked, files: files.subarray(0, held), count: { chunks, files: held } };
}
