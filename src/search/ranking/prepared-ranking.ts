import type { SearchReply } from '../../domain/api.ts';
import type { Snapshot } from '../../index/api.ts';
import type { Query } from '../query/query.ts';
import { retrieveByMeaning } from '../vector-retriever.ts';
import { centredCosines } from './centred-cosines.ts';
import { type ChunkEvidence, chunkEvidence, withMeaning } from './chunk-evidence.ts';
import { withFeedback } from './feedback.ts';
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
  /** 1 for chunks that may be shown: those with a word of the query, and the nearest by meaning. */
  readonly candidates: Uint8Array;
}

export function prepareRanking(
  snapshot: Snapshot,
  query: Query,
  retrieved: Retrieved,
): PreparedRanking {
  const evidence = evidenceOf(snapshot, retrieved);
  const candidates = new Uint8Array(snapshot.size);
  const { words } = evidence;
  if (words !== null) {
    for (let chunk = 0; chunk < candidates.length; chunk++) {
      if (words[chunk] !== 0) candidates[chunk] = 1;
    }
  }
  for (const chunk of retrieved.nearest) candidates[chunk] = 1;
  return { evidence, features: fileFeatures(snapshot, analyse(query), evidence), candidates };
}

/** With vectors in two looks: the second one compares with what the first one found, too. */
function evidenceOf(
  snapshot: Snapshot,
  { words, cosines, queryVector, comparable, accepted }: Retrieved,
): ChunkEvidence {
  const before = chunkEvidence(snapshot, words, null, comparable, accepted);
  const weigh = (scores: Float64Array | null) =>
    withMeaning(snapshot, before.words, scores, comparable, accepted);
  if (cosines === null) return before;
  if (queryVector === null) return weigh(cosines);
  const first = weigh(centredCosines(snapshot, cosines, queryVector, comparable));
  const drawn = withFeedback(snapshot, queryVector, first.fused, comparable);
  const again = retrieveByMeaning(snapshot, drawn, comparable);
  return weigh(centredCosines(snapshot, again, drawn, comparable));
}

/** Chunks and files that may be shown. */
export function countCandidates({ candidates, features }: PreparedRanking): SearchReply['matched'] {
  const { fileOfChunk, count } = features.catalogue;
  const seen = new Uint8Array(count);
  let chunks = 0;
  let files = 0;
  for (let chunk = 0; chunk < candidates.length; chunk++) {
    if (candidates[chunk] === 0) continue;
    chunks++;
    const file = fileOfChunk[chunk] as number;
    if (seen[file] === 0) files++;
    seen[file] = 1;
  }
  return { chunks, files };
}
