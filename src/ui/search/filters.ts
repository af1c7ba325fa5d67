/**
 * Filters are words of the query (`lang:rust`, `path:src/`), so that they are seen, shared and undone
 * like everything else that was typed.
 */
import type { SearchHit, WrittenFilter } from '../../domain/api.ts';

export type FilterKey = 'lang' | 'path' | 'repo';

export interface Facet {
  readonly value: string;
  /** Hits of the present reply. */
  readonly hits: number;
}

/** The query without a filter that was written in it, the minus before it too. */
export function withoutFilter(query: string, { span, negated }: WrittenFilter): string {
  const before = query.slice(0, span.start);
  const kept = negated ? before.replace(/-\s*$/, '') : before;
  return `${kept}${query.slice(span.end)}`.replace(/\s{2,}/g, ' ').trim();
}

/** `lang:…` and `path:…` of the query, in order, quotes removed. */
function filtersOf(query: string, key: FilterKey): readonly string[] {
  return [...query.matchAll(pattern())]
    .filter((match) => match[1] === key)
    .map((match) => match[2] ?? match[3] ?? '');
}

/** The query with the filter added at its end, or taken out when it is there. */
export function toggleFilter(query: string, key: FilterKey, value: string): string {
  const without = query
    .replace(pattern(), (text, name: string, quoted?: string, bare?: string) =>
      name === key && (quoted ?? bare) === value ? '' : text,
    )
    .replace(/\s{2,}/g, ' ')
    .trim();
  if (filtersOf(query, key).includes(value)) return without;
  const written = /\s/.test(value) ? `${key}:"${value}"` : `${key}:${value}`;
  return without === '' ? written : `${without} ${written}`;
}

/** The word replaced wherever it stands alone, for "did you mean". */
export function replaceTerm(query: string, term: string, replacement: string): string {
  const escaped = term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, 'giu');
  const replaced = query.replace(whole, () => replacement);
  return replaced === query ? `${query} ${replacement}` : replaced;
}

/** Languages of the hits, most first, without those that are filters already. */
export function languageFacets(
  hits: readonly SearchHit[],
  filters: readonly WrittenFilter[],
): readonly Facet[] {
  return facets(
    hits.map((hit) => hit.language),
    valuesOf(filters, 'lang'),
  );
}

/** Folders one level below what all hits share, most first, without those that are filters already. */
export function folderFacets(
  hits: readonly SearchHit[],
  filters: readonly WrittenFilter[],
): readonly Facet[] {
  const folders = hits.map((hit) => hit.path.split('/').slice(0, -1));
  const shared = sharedPrefix(folders);
  const names = folders
    .filter((folder) => folder.length > shared)
    .map((folder) => `${folder.slice(0, shared + 1).join('/')}/`);
  return facets(names, valuesOf(filters, 'path'));
}

function facets(values: readonly string[], active: readonly string[]): readonly Facet[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .filter(([value]) => !active.includes(value))
    .map(([value, hits]) => ({ value, hits }))
    .sort((a, b) => b.hits - a.hits || (a.value < b.value ? -1 : 1));
}

function valuesOf(filters: readonly WrittenFilter[], name: FilterKey): readonly string[] {
  return filters.filter((filter) => filter.name === name).map((filter) => filter.value);
}

function sharedPrefix(folders: readonly (readonly string[])[]): number {
  const first = folders[0];
  if (!first) return 0;
  let length = first.length;
  for (const folder of folders) {
    let same = 0;
    while (same < length && folder[same] === first[same]) same += 1;
    length = same;
  }
  return length;
}

function pattern(): RegExp {
  return /(?<=^|\s)(lang|path|repo):(?:"([^"]*)"|(\S+))/g;
}
