import type {
  ChunkType,
  DefinitionKind,
  LanguageId,
  QueryProblem,
  Span,
  WrittenFilter,
} from '../../domain/api.ts';
import type { WordTerms } from '../../index/api.ts';
import type { Since } from './changed-filter.ts';

/** A word of the query. */
export interface QueryWord {
  readonly text: string;
  readonly span: Span;
  readonly terms: WordTerms;
  /** Says nothing about code; dropped when other words are there and not all must match. */
  readonly isStopWord: boolean;
}

/** A text that must occur as it is, in one line. Found by a look at the texts, never by the word index alone. */
export interface PhrasePattern {
  readonly kind: 'phrase';
  readonly text: string;
  readonly caseSensitive: boolean;
  readonly span: Span;
}

/** A regular expression that must match in one line; with the flag `s`, anywhere in the file. */
export interface RegexPattern {
  readonly kind: 'regex';
  readonly source: string;
  /** For `new RegExp`, without `g` and `y`: it was tried, and compiles. */
  readonly flags: string;
  readonly span: Span;
}

export type TextPattern = PhrasePattern | RegexPattern;

/** A condition on the place of a chunk rather than on its words. */
export type QueryFilter =
  /** Tests a repository-relative path. */
  | { readonly kind: 'path'; readonly matches: (path: string) => boolean }
  | { readonly kind: 'language'; readonly language: LanguageId }
  | { readonly kind: 'type'; readonly type: ChunkType | DefinitionKind }
  /** Tests the qualified name of a definition; `holds`: characters that each such name has in lower case, in a row. */
  | {
      readonly kind: 'symbol';
      readonly matches: (name: string) => boolean;
      readonly holds: string;
    }
  /** Tests the name of the repository. */
  | { readonly kind: 'repository'; readonly matches: (name: string) => boolean }
  /** Tests whether the file has changed. */
  | { readonly kind: 'changed'; readonly since: Since };

export type QueryNode =
  | { readonly kind: 'word'; readonly word: QueryWord }
  | { readonly kind: 'text'; readonly pattern: TextPattern }
  | { readonly kind: 'filter'; readonly filter: QueryFilter }
  | { readonly kind: 'not'; readonly node: QueryNode }
  /** All, or any, of at least two. */
  | { readonly kind: 'all' | 'any'; readonly nodes: readonly QueryNode[] };

/** A query understood. Parsing never fails: what is not understood is a word, with a problem beside it. */
export interface Query {
  /** What a chunk must fulfil when every word is asked for; null asks for nothing. */
  readonly root: QueryNode | null;
  /** Words that are wanted (not those under a minus), in order. */
  readonly words: readonly QueryWord[];
  /** Phrases and regular expressions that are wanted, in order. */
  readonly texts: readonly TextPattern[];
  /** The word that the query ends with and that may still be typed; one of `words`. */
  readonly openWord: QueryWord | null;
  readonly caseSensitive: boolean;
  /** What is wanted in plain words, for embedding. */
  readonly text: string;
  readonly problems: readonly QueryProblem[];
  readonly filters: readonly WrittenFilter[];
}
