import type { ContextualRanges } from '../contextual-text.ts';

/*
 * Which kind of thing a word of a contextual text is. A name, a path and a comment say what a chunk is
 * about far better than its body does, so the model weighs them apart. The borders come from a line
 * scan without a grammar: comment lines and docstrings by their first characters, declared names by the
 * keyword before them. It is wrong now and then (a string with `//` in it), always in the same way in
 * training and in use, and costs a few microseconds a chunk.
 */

/** In the order of the weights in config.json. */
export const FIELDS = ['path', 'name', 'comment', 'body'] as const;

export const PATH = 0;
export const NAME = 1;
export const COMMENT = 2;
export const BODY = 3;

/**
 * Half-open ranges of UTF-16 units, each of one field; together they hold every word that counts. Collected rather than
 * told one by one: what is called back is compiled into each place that calls it.
 */
export class FieldRanges {
  count = 0;
  fields = new Uint8Array(FIRST_RANGES);
  starts = new Uint32Array(FIRST_RANGES);
  ends = new Uint32Array(FIRST_RANGES);

  add(field: number, start: number, end: number): void {
    if (this.count === this.fields.length) this.#grow();
    this.fields[this.count] = field;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  #grow(): void {
    const length = 2 * this.count;
    const { fields, starts, ends } = this;
    this.fields = new Uint8Array(length);
    this.fields.set(fields);
    this.starts = new Uint32Array(length);
    this.starts.set(starts);
    this.ends = new Uint32Array(length);
    this.ends.set(ends);
  }
}

const FIRST_RANGES = 512;

const KEYWORDS =
  'class|def|defp|defmodule|defmacro|defprotocol|function|func|fun|fn|sub|struct|interface|trait|enum|type|typedef|module|namespace|package|object|protocol|extension|impl|record|union|macro_rules!|newtype|data|instance';
/** Words after which a declared name follows, in any of the languages. */
const DECLARATION = new RegExp(
  `\\b(?:${KEYWORDS})\\s+(?:\\([^()\\n]{0,80}\\)\\s*)?(?:self\\.)?([\\p{L}_$][\\p{L}\\p{N}_$.?!]*)`,
  'u',
);
/** No declared name is looked for further into a line. */
const MAX_DECLARATION_UNITS = 200;
const BLOCK_COMMENT_END = '*/';

/** Which code units are of a word, as `\b` sees it. */
const IS_WORD = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_') {
  IS_WORD[character.charCodeAt(0)] = 1;
}
const KEYWORD_SET: ReadonlySet<string> = new Set(KEYWORDS.replaceAll('!', '').split('|'));
/** By first letter: a bit for each length that a keyword has. */
const KEYWORD_LENGTHS = new Uint16Array(128);
for (const word of KEYWORD_SET) {
  const first = word.charCodeAt(0);
  KEYWORD_LENGTHS[first] = (KEYWORD_LENGTHS[first] as number) | (1 << word.length);
}

/** The ranges of a contextual text, in order, in place of what `into` held. */
export function scanFields(text: string, ranges: ContextualRanges, into: FieldRanges): void {
  into.count = 0;
  if (ranges.pathEnd > ranges.pathStart) into.add(PATH, ranges.pathStart, ranges.pathEnd);
  if (ranges.nameEnd > ranges.nameStart) into.add(NAME, ranges.nameStart, ranges.nameEnd);
  let closer = '';
  for (let start = ranges.bodyStart; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    closer = scanLine(text, start, end, closer, into);
    start = end + 1;
  }
}

/** Scans one line inside a comment that ends with `closer` ('' outside); answers the state after it. */
function scanLine(
  text: string,
  start: number,
  end: number,
  closer: string,
  into: FieldRanges,
): string {
  if (closer !== '') {
    into.add(COMMENT, start, end);
    return indexWithin(text, closer, start, end) < 0 ? closer : '';
  }
  let first = start;
  while (first < end && text.charCodeAt(first) <= 32) first++;
  if (first === end) return '';
  const opened = docstringOpening(text, first, end);
  if (opened !== '') {
    into.add(COMMENT, first, end);
    const closed = indexWithin(text, opened, first + opened.length, end);
    return closed < 0 ? opened : '';
  }
  if (isCommentLine(text, first)) {
    into.add(COMMENT, first, end);
    return '';
  }
  const comment = scanCode(text, first, end, into);
  if (comment < end) into.add(COMMENT, comment, end);
  const isBlock = comment < end && text.startsWith('/*', comment);
  return isBlock && indexWithin(text, BLOCK_COMMENT_END, comment, end) < 0 ? BLOCK_COMMENT_END : '';
}

