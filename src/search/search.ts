import {
  DEFAULT_HIT_LIMIT,
  type SearchMode,
  type SearchOptions,
  type SearchReply,
  type SearchStage,
  type UnknownTerm,
} from '../domain/api.ts';
import { EMBEDDING_FORMAT, type Embedder } from '../embedding/api.ts';
import { Columns, type Snapshot } from '../index/api.ts';
import { type Candidates, candidates, narrowed } from './candidates.ts';
import type { LexicalResult } from './lexical-retriever.ts';
import { nearestTerms } from './nearest-terms.ts';
import type { OpenedGeneration } from './opened-generation.ts';
import { changedProblems } from './query/changed-filter.ts';
import { narrow } from './query/narrowing.ts';
import { parseQuery } from './query/query-parser.ts';
import { both, planQuery } from './query/query-plan.ts';
import { type RegexRun, UNLIMITED_RUN } from './query/regex-run.ts';
import { countMatched, isRanked, rankByFiles, rankByFusion } from './ranked-list.ts';
import { addFileMeans } from './ranking/file-means.ts';
import { type SearchPorts, stopIfAsked } from './search-ports.ts';
import { hitsOf } from './shown-hits.ts';
import { retrieveByMeaning } from './vector-retriever.ts';
import { wordScores } from './word-scores.ts';

/** How deep each list goes into the fusion; below it a rank adds less than a hundredth of the first one's. */
const CANDIDATE_DEPTH = 200;
/** Beyond it a list is no answer; what is not shown is counted. */
const MAX_HITS = 10_000;

/**
 * Share of the cosine with a file's mean vector that its best chunk is given, in the stage `vectors-file` (.835 NDCG@10 for
 * .5, .834 to .836 for .25 to 1; the ranking has no use for it).
 */
const FILE_MEAN_SHARE = 0.5;

/** Searches take turns between one wait and the next, so all have the same. */
const COLUMNS = Columns.inKernelMemory();

/**
 * The read line, on one generation: parse, retrieve by words and by meaning, fuse, cut snippets.
 * Keyword mode asks for every word; the others rank by any, also while there are no vectors. The same generation and query give the same hits in
 * the same order on every machine: ties go by chunk id, path and line. `cancelled` when the signal says so.
 */
