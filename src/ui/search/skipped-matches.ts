/** Which of the files that were left out a query might have been about. */
import {
  languageOfPath,
  languageOfWord,
  namePattern,
  pathPattern,
  type SkippedEntry,
  type SkipReason,
  type WrittenFilter,
} from '../../domain/api.ts';

export interface SkippedCount {
  readonly reason: SkipReason;
  readonly entries: number;
}

/**
 * Entries that the query's filters on paths and languages would let through. A folder that was left out as a whole was
 * not walked: it counts unless the filters rule it out.
 */
export function letThrough(
  entries: readonly SkippedEntry[],
  filters: readonly WrittenFilter[],
): readonly SkippedEntry[] {
  const languages = filters.filter(({ name, negated }) => name === 'lang' && !negated);
  const tests = filters.filter((filter) => !languages.includes(filter)).map(testOf);
  const wanted = languages.map(testOf);
  return entries.filter(
    ({ path, reason }) =>
      // An empty file holds nothing.
      reason !== 'empty' &&
      tests.every((test) => test(path)) &&
      // Several languages are alternatives.
      (wanted.length === 0 || wanted.some((test) => test(path))),
  );
}

/** True when a filter of the query speaks of paths or languages. */
export function speaksOfFiles({ name }: WrittenFilter): boolean {
  return name === 'path' || name === 'file' || name === 'lang';
}

/** By reason: secrets first, because their text is nowhere else to be found, then by number. */
export function countByReason(entries: readonly SkippedEntry[]): readonly SkippedCount[] {
  const counts = new Map<SkipReason, number>();
  for (const { reason } of entries) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, entries: count }))
    .toSorted(
      (a, b) =>
        Number(b.reason === 'secret') - Number(a.reason === 'secret') || b.entries - a.entries,
    );
}

/** Entries whose own name has a word of the query in it: the likeliest to have been meant. */
export function namedAs(
  entries: readonly SkippedEntry[],
  words: string,
  most: number,
): readonly SkippedEntry[] {
  const wanted = [...words.toLowerCase().matchAll(/[\p{L}\p{N}_]{3,}/gu)].map(([word]) => word);
  const named = entries.filter(({ path }) => {
    const name = ownName(path).toLowerCase();
    return wanted.some((word) => name.includes(word));
  });
  return named.toSorted((a, b) => a.path.length - b.path.length).slice(0, most);
}

function testOf({ name, value, negated }: WrittenFilter): (path: string) => boolean {
  const test = positiveTest(name, value);
  if (test === null) return () => true;
  // What is in a folder is not known: a minus rules out only the folder itself.
  if (negated) return (path) => (name !== 'path' && path.endsWith('/')) || !test(path);
  return (path) => (path.endsWith('/') && mayLieIn(path, name, value)) || test(path);
}

function positiveTest(
  name: WrittenFilter['name'],
  value: string,
): ((path: string) => boolean) | null {
  switch (name) {
    case 'path':
      return pathPattern(value);
    case 'file': {
      const matches = namePattern(value);
      return (path) => matches(ownName(path));
    }
    case 'lang': {
      const wanted = new Set(value.split(',').map(languageOfWord));
      return (path) => wanted.has(languageOfPath(path));
    }
    default:
      return null;
  }
}

function mayLieIn(folder: string, name: WrittenFilter['name'], value: string): boolean {
  if (name !== 'path') return true;
  const wanted = value.toLowerCase().replace(/^\//, '');
  return wanted.startsWith(folder.toLowerCase());
}

function ownName(path: string): string {
  const whole = path.replace(/\/$/, '');
  return whole.slice(whole.lastIndexOf('/') + 1);
}
