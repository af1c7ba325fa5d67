import {
  DEFAULT_HIT_LIMIT,
  type ScoreParts,
  type SearchMode,
  type SearchOptions,
  type SearchReply,
  type SearchStage,
  type Span,
  type UnknownTerm,
} from '../domain/api.ts';
import { EMBEDDING_FORMAT, type Embedder } from '../embedding/api.ts';
import { type FileRow, type Snapshot, topK } from '../index/api.ts';
import { hitOf } from './hit.ts';
import { type LexicalResult, retrieveByWords } from './lexical-retriever.ts';
import { wordMarker } from './marks.ts';
import { nearestTerms } from './nearest-terms.ts';
import type { OpenedGeneration } from './opened-generation.ts';
import { changedProblems } from './query/changed-filter.ts';
import { type Narrowing, narrow } from './query/narrowing.ts';
import type { Query } from './query/query.ts';
import { parseQuery } from './query/query-parser.ts';
import { both, planQuery, type QueryPlan } from './query/query-plan.ts';
import { type RegexRun, UNLIMITED_RUN } from './query/regex-run.ts';
import { spansOf } from './query/text-search.ts';
import { addFileMeans } from './ranking/file-means.ts';
import { rankFiles } from './ranking/file-ranking.ts';
import { countCandidates, prepareRanking } from './ranking/prepared-ranking.ts';
import { ranksAmong } from './ranking/ranks-among.ts';
import { emphasised, weightsFor } from './ranking/weights.ts';
import { fuse, reciprocalRank } from './reciprocal-rank-fusion.ts';
import { type SearchPorts, stopIfAsked } from './search-ports.ts';
import { retrieveByMeaning } from './vector-retriever.ts';

/** How deep each list goes into the fusion; below it a rank adds less than a hundredth of the first one's. */
const CANDIDATE_DEPTH = 200;
/** Beyond it a list is no answer; what is not shown is counted. */
const MAX_HITS = 10_000;

/**
 * Share of the cosine with a file's mean vector that its best chunk is given, in the stage `vectors-file` (.835 NDCG@10 for
 * .5, .834 to .836 for .25 to 1; the ranking has no use for it).
 */
const FILE_MEAN_SHARE = 0.5;

