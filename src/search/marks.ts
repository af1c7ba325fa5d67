import type { Span } from '../domain/api.ts';
import { forEachWord, splitIdentifier, termsOfWord } from '../index/api.ts';
import type { Query } from './query-parser.ts';

/**
 * Spans of `text` that the query's words match, ordered and joined where they touch. Of an identifier only the
 * matching parts are marked: `parse` in `parseConfig`.
 */
export function markWords(text: string, query: Query): Span[] {
  const wanted = new Set<string>();
  const informative = query.words.filter((word) => !word.isStopWord);
  for (const word of informative.length > 0 ? informative : query.words) {
    for (const part of word.terms.parts) wanted.add(part);
  }
  const spans: Span[] = [];
  if (wanted.size > 0) {
    const seen = new Map<string, readonly Span[]>();
    forEachWord(text, (word, start) => {
      let relative = seen.get(word);
      if (relative === undefined) {
        relative = matchingParts(word, wanted);
        seen.set(word, relative);
      }
      for (const span of relative) spans.push({ start: start + span.start, end: start + span.end });
    });
  }
  const lower = text.toLowerCase();
  for (const { text: phrase } of query.phrases) {
    for (
      let at = lower.indexOf(phrase);
      at !== -1;
      at = lower.indexOf(phrase, at + phrase.length)
    ) {
      spans.push({ start: at, end: at + phrase.length });
    }
  }
  return join(spans);
}

function matchingParts(word: string, wanted: ReadonlySet<string>): Span[] {
  const { parts } = termsOfWord(word);
  if (!parts.some((part) => wanted.has(part))) return [];
  const pieces = splitIdentifier(word);
  const spans: Span[] = [];
  let from = 0;
  for (const [index, piece] of pieces.entries()) {
    const start = word.indexOf(piece, from);
    from = start + piece.length;
    const part = parts[index];
    if (part !== undefined && wanted.has(part)) spans.push({ start, end: from });
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