export async function search(
  generation: OpenedGeneration,
  text: string,
  options: SearchOptions,
  ports: SearchPorts,
): Promise<SearchReply> {
  const startedAt = ports.now();
  const { snapshot, manifest } = generation;
  const query = parseQuery(text, options);
  const limit = Math.max(1, Math.min(options.limit ?? DEFAULT_HIT_LIMIT, MAX_HITS));
  const depth = Math.max(CANDIDATE_DEPTH, limit);
  const segments = ports.embedder && comparable(generation, ports.embedder);
  const embedder = segments && ports.embedder;
  const asked = modeOf(options);
  const mode: SearchMode = embedder === null ? 'keyword' : asked;
  const regex = ports.regex?.() ?? UNLIMITED_RUN;
  // For what an expression found before it was stopped: there it is known to end.
  const runs = [regex];
  const secondRun = (): RegexRun => {
    const run = ports.regex?.() ?? UNLIMITED_RUN;
    runs.push(run);
    return run;
  };
  const breathe = async (): Promise<void> => {
    await ports.yieldToEventLoop?.();
    stopIfAsked(ports.signal);
  };
  try {
    const everyWord = (options.match ?? defaultMatch(asked, options)) === 'all';
    const name = ports.repositoryName ?? (() => Promise.resolve(''));
    const scan = { regex, breathe, changedSince: ports.changedSince };
    const plan = await planQuery(generation, query, everyWord, name, scan);
    const narrowing = await narrow(generation, options.narrow ?? [], name, scan);
    const accepted = bothOf(plan.accepted, narrowing.accepted);
    stopIfAsked(ports.signal);

    const queryVector =
      segments === null || embedder === null || mode === 'keyword' || query.text.trim() === ''
        ? null
        : await embedder.embedQuery(query.text);
    stopIfAsked(ports.signal);

    // Up to the list nothing waits: all searches share the columns.
    const scores = (name: string) => COLUMNS.takeEmpty(name, snapshot.size);
    const lexical =
      mode === 'meaning' && query.text !== ''
        ? null
        : wordScores(snapshot, query, plan, everyWord, scores('bm25'));
    const words =
      lexical && candidates(snapshot, lexical.scores, accepted, depth, query, lexical.matches);
    let meaning: Candidates | null = null;
    if (segments !== null && queryVector !== null) {
      const cosines = byMeaning(snapshot, queryVector, segments, scores('cosines'), options.stage);
      const whole = candidates(snapshot, cosines, plan.accepted, depth, query);
      meaning = narrowed(whole, narrowing.accepted);
    }
    const found = { words, meaning, queryVector, segments, accepted };
    const ranked = isRanked(query, options)
      ? rankByFiles(snapshot, query, found, options, limit, COLUMNS)
      : rankByFusion(snapshot, mode, words, meaning);
    const matched =
      ranked.matched ?? countMatched(snapshot, mode, query, lexical, ranked.chunks, accepted);

    const shown = ranked.chunks.slice(0, limit);
    const queries = [query, ...narrowing.queries];
    const hits = await hitsOf(generation, shown, queries, plan.complete ? regex : secondRun());
    stopIfAsked(ports.signal);
    return {
      generation: manifest.generation,
      mode,
      hits,
      matched,
      occurrences: plan.matches && {
        count: plan.matches.reduce(
          (sum, count, ordinal) => (narrowing.accepted?.[ordinal] === 0 ? sum : sum + count),
          0,
        ),
        complete: plan.complete,
      },
      unknownTerms: await unknownTerms(generation, lexical),
      problems: [
        ...query.problems,
        ...plan.problems,
        ...changedProblems(text, query.filters, plan.told),
        ...narrowing.problems,
      ],
      filters: query.filters,
      vectors: { embedded: snapshot.embedded, total: snapshot.liveChunks },
      ...searchedRepositories(generation),
      milliseconds: ports.now() - startedAt,
    };
  } finally {
    for (const run of runs) run.close();
  }
}

/** For a reply: nothing when only one repository was asked. */
export function searchedRepositories({
  repositories,
}: OpenedGeneration): Pick<SearchReply, 'repositories'> {
  if (repositories === undefined) return {};
  return { repositories: repositories.map(({ id, name }) => ({ id, name })) };
}

/** A stage that is measured alone decides on the mode. */
function modeOf({ mode, stage }: SearchOptions): SearchMode {
  if (stage !== undefined) return stage === 'bm25' ? 'keyword' : 'meaning';
  return mode ?? 'hybrid';
}

function defaultMatch(mode: SearchMode, { stage }: SearchOptions): 'all' | 'any' {
  return mode === 'keyword' && stage === undefined ? 'all' : 'any';
}

/** By segment, whether its vectors are the embedder's: same model, same bytes, same format. Null when none are. */
export function comparable(
  { entries }: OpenedGeneration,
  { model }: Embedder,
): readonly boolean[] | null {
  const segments = entries.map(
    ({ vectors }) =>
      vectors?.modelId === model.id &&
      vectors.modelChecksum === model.checksum &&
      vectors.embeddingFormat === EMBEDDING_FORMAT,
  );
  return segments.includes(true) ? segments : null;
}

function byMeaning(
  snapshot: Snapshot,
  query: Float32Array,
  segments: readonly boolean[],
  scores: Float64Array,
  stage?: SearchStage,
): Float64Array {
  const cosines = retrieveByMeaning(snapshot, query, segments, scores);
  if (stage === 'vectors-file') addFileMeans(snapshot, cosines, FILE_MEAN_SHARE);
  return cosines;
}

function bothOf(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  return a === null || b === null ? (a ?? b) : both(a, b);
}

function unknownTerms(
  generation: OpenedGeneration,
  lexical: LexicalResult | null,
): Promise<UnknownTerm[]> {
  const words = new Map(lexical?.unknown.map((word) => [word.text.toLowerCase(), word]));
  return Promise.all(
    [...words.values()].map(async (word) => ({
      term: word.text,
      nearest: await nearestTerms(generation.snapshot, word.text, generation.texts),
    })),
  );
}
