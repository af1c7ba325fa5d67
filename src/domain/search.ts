import type { ChunkType, Definition } from './chunk.ts';
import type { ChunkId, Generation, RepositoryId } from './ids.ts';
import type { LanguageId } from './language.ts';

export type SearchMode = 'hybrid' | 'keyword' | 'meaning';

export interface SearchOptions {
  readonly mode?: SearchMode;
  /** Hits at most; default 50. */
  readonly limit?: number;
  /** As `path:` in the query. */
  readonly path?: string;
  /** As `lang:` in the query. */
  readonly language?: string;
  /** Whether a chunk must hold all words of the query: `all` in keyword mode, else `any`, when not given. */
  readonly match?: 'all' | 'any';
  /** `rrf`: reciprocal rank fusion of the two lists of chunks in place of the ranking. */
  readonly fusion?: 'ranked' | 'rrf';
  /** Other weights for some features of the ranking. */
  readonly weights?: Partial<RankingWeights>;
  /** Further queries, of which every hit must fulfil everything: search within the results. */
  readonly narrow?: readonly string[];
  /**
   * How many times its weight a feature counts, whichever retrievers take part: what a person's sliders say. From 0 to
   * `MOST_EMPHASIS`; beyond that the nearest, and 1 for what is no number.
   */
  readonly emphasis?: Emphasis;
  /** As `repo:*` in the query: over all repositories of the device, not only the open one. */
  readonly everywhere?: boolean;
  /** For measuring: the chunks of one retriever as they come, in place of the ranking. */
  readonly stage?: SearchStage;
}

/**
 * What files are ranked by. Of its chunks: `evidence` (both retrievers, log-sum-exp), `words` (mean of the three best by
 * BM25). Of its path: `nameMatch` (share of the name's words that the query has), `nameTelling` (the same, common words
 * of the query counted less), `folders` (share of the query's words that the folders have). Of its definitions:
 * `definition` (of the one name that was asked for), `namedDefinitions` (of names in a longer query), `joinedDefinition` (of words of the query written together).
 * Of its place: `depth` (folders), `test` (1 for tests).
 */
export const RANKING_FEATURES = [
  'evidence',
  'words',
  'nameMatch',
  'nameTelling',
  'folders',
  'definition',
  'namedDefinitions',
  'joinedDefinition',
  'depth',
  'test',
] as const;

export type RankingFeature = (typeof RANKING_FEATURES)[number];

export type RankingWeights = Readonly<Record<RankingFeature, number>>;

/** Features that are not named count as they were fitted: once. */
export type Emphasis = Partial<RankingWeights>;

export const MOST_EMPHASIS = 3;

/** One feature of a hit's file, and what it adds to the score: value × weight. */
export interface FeaturePart {
  readonly feature: RankingFeature;
  readonly value: number;
  readonly weight: number;
  readonly contribution: number;
}

/** `vectors-file`: cosine with the chunk's vector, and for a file's best chunk a share of the one with the file's mean. */
export type SearchStage = 'bm25' | 'vectors' | 'vectors-file';

/** Where a chunk is: no two begin in the same line of a file. */
export interface ChunkPlace {
  readonly path: string;
  /** 1-based. */
  readonly startLine: number;
}

/** Half-open span in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The parts of a score; their contributions sum up to it. In the ranking files are scored, by `features`, and the
 * two retrievers only tell how the chunk itself was found: they contribute 0. In a fusion by ranks there are no features.
 */
export interface ScoreParts {
  /** `rank` from 1; `score` is BM25; `contribution` is what it adds to the hit's score. */
  readonly keyword: {
    readonly rank: number;
    readonly score: number;
    readonly contribution: number;
  } | null;
  /** `rank` from 1; `similarity` is the cosine, -1 to 1. */
  readonly meaning: {
    readonly rank: number;
    readonly similarity: number;
    readonly contribution: number;
  } | null;
  readonly features: readonly FeaturePart[];
}

export interface SearchHit {
  readonly chunkId: ChunkId;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  /** 1-based, inclusive. */
  readonly endLine: number;
  readonly type: ChunkType;
  readonly name: string | null;
  readonly language: LanguageId;
  /** Whose it is, when several repositories were searched. */
  readonly repository?: HitRepository;
  readonly definitions: readonly Definition[];
  readonly score: number;
  readonly parts: ScoreParts;
  /** The whole text of the chunk. */
  readonly text: string;
  /** Words of the query in `text`, ordered, not overlapping. */
  readonly marks: readonly Span[];
  /** The few lines worth showing first: 1-based lines of the file, inclusive. */
  readonly snippet: { readonly startLine: number; readonly endLine: number };
  /** Given when a pasted text names the place, which then comes before what is only like the text. */
  readonly named?: NamedPlace;
}

export interface HitRepository {
  readonly id: RepositoryId;
  readonly name: string;
}

/** How a pasted text names a place. */
export interface NamedPlace {
  readonly by: 'trace' | 'diff';
  /** 1-based, in the indexed file; null when the text names only the file, or a line that it does not have. */
  readonly line: number | null;
  /** As the text has it. */
  readonly written: string;
}

/** Something about the query that the person should know; the search ran all the same. */
export interface QueryProblem {
  /** In the query's text. */
  readonly span: Span;
  readonly message: string;
  /** What would mend it: a label for a button, and the whole query as it would then be. */
  readonly mend: { readonly label: string; readonly query: string } | null;
}

export const FILTER_NAMES = [
  'path',
  'file',
  'lang',
  'type',
  'symbol',
  'repo',
  'changed',
  'case',
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

/** A filter as it stands in the query's text, for chips. */
export interface WrittenFilter {
  readonly name: FilterName;
  readonly value: string;
  readonly negated: boolean;
  readonly span: Span;
}

/** A word of the query that occurs nowhere in the index, with the nearest words that do. */
export interface UnknownTerm {
  readonly term: string;
  readonly nearest: readonly string[];
}

export interface SearchReply {
  readonly generation: Generation;
  readonly milliseconds: number;
  /** Mode that was used: `keyword` when there are no vectors (yet). */
  readonly mode: SearchMode;
  readonly hits: readonly SearchHit[];
  /** Chunks and files that match, of which `hits` shows the best. */
  readonly matched: { readonly chunks: number; readonly files: number };
  /**
   * Matches of the query's phrases and expressions, all counted; null when it has none. `complete` is false when an
   * expression took too long and was stopped: more may be there.
   */
  readonly occurrences: { readonly count: number; readonly complete: boolean } | null;
  readonly unknownTerms: readonly UnknownTerm[];
  readonly problems: readonly QueryProblem[];
  readonly filters: readonly WrittenFilter[];
  readonly vectors: { readonly embedded: number; readonly total: number };
  /** The repositories that were searched, by name, when `repo:` asked for more than the open one. */
  readonly repositories?: readonly HitRepository[];
  /** What was read out of a pasted text, when that was asked. */
  readonly pasted?: PastedSummary;
}

export interface PastedSummary {
  readonly kind: 'trace' | 'diff' | 'code' | 'message';
  /** Places that the text names, and chunks of the index that they mean. */
  readonly places: number;
  readonly found: number;
  /** The text is longer than what is read. */
  readonly cut: boolean;
}

/** What is most like one chunk. */
export interface SimilarReply {
  /** Best first. */
  readonly hits: readonly SearchHit[];
  /** Of the queries that narrow it. */
  readonly problems: readonly QueryProblem[];
}

export const DEFAULT_HIT_LIMIT = 50;