/** Candidates with what they were found by: ordinals best first, scores by ordinal. */
interface Candidates {
  /** Sorted out when it is asked for: the ranking by files looks at the scores of words only. */
  readonly order: () => readonly number[];
  readonly scores: Float64Array;
}

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

    const lexical =
      mode === 'meaning' && query.text !== '' ? null : byWords(snapshot, query, plan, everyWord);
    const words =
      lexical && candidates(snapshot, lexical.scores, accepted, depth, query, lexical.matches);
    const queryVector =
      segments === null || embedder === null || mode === 'keyword' || query.text.trim() === ''
        ? null
        : await embedder.embedQuery(query.text);
    const meaning =
      segments === null || queryVector === null
        ? null
        : narrowed(
            candidates(
              snapshot,
              byMeaning(snapshot, queryVector, segments, options.stage),
              plan.accepted,
              depth,
              query,
            ),
            narrowing,
          );
    stopIfAsked(ports.signal);

    const ranked = isRanked(query, options)
      ? rankByFiles(
          snapshot,
          query,
          { words, meaning, queryVector, segments, accepted },
          options,
          limit,
        )
      : rankByFusion(snapshot, mode, words, meaning);
    const shown = ranked.chunks.slice(0, limit);
    const texts = await Promise.all(shown.map(({ ordinal }) => generation.texts.chunk(ordinal)));
    const marks = await marksOf(
      texts,
      [query, ...narrowing.queries],
      plan.complete ? regex : secondRun(),
    );
    const hits = shown.map(({ ordinal, score, parts }, index) =>
      hitOf(generation, ordinal, score, parts, texts[index] as string, marks[index] ?? []),
    );
    stopIfAsked(ports.signal);
    return {
      generation: manifest.generation,
      mode,
      hits,
      matched: ranked.matched ?? matched(snapshot, mode, query, lexical, ranked.chunks, accepted),
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

function byWords(
  snapshot: Snapshot,
  query: Query,
  plan: QueryPlan,
  everyWord: boolean,
): LexicalResult {
  const informative = query.words.filter((word) => !word.isStopWord);
  const words = everyWord || informative.length === 0 ? query.words : informative;
  const found = retrieveByWords(snapshot, words, plan.required, query.openWord);
  const isWholeTree = everyWord || query.words.length === 0;
  const changes = plan.scores !== null || plan.accepted !== null;
  // What gets a score below may be any chunk.
  const result = plan.required.length === 0 && changes ? { ...found, matches: null } : found;
  const { scores } = result;
  if (query.words.length === 0 && plan.scores === null && plan.accepted !== null) {
    // Filters alone: everything they let through, in the order of places.
    scores.set(plan.accepted);
    return result;
  }
  if (plan.scores !== null) {
    const mustHaveWords = plan.required.length > 0;
    for (const [ordinal, score] of plan.scores.entries()) {
      if (mustHaveWords && scores[ordinal] === 0) continue;
      scores[ordinal] = (scores[ordinal] as number) + score;
    }
  }
  if (isWholeTree && plan.required.length === 0) addWordless(scores, plan.accepted);
  return result;
}

/** `a OR path:x` is fulfilled without a word, too: those chunks come after all that have one. */
function addWordless(scores: Float64Array, accepted: Uint8Array | null): void {
  for (let ordinal = 0; ordinal < scores.length; ordinal++) {
    if (accepted?.[ordinal] === 1 && scores[ordinal] === 0) scores[ordinal] = WORDLESS_SCORE;
  }
}

/** Below what any word gives, and above nothing. */
const WORDLESS_SCORE = 1e-6;

function byMeaning(
  snapshot: Snapshot,
  query: Float32Array,
  segments: readonly boolean[],
  stage?: SearchStage,
): Float64Array {
  const cosines = retrieveByMeaning(snapshot, query, segments);
  if (stage === 'vectors-file') addFileMeans(snapshot, cosines, FILE_MEAN_SHARE);
  return cosines;
}

function candidates(
  snapshot: Snapshot,
  scores: Float64Array,
  accepted: Uint8Array | null,
  depth: number,
  query: Query,
  among: Uint32Array | null = null,
): Candidates {
  const accept = accepted === null ? undefined : (ordinal: number) => accepted[ordinal] === 1;
  const compare = query.text === '' ? snapshot.comparePlaces : snapshot.compareChunks;
  let order: readonly number[] | null = null;
  return {
    order: () => {
      order ??= topK(scores, depth, 0, compare, accept, among ?? undefined);
      return order;
    },
    scores,
  };
}

/** The nearest of the whole list are narrowed: nearest among the narrowed would bring what the list never held. */
function narrowed({ order, scores }: Candidates, { accepted }: Narrowing): Candidates {
  if (accepted === null) return { order, scores };
  return { order: () => order().filter((ordinal) => accepted[ordinal] === 1), scores };
}

function bothOf(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  return a === null || b === null ? (a ?? b) : both(a, b);
}

interface Ranked {
  readonly ordinal: number;
  readonly score: number;
  readonly parts: ScoreParts;
}

interface RankedList {
  readonly chunks: readonly Ranked[];
  /** Null when it is not known without counting. */
  readonly matched: SearchReply['matched'] | null;
}

/** Filters, phrases and expressions alone have an order of their own. */
function isRanked(query: Query, { fusion, stage }: SearchOptions): boolean {
  return stage === undefined && fusion !== 'rrf' && query.words.length > 0;
}

interface FoundForRanking {
  readonly words: Candidates | null;
  readonly meaning: Candidates | null;
  readonly queryVector: Float32Array | null;
  readonly segments: readonly boolean[] | null;
  readonly accepted: Uint8Array | null;
}

function rankByFiles(
  snapshot: Snapshot,
  query: Query,
  { words, meaning, queryVector, segments, accepted }: FoundForRanking,
  options: SearchOptions,
  limit: number,
): RankedList {
  const prepared = prepareRanking(snapshot, query, {
    words: words?.scores ?? null,
    cosines: meaning?.scores ?? null,
    queryVector,
    nearest: meaning?.order() ?? [],
    comparable: segments ?? [],
    accepted,
  });
  const fitted = { ...weightsFor(words !== null, meaning !== null), ...options.weights };
  const weights = emphasised(fitted, options.emphasis ?? {});
  const chosen = rankFiles(snapshot, prepared, weights, limit);
  const ordinals = chosen.map(({ ordinal }) => ordinal);
  const wordRanks = words && ranksAmong(words.scores, ordinals, accepted);
  const meaningRanks = meaning && ranksAmong(meaning.scores, ordinals, accepted);
  const chunks = chosen.map(({ ordinal, score, features }, at): Ranked => {
    const bm25 = words?.scores[ordinal] ?? 0;
    const similarity = meaning?.scores[ordinal] ?? 0;
    const keyword =
      wordRanks === null || bm25 === 0
        ? null
        : { rank: wordRanks[at] as number, score: bm25, contribution: 0 };
    const similar =
      meaningRanks === null || similarity <= 0
        ? null
        : { rank: meaningRanks[at] as number, similarity, contribution: 0 };
    return { ordinal, score, parts: { keyword, meaning: similar, features } };
  });
  return { chunks, matched: countCandidates(prepared) };
}

function rankByFusion(
  snapshot: Snapshot,
  mode: SearchMode,
  words: Candidates | null,
  meaning: Candidates | null,
): RankedList {
  const lists = [words, meaning].filter((list) => list !== null);
  const fused = fuse(lists.map((list) => list.order()));
  const wordRanks = ranksOf(words);
  const meaningRanks = ranksOf(meaning);
  const single = lists.length === 1 && mode !== 'hybrid' ? lists[0] : null;
  const contribution = (list: Candidates, ordinal: number, listRank: number): number =>
    single === list ? (list.scores[ordinal] as number) : reciprocalRank(listRank);
  const ranked = [...fused.keys()].map((ordinal): Ranked => {
    const wordRank = wordRanks.get(ordinal);
    const meaningRank = meaningRanks.get(ordinal);
    const keyword =
      words === null || wordRank === undefined
        ? null
        : {
            rank: wordRank,
            score: words.scores[ordinal] as number,
            contribution: contribution(words, ordinal, wordRank),
          };
    const similar =
      meaning === null || meaningRank === undefined
        ? null
        : {
            rank: meaningRank,
            similarity: meaning.scores[ordinal] as number,
            contribution: contribution(meaning, ordinal, meaningRank),
          };
    const score = (keyword?.contribution ?? 0) + (similar?.contribution ?? 0);
    return { ordinal, score, parts: { keyword, meaning: similar, features: [] } };
  });
  // A single list keeps its order, which may be that of places.
  if (lists.length > 1) {
    ranked.sort((a, b) => b.score - a.score || snapshot.compareChunks(a.ordinal, b.ordinal));
  }
  return { chunks: ranked, matched: null };
}

function ranksOf(list: Candidates | null): Map<number, number> {
  return new Map(list?.order().map((ordinal, index) => [ordinal, index + 1]));
}

/** Marks of each hit in its text. Expressions are run again on the few texts that are shown. */
async function marksOf(
  shown: readonly string[],
  queries: readonly Query[],
  regex: RegexRun,
): Promise<Span[][]> {
  const patterns: Span[][] = shown.map(() => []);
  for (const pattern of queries.flatMap(({ texts: patterns }) => patterns)) {
    const found = (await spansOf(pattern, shown, regex)) ?? [];
    for (const [index, spans] of found.entries()) patterns[index]?.push(...spans);
  }
  const markers = queries.map(wordMarker);
  return shown.map((text, index) =>
    markers.reduce<Span[]>((marks, mark) => mark(text, marks), patterns[index] ?? []),
  );
}

function matched(
  snapshot: Snapshot,
  mode: SearchMode,
  query: Query,
  lexical: LexicalResult | null,
  ranked: readonly Ranked[],
  accepted: Uint8Array | null,
): { chunks: number; files: number } {
  // Rows, not paths: joined repositories may have the same.
  const files = new Set<FileRow>();
  if (lexical === null || (mode !== 'keyword' && query.words.length > 0)) {
    for (const { ordinal } of ranked) files.add(snapshot.fileOf(ordinal));
    return { chunks: ranked.length, files: files.size };
  }
  let chunks = 0;
  for (let ordinal = 0; ordinal < lexical.scores.length; ordinal++) {
    if (lexical.scores[ordinal] === 0 || (accepted !== null && accepted[ordinal] === 0)) continue;
    chunks++;
    files.add(snapshot.fileOf(ordinal));
  }
  return { chunks, files: files.size };
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
