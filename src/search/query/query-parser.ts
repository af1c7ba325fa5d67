import type { FilterName, QueryProblem, Span, WrittenFilter } from '../../domain/api.ts';
import { forEachWord, STOP_WORDS, termsOfWord } from '../../index/api.ts';
import { filterOfValue, nearestFilterTerm, nearestValue } from './filter-table.ts';
import type { Query, QueryNode, QueryWord, TextPattern } from './query.ts';
import { lexQuery, type QueryToken } from './query-lexer.ts';
import { allOf, group } from './query-tree.ts';

const MAX_QUERY_LENGTH = 4_000;
/** Deeper groups are read as if their parentheses were not there. */
const MAX_DEPTH = 50;

/** Filters that are asked for beside the query's text. */
export interface GivenFilters {
  readonly path?: string;
  readonly language?: string;
}

/**
 * The query language. Terms side by side must all hold, `OR` binds weaker, parentheses group:
 * ```
 * query  := all ('OR' all)*
 * all    := term*                      'AND' may stand between
 * term   := ('-' | 'NOT') term | '(' query ')' | "phrase" | /regex/flags | filter:value | word
 * ```
 * Several `lang:` (`type:`, `repo:`) side by side are alternatives. Linear in the query's length, which is capped.
 */
export function parseQuery(input: string, given: GivenFilters = {}): Query {
  return new QueryParser(input).parse(given);
}

class QueryParser {
  readonly #input: string;
  readonly #tokens: readonly QueryToken[];
  readonly #problems: QueryProblem[] = [];
  readonly #words: QueryWord[] = [];
  readonly #texts: TextPattern[] = [];
  readonly #filters: WrittenFilter[] = [];
  readonly #plain: string[] = [];
  readonly #caseSensitive: boolean;
  #at = 0;
  #depth = 0;

