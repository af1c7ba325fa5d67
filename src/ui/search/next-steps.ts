/** What else may be asked when a query finds nothing: each step loosens one thing. */
import type { QueryProblem, SearchMode, WrittenFilter } from '../../domain/api.ts';
import { withoutFilter } from './filters.ts';

export interface NextStep {
  readonly kind: 'filter' | 'filters' | 'mode' | 'words' | 'pattern';
  readonly query: string;
  readonly mode: SearchMode;
  /** What is left out of the query, or what the query becomes; empty when the mode alone changes. */
  readonly subject: string;
}

const MOST_STEPS = 8;

/** Filters first, since they are what most often hides a hit; no step twice, none that asks the same again. */
export function nextSteps(
  query: string,
  mode: SearchMode,
  filters: readonly WrittenFilter[],
): readonly NextStep[] {
  const words = wordsOf(query, filters);
  const steps: NextStep[] = filters.map((filter) => ({
    kind: 'filter',
    query: withoutFilter(query, filter),
    mode,
    subject: query.slice(filter.span.start, filter.span.end),
  }));
  if (filters.length > 1)
    steps.push({ kind: 'filters', query: words, mode, subject: 'any filter' });
  if (mode !== 'hybrid') steps.push({ kind: 'mode', query, mode: 'hybrid', subject: '' });
  if (/"[^"]+"/.test(words)) {
    const loose = query.replace(/(?<!:)"([^"]*)"/g, '$1');
    steps.push({ kind: 'words', query: loose, mode, subject: loose });
  }
  const pattern = patternOf(query, words);
  if (pattern !== null) {
    steps.push({ kind: 'pattern', query: pattern, mode: 'keyword', subject: pattern });
  }
  const seen = new Set([`${mode} ${query.trim()}`]);
  return steps
    .filter((step) => {
      const key = `${step.mode} ${step.query}`;
      if (step.query === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MOST_STEPS);
}

/** True when the query has nothing but what could not be understood: a filter that is still being typed. */
export function asksNothing(query: string, problems: readonly QueryProblem[]): boolean {
  const rest = problems
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((text, { span }) => text.slice(0, span.start) + text.slice(span.end), query);
  return problems.length > 0 && rest.trim() === '';
}

/** The query without its filters. */
export function wordsOf(query: string, filters: readonly WrittenFilter[]): string {
  return filters
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce(withoutFilter, query)
    .trim();
}

/** Plain words as expressions, which are also found within longer words; null when the query has more than words. */
function patternOf(query: string, words: string): string | null {
  const list = words.split(/\s+/).filter((word) => word !== '');
  const arePlain = list.every((word) => /^[\p{L}\p{N}_$.]+$/u.test(word) && word !== 'OR');
  if (list.length === 0 || list.length > 3 || !arePlain) return null;
  const written = (part: string) =>
    list.includes(part) ? `/${part.replace(/[$.]/g, '\\$&')}/i` : part;
  return query.split(/(\s+)/).map(written).join('').trim();
}
