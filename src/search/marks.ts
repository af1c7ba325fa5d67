import type { Span } from '../domain/api.ts';
import { foldWord, forEachWord, splitIdentifier, termsOfWord } from '../index/api.ts';
import type { Query } from './query/query.ts';

/** Gives the marks of a text: spans that are found already, and those of words. */
export type Marker = (text: string, patterns: readonly Span[]) => Span[];

/** A stem begins with as many letters of every word that it stands for (`index/analysis/stem.ts`). */
const STEM_LETTERS = 3;
const NON_ASCII = /\P{ASCII}/u;
/** What is part of a word (`forEachWord`): a dash or an arrow beyond ASCII is none. */
const NON_ASCII_WORD = /(?=\P{ASCII})[\p{L}\p{N}\p{M}]/u;

/**
 * Marks what the query's words match, beside what was found before; ordered, joined where they touch. Of an
 * identifier only the matching parts are marked: `parse` in `parseConfig`.
 */
export function wordMarker(query: Query): Marker {
  const wanted = new Set<string>();
  const informative = query.words.filter((word) => !word.isStopWord);
  for (const word of informative.length > 0 ? informative : query.words) {
    for (const part of word.terms.parts) wanted.add(part);
  }
  const typed = splitIdentifier(query.openWord?.text ?? '').at(-1);
  const prefix = typed === undefined || typed.length < 2 ? null : foldWord(typed);
  const forEachLikelyWord = likelyWords(prefix === null ? wanted : [...wanted, prefix]);
  /** The chunks of an answer share most of their words. */
  const seen = new Map<string, readonly Span[]>();
  return (text, patterns) => {
    const spans = patterns.filter((span) => span.end > span.start);
    if (wanted.size > 0) {
      forEachLikelyWord(text, (word, start) => {
        let relative = seen.get(word);
        if (relative === undefined) {
          relative = matchingParts(word, wanted, prefix);
          seen.set(word, relative);
        }
        for (const span of relative) {
          spans.push({ start: start + span.start, end: start + span.end });
        }
      });
    }
    return join(spans);
  };
}

/**
 * Visits the words in which one of the stems may be found. Most words of a text hold none, which one pass for the
 * stems' beginnings tells; where letters are folded (those beyond ASCII) each word is looked at.
 */
function likelyWords(
  stems: Iterable<string>,
): (text: string, emit: (word: string, start: number) => void) => void {
  const beginnings = new Set<string>();
  for (const stem of stems) {
    // What is not ASCII is in no text that is.
    if (!NON_ASCII.test(stem)) beginnings.add(stem.slice(0, STEM_LETTERS).replaceAll('$', '\\$'));
  }
  const beginning = new RegExp([...beginnings].join('|'), 'gi');
  return (text, emit) => {
    if (NON_ASCII.test(text) && NON_ASCII_WORD.test(text)) {
      forEachWord(text, emit);
      return;
    }
    if (beginnings.size === 0) return;
    beginning.lastIndex = 0;
    for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
      let start = found.index;
      while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
      let end = found.index + found[0].length;
      while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
      emit(text.slice(start, end), start);
      beginning.lastIndex = end;
    }
  };
}

/** Letters, digits, `_` and `$` of ASCII. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

function matchingParts(word: string, wanted: ReadonlySet<string>, prefix: string | null): Span[] {
  const { parts } = termsOfWord(word);
  const spans: Span[] = [];
  let from = 0;
  for (const [index, piece] of splitIdentifier(word).entries()) {
    const start = word.indexOf(piece, from);
    from = start + piece.length;
    const part = parts[index];
    if (part === undefined) continue;
    if (wanted.has(part)) spans.push({ start, end: from });
    else if (prefix !== null && foldWord(piece).startsWith(prefix)) {
      spans.push({ start, end: Math.min(from, start + prefix.length) });
    }
  }
  return spans;
}

function join(spans: Span[]): Span[] {
  spans.sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}
