import type { Span } from '../domain/api.ts';
import { foldWord, forEachWord, splitIdentifier, termsOfWord } from '../index/api.ts';
import type { Query } from './query/query.ts';

/**
 * Spans of `text` that the query's words match and those of `patterns`, found before; ordered, joined where they
 * touch. Of an identifier only the matching parts are marked: `parse` in `parseConfig`.
 */
export function markWords(text: string, query: Query, patterns: readonly Span[]): Span[] {
  const wanted = new Set<string>();
  const informative = query.words.filter((word) => !word.isStopWord);
  for (const word of informative.length > 0 ? informative : query.words) {
    for (const part of word.terms.parts) wanted.add(part);
  }
  const typed = splitIdentifier(query.openWord?.text ?? '').at(-1);
  const prefix = typed === undefined || typed.length < 2 ? null : foldWord(typed);
  const spans = patterns.filter((span) => span.end > span.start);
  if (wanted.size > 0) {
    const seen = new Map<string, readonly Span[]>();
    forEachWord(text, (word, start) => {
      let relative = seen.get(word);
      if (relative === undefined) {
        relative = matchingParts(word, wanted, prefix);
        seen.set(word, relative);
      }
      for (const span of relative) spans.push({ start: start + span.start, end: start + span.end });
    });
  }
  return join(spans);
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