/** The mark that ends the comment that a line opens, or ''. */
function docstringOpening(text: string, first: number, end: number): string {
  const code = text.charCodeAt(first);
  if (code === 47 /* / */ && text.startsWith('/*', first)) return BLOCK_COMMENT_END;
  if (code === 34 /* " */ && text.startsWith('"""', first)) return '"""';
  if (code === 39 /* ' */ && text.startsWith("'''", first)) return "'''";
  if (code === 123 /* { */ && text.startsWith('{-', first)) return '-}';
  if (code === 64 /* @ */ && indexWithin(text, 'doc """', first, end) > 0) return '"""';
  if (code === 114 /* r */ && text.startsWith('r"""', first)) return '"""';
  return '';
}

function isCommentLine(text: string, first: number): boolean {
  switch (text.charCodeAt(first)) {
    case 47: // /
      return text.startsWith('//', first);
    case 42: // *, inside a block comment that began before the chunk
      return text.charCodeAt(first + 1) <= 32 || text.startsWith('*/', first);
    case 45: // -
      return text.startsWith('--', first);
    case 37: // %
      return true;
    case 59: // ;
      return text.startsWith(';;', first);
    case 35: {
      // # begins a comment but for attributes, shebangs and the preprocessor
      const next = text.charCodeAt(first + 1);
      return next <= 32 || next === 35 || next === 58;
    }
    default:
      return false;
  }
}

/**
 * Scans a line of code up to where a comment after it begins; answers where, the line's end when there is none.
 * Only a line with a keyword is given to the expression, which takes ten times as long as this pass.
 */
function scanCode(text: string, first: number, end: number, into: FieldRanges): number {
  let hasKeyword = false;
  let wordStart = -1;
  let at = first;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && IS_WORD[code] === 1) {
      if (wordStart < 0) wordStart = at;
      continue;
    }
    if (wordStart >= 0) {
      // No name follows but after a space, and the `!` of macro_rules.
      if (code <= 33 || code >= 128) hasKeyword ||= isKeyword(text, wordStart, at);
      wordStart = -1;
    }
    if ((code === 47 || code === 35 || code === 45) && isCommentAfterCode(text, first, at, end)) {
      break;
    }
  }
  if (hasKeyword) scanDeclaration(text, first, at, into);
  else into.add(BODY, first, at);
  return at;
}

function isKeyword(text: string, start: number, end: number): boolean {
  const lengths = KEYWORD_LENGTHS[text.charCodeAt(start)] as number;
  const length = end - start;
  if (length > 15 || (lengths & (1 << length)) === 0) return false;
  return KEYWORD_SET.has(text.slice(start, end));
}

/** Whether the `/`, `#` or `-` at a place begins a comment: after a space, and not as the line's last unit. */
function isCommentAfterCode(text: string, first: number, at: number, end: number): boolean {
  if (at === first || at + 1 >= end || text.charCodeAt(at - 1) > 32) return false;
  const next = text.charCodeAt(at + 1);
  switch (text.charCodeAt(at)) {
    case 47:
      return next === 47 || next === 42;
    case 35:
      return next === 32;
    default:
      return next === 45 && text.charCodeAt(at + 2) === 32;
  }
}

function scanDeclaration(text: string, start: number, end: number, into: FieldRanges): void {
  const line = text.slice(start, Math.min(end, start + MAX_DECLARATION_UNITS));
  const match = DECLARATION.exec(line);
  const name = match?.[1];
  // A name that the cut may have shortened is left in the body.
  if (
    match === null ||
    name === undefined ||
    match.index + match[0].length === MAX_DECLARATION_UNITS
  ) {
    into.add(BODY, start, end);
    return;
  }
  const nameEnd = start + match.index + match[0].length;
  into.add(BODY, start, nameEnd - name.length);
  into.add(NAME, nameEnd - name.length, nameEnd);
  if (nameEnd < end) into.add(BODY, nameEnd, end);
}

function indexWithin(text: string, part: string, start: number, end: number): number {
  // indexOf would look through the rest of the text when the line does not hold the part.
  for (let at = start; at + part.length <= end; at++) {
    if (text.charCodeAt(at) === part.charCodeAt(0) && text.startsWith(part, at)) return at;
  }
  return -1;
}
