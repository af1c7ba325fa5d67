import { forEachWord, type Snapshot, termsOfWord } from '../index/api.ts';
import type { OpenedGeneration } from './opened-generation.ts';

const MAX_SUGGESTIONS = 3;
const MAX_DISTANCE = 2;

/**
 * Words of the repository that are spelt most like `word`: terms with the same first letter, at most two edits
 * away, or that begin with it; the most frequent first among equals. Terms are stems, so each is shown as a word
 * of the text that it stems from.
 */
export async function nearestTerms(
  snapshot: Snapshot,
  word: string,
  texts: OpenedGeneration['texts'],
): Promise<string[]> {
  const target = termsOfWord(word).parts.join('');
  if (target.length < 3) return [];
  const candidates = new Map<string, { distance: number; frequency: number; ordinal: number }>();
  for (const { reader, base } of snapshot.segments) {
    reader.postings.forEachTermFrom(target[0] as string, (term, rank) => {
      if (term.length < 3 || term === target) return;
      const distance = term.startsWith(target) ? 1 : editDistance(term, target, MAX_DISTANCE);
      if (distance > MAX_DISTANCE || distance >= target.length - 1) return;
      const known = candidates.get(term);
      const frequency = (known?.frequency ?? 0) + reader.postings.documentFrequency(rank);
      const ordinal =
        known?.ordinal ?? base + (reader.postings.postings(rank).documents[0] as number);
      candidates.set(term, { distance, frequency, ordinal });
    });
  }
  const best = [...candidates]
    .sort(
      ([a, x], [b, y]) => x.distance - y.distance || y.frequency - x.frequency || (a < b ? -1 : 1),
    )
    .slice(0, MAX_SUGGESTIONS);
  return Promise.all(
    best.map(async ([term, { ordinal }]) => spelling(term, await texts.chunk(ordinal))),
  );
}

/** The first part of a word in `text` that has this term, in lower case. */
function spelling(term: string, text: string): string {
  let found: string | null = null;
  forEachWord(text, (word) => {
    if (found === null && termsOfWord(word).parts.includes(term)) {
      found = termsOfWord(word).whole === null ? word.toLowerCase() : null;
    }
  });
  return found ?? term;
}

/** Levenshtein distance, or `limit` + 1 when it is larger. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const value = Math.min(
        (previous[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (previous[column - 1] as number) + cost,
      );
      current.push(value);
      least = Math.min(least, value);
    }
    if (least > limit) return limit + 1;
    previous = current;
  }
  return previous[b.length] as number;
}
