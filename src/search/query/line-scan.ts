import type { Span } from '../../domain/api.ts';
import type { PhrasePattern } from './query.ts';

/**
 * Matches of an expression in a text, ordered, not overlapping. An expression looks at one line at a time, so that
 * `^`, `$`, `\s` and `[^x]` stay inside of it, as in ripgrep; with the flag `s` it looks at the whole text. Of a line
 * where it matches nothing but empty places the first one stands. May take for ever on a hostile expression: only a
 * worker that can be stopped calls it on what a person typed.
 */
export function regexSpans(source: string, flags: string, text: string): Span[] {
  const regex = new RegExp(
    source,
    flags.includes('s') ? `${flags.replace('m', '')}gm` : `${flags}g`,
  );
  if (flags.includes('s')) return spansIn(regex, text, 0);
  const spans: Span[] = [];
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    for (const span of spansIn(regex, text.slice(start, end), start)) spans.push(span);
    start = end + 1;
  }
  return spans;
}

function spansIn(regex: RegExp, text: string, offset: number): Span[] {
  const spans: Span[] = [];
  let firstEmpty = -1;
  regex.lastIndex = 0;
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    const { index } = match;
    const { length } = match[0];
    if (length > 0) {
      spans.push({ start: offset + index, end: offset + index + length });
    } else {
      if (firstEmpty === -1) firstEmpty = index;
      // By whole characters: in the middle of one, an expression with `u` steps back, for ever.
      regex.lastIndex = index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
      if (regex.lastIndex > text.length) break;
    }
  }
  if (spans.length === 0 && firstEmpty !== -1) {
    spans.push({ start: offset + firstEmpty, end: offset + firstEmpty });
  }
  return spans;
}

/** Matches of a phrase in a text, ordered, not overlapping. Linear. */
export function phraseSpans(pattern: PhrasePattern): (text: string) => Span[] {
  const { text: wanted, caseSensitive } = pattern;
  if (!caseSensitive) {
    // The engine's own folding: it never changes lengths, as lower case does (`İ`).
    const regex = new RegExp(escapeRegex(wanted), 'giu');
    return (text) => spansIn(regex, text, 0);
  }
  return (text) => {
    const spans: Span[] = [];
    for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
      spans.push({ start: at, end: at + wanted.length });
    }
    return spans;
  };
}

/** The text as an expression that matches it and nothing else. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
