import type { SearchReply } from '../../domain/api.ts';
import { formatCount, plural } from '../app/quantity.ts';

/** How often the query's phrases and expressions occur, as one line; null when it has none. */
export function occurrenceText(occurrences: SearchReply['occurrences']): string | null {
  if (occurrences === null) return null;
  const { count, complete } = occurrences;
  if (complete) return `${plural(count, 'occurrence')} in all, every one counted.`;
  return `At least ${formatCount(count)}: the expression took longer than 1 s and was stopped. More may be there.`;
}