  constructor(input: string) {
    this.#input = input;
    this.#tokens = lexQuery(input.slice(0, MAX_QUERY_LENGTH));
    if (input.length > MAX_QUERY_LENGTH) {
      this.#report(
        { start: MAX_QUERY_LENGTH, end: input.length },
        `Only the first ${MAX_QUERY_LENGTH} characters are searched`,
        'Cut it off',
        '',
      );
    }
    // Known first, since it holds for what stands before it, too.
    this.#caseSensitive = this.#tokens.some(
      (token) =>
        token.kind === 'filter' && token.term.name === 'case' && /^(?:yes|on)$/i.test(token.value),
    );
  }

  parse(given: GivenFilters): Query {
    const nodes: (QueryNode | null)[] = [this.#any(false)];
    for (const [name, value] of [
      ['path', given.path],
      ['lang', given.language],
    ] as const) {
      if (value === undefined || value === '') continue;
      const filters = filterOfValue(name, value, true);
      if (typeof filters !== 'string') {
        nodes.push(
          group(
            'any',
            filters.map((filter) => ({ kind: 'filter', filter })),
          ),
        );
      }
    }
    const last = this.#words.at(-1);
    const isOpen = last !== undefined && last.span.end === this.#input.length;
    return {
      root: group('all', nodes),
      words: this.#words,
      texts: this.#texts,
      openWord: isOpen ? last : null,
      caseSensitive: this.#caseSensitive,
      text: this.#plain.join(' '),
      problems: this.#problems,
      filters: this.#filters,
    };
  }

  /** Up to the parenthesis that closes the group, which is not taken. `negated` says on which side of a minus. */
  #any(negated: boolean): QueryNode | null {
    const alternatives: (QueryNode | null)[] = [];
    let nodes: (QueryNode | null)[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined || (token.kind === 'close' && this.#depth > 0)) break;
      if (token.kind === 'or') {
        this.#at++;
        const next = this.#tokens[this.#at];
        const hasRight = next !== undefined && next.kind !== 'close' && next.kind !== 'or';
        if (nodes.length === 0 || !hasRight) {
          this.#report(token.span, 'OR stands between two terms', 'Remove it', '');
        } else {
          alternatives.push(allOf(nodes));
          nodes = [];
        }
      } else if (token.kind === 'and' || token.kind === 'close') {
        this.#at++;
      } else {
        nodes.push(this.#term(negated));
      }
    }
    alternatives.push(allOf(nodes));
    // A side that asks for nothing the index knows does not let everything through.
    return group('any', alternatives);
  }

  #term(negated: boolean): QueryNode | null {
    const token = this.#tokens[this.#at++] as QueryToken;
    switch (token.kind) {
      case 'minus':
      case 'not':
        return this.#negation(token.span, negated);
      case 'open':
        return this.#group(token.span, negated);
      case 'phrase':
        return this.#phrase(token, negated);
      case 'regex':
        return this.#regex(token, negated);
      case 'filter':
        return this.#filter(token, negated);
      case 'bare':
        return this.#bare(token.value, token.span, negated);
      default:
        return null;
    }
  }

  #negation(span: Span, negated: boolean): QueryNode | null {
    // A run of `NOT NOT NOT …` is counted rather than descended into.
    let isOdd = true;
    let next = this.#tokens[this.#at];
    while (next?.kind === 'minus' || next?.kind === 'not') {
      isOdd = !isOdd;
      next = this.#tokens[++this.#at];
    }
    if (next === undefined || next.kind === 'close' || next.kind === 'or' || next.kind === 'and') {
      this.#report(span, 'Nothing stands after it', 'Remove it', '');
      return null;
    }
    const node = this.#term(isOdd ? !negated : negated);
    return node === null || !isOdd ? node : { kind: 'not', node };
  }

  #group(span: Span, negated: boolean): QueryNode | null {
    if (this.#depth >= MAX_DEPTH) return null;
    this.#depth++;
    const node = this.#any(negated);
    this.#depth--;
    if (this.#tokens[this.#at]?.kind === 'close') this.#at++;
    else this.#report(span, 'The parenthesis is never closed', 'Close it at the end', '(', ')');
    return node;
  }

  #phrase(token: QueryToken & { kind: 'phrase' }, negated: boolean): QueryNode | null {
    const { span, value } = token;
    if (!token.closed) {
      const written = this.#input.slice(span.start, span.end);
      this.#report(span, 'The quotation mark is never closed', 'Close it', written, '"');
    }
    if (value === '') return null;
    return this.#text(
      { kind: 'phrase', text: value, caseSensitive: this.#caseSensitive, span },
      negated,
    );
  }

  #text(pattern: TextPattern, negated: boolean): QueryNode {
    if (!negated) {
      this.#texts.push(pattern);
      if (pattern.kind === 'phrase') this.#plain.push(pattern.text);
      else this.#plain.push(wordsInRegex(pattern.source));
    }
    return { kind: 'text', pattern };
  }

  #regex(token: QueryToken & { kind: 'regex' }, negated: boolean): QueryNode | null {
    const { span, source } = token;
    // Case does not matter unless one says so, as everywhere in the language.
    const flags = new Set([...token.flags, 'u', ...(this.#caseSensitive ? [] : ['i'])]);
    if (this.#caseSensitive) flags.delete('i');
    const compiled = compile(source, [...flags].sort().join(''));
    if (typeof compiled === 'string') {
      const written = this.#input.slice(span.start, span.end);
      const phrase = `"${source.replace(/["\\]/g, '\\$&')}"`;
      this.#problems.push({
        span,
        message: `Not a regular expression: ${compiled}`,
        mend: {
          label: 'Search for it as it is',
          query: replaced(this.#input, span, phrase.length > 2 ? phrase : written),
        },
      });
      return this.#bare(
        source,
        { start: span.start + 1, end: span.start + 1 + source.length },
        negated,
      );
    }
    return this.#text({ kind: 'regex', source, flags: compiled.flags, span }, negated);
  }

  #filter(token: QueryToken & { kind: 'filter' }, negated: boolean): QueryNode | null {
    const { span, term, value } = token;
    const { name } = term;
    if (!token.closed) {
      const written = this.#input.slice(span.start, span.end);
      this.#report(span, 'The quotation mark is never closed', 'Close it', written, '"');
    }
    if (value === '') {
      this.#report(span, `Nothing stands after ${name}:`, 'Remove it', '');
      return null;
    }
    if (name === 'case') {
      if (/^(?:yes|on)$/i.test(value)) this.#chip(name, token, negated);
      else if (!/^(?:no|off)$/i.test(value)) {
        this.#report(span, 'case: takes yes or no', 'Make it case:yes', 'case:yes');
      }
      return null;
    }
    const filters = filterOfValue(name, value, token.quoted);
    if (typeof filters === 'string') {
      const nearest = nearestValue(name, value);
      if (nearest === null) this.#report(span, filters, 'Remove it', '');
      else this.#report(span, filters, `Make it ${name}:${nearest}`, `${name}:${nearest}`);
      return null;
    }
    this.#chip(name, token, negated);
    return group(
      'any',
      filters.map((filter) => ({ kind: 'filter', filter })),
    );
  }

  #chip(name: FilterName, token: QueryToken & { kind: 'filter' }, negated: boolean): void {
    this.#filters.push({ name, value: token.value, negated, span: token.span });
  }

  /** All words in a run without spaces: `a.b` is two. */
  #bare(value: string, span: Span, negated: boolean): QueryNode | null {
    this.#hint(value, span);
    const nodes: QueryNode[] = [];
    forEachWord(value, (text, start, end) => {
      const terms = termsOfWord(text);
      if (terms.parts.length === 0) return; // only `_` or `$`
      const word: QueryWord = {
        text,
        span: { start: span.start + start, end: span.start + end },
        terms,
        isStopWord: STOP_WORDS.has(text.toLowerCase()),
      };
      if (!negated) this.#words.push(word);
      nodes.push({ kind: 'word', word });
      if (this.#caseSensitive) {
        const pattern = { kind: 'phrase', text, caseSensitive: true, span: word.span } as const;
        nodes.push({ kind: 'text', pattern });
      }
    });
    if (!negated) this.#plain.push(value);
    return group('all', nodes);
  }

  /** What a bare run may have been meant to be. */
  #hint(value: string, span: Span): void {
    const filter = /^([a-z]{3,12}):[^:/\s]/i.exec(value)?.[1];
    const nearest = filter === undefined ? null : nearestFilterTerm(filter);
    if (filter !== undefined && nearest !== null) {
      this.#report(
        span,
        `No filter is called ${filter}:`,
        `Make it ${nearest.name}:`,
        nearest.name + value.slice(filter.length),
      );
    } else if (value.length > 1 && value.startsWith('/') && /[[\\(*+?^$|]/.test(value)) {
      this.#report(span, 'The regular expression is never closed', 'Close it', value, '/');
    } else if (value.length > 1 && !/[\p{L}\p{N}]/u.test(value)) {
      const phrase = `"${value.replace(/["\\]/g, '\\$&')}"`;
      this.#report(
        span,
        'Signs are searched in quotation marks only',
        `Search for ${phrase}`,
        phrase,
      );
    }
  }

  /** The mend puts `replacement` in the span's place, and `atEnd` at the end of the query. */
  #report(span: Span, message: string, label: string, replacement: string, atEnd = ''): void {
    const query = replaced(this.#input, span, replacement) + atEnd;
    this.#problems.push({ span, message, mend: { label, query } });
  }
}

function replaced(input: string, span: Span, replacement: string): string {
  const before = input.slice(0, span.start);
  const after = input.slice(span.end);
  return replacement === '' ? `${before.trimEnd()}${after}`.trim() : before + replacement + after;
}

/** With `u` where it compiles, for case beyond ASCII; else without, which forgives needless backslashes. */
function compile(source: string, flags: string): RegExp | string {
  try {
    return new RegExp(source, flags);
  } catch {
    try {
      return new RegExp(source, flags.replace('u', ''));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return reason.slice(reason.lastIndexOf(': ') + 2).toLowerCase();
    }
  }
}

/** For the embedding: the words of an expression without its signs. */
function wordsInRegex(source: string): string {
  return source
    .replace(/\\./g, ' ')
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim();
}
