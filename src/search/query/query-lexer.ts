import type { Span } from '../../domain/api.ts';
import { type FilterTerm, filterTermOf } from './filter-table.ts';

/** A piece of the query with its place; a minus before it is a token of its own. */
export type QueryToken =
  | { readonly kind: 'open' | 'close' | 'minus' | 'or' | 'and' | 'not'; readonly span: Span }
  /** `value` starts at `valueStart`. `closed` is false when the quotation mark is missing. */
  | (QuotedText & { readonly kind: 'phrase'; readonly span: Span })
  | {
      readonly kind: 'regex';
      readonly span: Span;
      readonly source: string;
      readonly flags: string;
    }
  | (QuotedText & {
      readonly kind: 'filter';
      readonly span: Span;
      readonly term: FilterTerm;
      readonly quoted: boolean;
    })
  | { readonly kind: 'bare'; readonly span: Span; readonly value: string };

interface QuotedText {
  readonly value: string;
  readonly valueStart: number;
  readonly closed: boolean;
}

const OPERATORS = { OR: 'or', AND: 'and', NOT: 'not' } as const;
/** What a minus can negate; before anything else it is part of a word, as in `--flag` and `->`. */
const NEGATABLE = /[\p{L}\p{N}_$"/(]/u;

/**
 * Cuts a query into tokens. Code is typed as it is, so every sign has its meaning only where a token may begin:
 * `(` groups in `(a OR b)` but not in `call(a)`, `/` begins a regular expression only when the next unescaped one
 * ends it, and `-` negates only before something. Linear in the length.
 */
export function lexQuery(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let depth = 0;
  let at = 0;
  while (at < query.length) {
    const char = query[at] as string;
    if (/\s/.test(char)) {
      at++;
    } else if (char === '(') {
      tokens.push({ kind: 'open', span: { start: at, end: ++at } });
      depth++;
    } else if (char === ')' && depth > 0) {
      tokens.push({ kind: 'close', span: { start: at, end: ++at } });
      depth--;
    } else if (char === '-' && NEGATABLE.test(charAt(query, at + 1))) {
      tokens.push({ kind: 'minus', span: { start: at, end: ++at } });
    } else {
      const token = lexTerm(query, at, depth > 0);
      tokens.push(token);
      at = token.span.end;
    }
  }
  return tokens;
}

function lexTerm(query: string, start: number, inGroup: boolean): QueryToken {
  if (query[start] === '"') {
    const quoted = lexQuoted(query, start);
    return { kind: 'phrase', span: { start, end: quoted.end }, ...quoted };
  }
  const regex = query[start] === '/' ? lexRegex(query, start, inGroup) : null;
  if (regex !== null) return regex;
  const term = filterTermOf(query, start);
  if (term !== null) {
    const valueAt = start + term.length;
    if (query[valueAt] === '"') {
      const quoted = lexQuoted(query, valueAt);
      return {
        kind: 'filter',
        span: { start, end: quoted.end },
        term: term.term,
        quoted: true,
        ...quoted,
      };
    }
    const end = endOfBare(query, valueAt, inGroup);
    const value = query.slice(valueAt, end);
    const rest = { value, valueStart: valueAt, closed: true, quoted: false };
    return { kind: 'filter', span: { start, end }, term: term.term, ...rest };
  }
  const end = endOfBare(query, start, inGroup);
  const value = query.slice(start, end);
  const span = { start, end };
  if (Object.hasOwn(OPERATORS, value)) {
    return { kind: OPERATORS[value as keyof typeof OPERATORS], span };
  }
  return { kind: 'bare', span, value };
}

/** A backslash escapes a quotation mark and itself; before anything else it is a backslash. */
function lexQuoted(query: string, start: number): QuotedText & { readonly end: number } {
  let value = '';
  for (let at = start + 1; at < query.length; at++) {
    const char = query[at] as string;
    if (char === '"') return { value, valueStart: start + 1, closed: true, end: at + 1 };
    const next = query[at + 1];
    if (char === '\\' && (next === '"' || next === '\\')) {
      value += next;
      at++;
    } else {
      value += char;
    }
  }
  return { value, valueStart: start + 1, closed: false, end: query.length };
}

/** Null when what begins here is a path or a division rather than a regular expression. */
function lexRegex(query: string, start: number, inGroup: boolean): QueryToken | null {
  let inClass = false;
  for (let at = start + 1; at < query.length; at++) {
    const char = query[at] as string;
    if (char === '\\') at++;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) {
      const source = query.slice(start + 1, at);
      const flags = /^[a-z]*/.exec(query.slice(at + 1, at + 12))?.[0] ?? '';
      const end = at + 1 + flags.length;
      const isAtBorder =
        end === query.length || (inGroup ? /[\s)]/ : /\s/).test(charAt(query, end));
      if (source === '' || !isAtBorder || !/^[ismu]*$/.test(flags)) return null;
      return { kind: 'regex', span: { start, end }, source, flags };
    }
  }
  return null;
}

/** Up to white space, or to the parenthesis that closes the group around it rather than one of its own. */
function endOfBare(query: string, start: number, inGroup: boolean): number {
  let own = 0;
  let at = start;
  for (; at < query.length; at++) {
    const char = query[at] as string;
    if (/\s/.test(char)) break;
    if (char === '(') own++;
    else if (char === ')' && inGroup && own-- === 0) break;
  }
  return at;
}

function charAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}
