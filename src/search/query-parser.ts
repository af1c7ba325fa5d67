import { languageOfWord, type QueryProblem, type Span } from '../domain/api.ts';
import { forEachWord, STOP_WORDS, termsOfWord, type WordTerms } from '../index/api.ts';

/** A word of the query, or one word of a phrase. */
export interface QueryWord {
  readonly text: string;
  readonly span: Span;
  readonly terms: WordTerms;
  /** Says nothing about code; dropped when other words are there and not all must match. */
  readonly isStopWord: boolean;
}

export interface PathFilter {
  readonly negated: boolean;
  /** Tests a repository-relative path. */
  readonly matches: (path: string) => boolean;
}

export interface LanguageFilter {
  readonly negated: boolean;
  readonly language: string;
}

/** A text that must occur as it is, but for case. */
export interface QueryPhrase {
  /** In lower case. */
  readonly text: string;
  readonly words: readonly QueryWord[];
}

/** A query understood. Parsing never fails: what is not understood is a word, with a problem beside it. */
export interface Query {
  /** Words outside of phrases and filters, then the words of phrases. */
  readonly words: readonly QueryWord[];
  readonly phrases: readonly QueryPhrase[];
  /** Words that must not occur. */
  readonly excluded: readonly QueryWord[];
  readonly paths: readonly PathFilter[];
  readonly languages: readonly LanguageFilter[];
  /** The query without its filters, for embedding. */
  readonly text: string;
  readonly problems: readonly QueryProblem[];
}

const MAX_QUERY_LENGTH = 4_000;
/** A filter without a value; else an optional minus, an optional filter name, then a quoted or a bare value. */
const TOKEN = /-?(?:path|lang):(?=\s|$)|(-)?(?:(path|lang):)?(?:"([^"]*)("|$)|(\S+))/gi;

/**
 * Words; `"exact phrase"`; `-word`; `path:` (substring, or glob with `*`, `?`, `**`; a leading `/` anchors at the
 * root); `lang:`; a minus before a filter negates it. Linear in the query's length, which is capped.
 */
export function parseQuery(input: string): Query {
  const problems: QueryProblem[] = [];
  const words: QueryWord[] = [];
  const phraseWords: QueryWord[] = [];
  const phrases: QueryPhrase[] = [];
  const excluded: QueryWord[] = [];
  const paths: PathFilter[] = [];
  const languages: LanguageFilter[] = [];
  const texts: string[] = [];
  const query = input.slice(0, MAX_QUERY_LENGTH);
  if (input.length > MAX_QUERY_LENGTH) {
    problems.push({
      span: { start: MAX_QUERY_LENGTH, end: input.length },
      message: `Only the first ${MAX_QUERY_LENGTH} characters are searched`,
    });
  }

  for (const match of query.matchAll(TOKEN)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const negated = match[1] !== undefined;
    const filter = match[2]?.toLowerCase();
    const quoted = match[3];
    const value = quoted ?? match[5] ?? '';
    if (quoted !== undefined && match[4] === '') {
      problems.push({ span, message: 'The quotation mark is never closed' });
    }
    if (value === '') {
      if (quoted === undefined || filter !== undefined) {
        problems.push({ span, message: 'Nothing stands after the filter' });
      }
      continue;
    }
    if (filter === 'path') {
      paths.push({ negated, matches: pathMatcher(value) });
    } else if (filter === 'lang') {
      const language = languageOfWord(value);
      if (language === null) {
        problems.push({ span, message: `No language is called “${value}”` });
      } else {
        languages.push({ negated, language });
      }
    } else {
      const offset = match.index + match[0].indexOf(value);
      const found = wordsOf(value, offset);
      if (negated) {
        excluded.push(...found);
      } else if (quoted !== undefined) {
        phrases.push({ text: value.toLowerCase(), words: found });
        phraseWords.push(...found);
        texts.push(value);
      } else {
        words.push(...found);
        texts.push(value);
      }
    }
  }
  return {
    words: [...words, ...phraseWords],
    phrases,
    excluded,
    paths,
    languages,
    text: texts.join(' '),
    problems,
  };
}

function wordsOf(text: string, offset: number): QueryWord[] {
  const words: QueryWord[] = [];
  forEachWord(text, (word, start, end) => {
    const terms = termsOfWord(word);
    if (terms.parts.length === 0) return; // only `_` or `$`
    words.push({
      text: word,
      span: { start: offset + start, end: offset + end },
      terms,
      isStopWord: STOP_WORDS.has(word.toLowerCase()),
    });
  });
  return words;
}

/** Case does not matter. Without wildcards a substring; with them the whole path, or a part of it at `/` borders. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const anchored = pattern.startsWith('/');
  const wanted = (anchored ? pattern.slice(1) : pattern).toLowerCase();
  if (!/[*?]/.test(wanted)) {
    return (path) => {
      const lower = path.toLowerCase();
      return anchored ? lower.startsWith(wanted) : lower.includes(wanted);
    };
  }
  const tokens = tokensOfGlob(wanted);
  return (path) => {
    const lower = path.toLowerCase();
    if (matchesGlob(tokens, lower)) return true;
    if (anchored) return false;
    for (let slash = lower.indexOf('/'); slash !== -1; slash = lower.indexOf('/', slash + 1)) {
      if (matchesGlob(tokens, lower.slice(slash + 1))) return true;
    }
    return false;
  };
}

type GlobToken =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one' | 'many' | 'any' };

function tokensOfGlob(glob: string): GlobToken[] {
  const tokens: GlobToken[] = [];
  for (let index = 0; index < glob.length; index++) {
    const char = glob[index] as string;
    if (char === '?') {
      tokens.push({ kind: 'one' });
    } else if (char !== '*') {
      tokens.push({ kind: 'char', char });
    } else if (glob[index + 1] === '*') {
      while (glob[index + 1] === '*') index++;
      if (glob[index + 1] === '/') index++; // `**/` also matches no folder
      tokens.push({ kind: 'any' });
    } else {
      tokens.push({ kind: 'many' });
    }
  }
  return tokens;
}

/** By sets of states, so that no pattern takes more than pattern × path steps. */
function matchesGlob(tokens: readonly GlobToken[], path: string): boolean {
  let states = closure(tokens, new Uint8Array(tokens.length + 1).fill(1, 0, 1));
  for (const char of path) {
    const next = new Uint8Array(tokens.length + 1);
    for (const [index, token] of tokens.entries()) {
      if (states[index] === 0) continue;
      if (token.kind === 'char') {
        if (token.char === char) next[index + 1] = 1;
      } else if (token.kind === 'any') {
        next[index] = 1;
      } else if (char !== '/') {
        next[token.kind === 'many' ? index : index + 1] = 1;
      }
    }
    states = closure(tokens, next);
  }
  return states[tokens.length] === 1;
}

/** Wildcards of any length may end where they are. */
function closure(tokens: readonly GlobToken[], states: Uint8Array): Uint8Array {
  for (const [index, token] of tokens.entries()) {
    if (states[index] === 1 && (token.kind === 'many' || token.kind === 'any'))
      states[index + 1] = 1;
  }
  return states;
}
