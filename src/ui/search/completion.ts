/** When a query is completed as it is typed, and what becomes of it: the engine finds the ways to go on. */
import { type CompletionItem, type CompletionReply, FILTER_NAMES } from '../../domain/api.ts';

/** `typing`: the list must not be in the way. `asked`: the person wants to see what there is. */
export type Occasion = 'typing' | 'asked';

/** A query with the caret, as it was when the engine was asked, in UTF-16 units. */
export interface Question {
  readonly query: string;
  readonly caret: number;
  readonly occasion: Occasion;
}

const FEWEST_LETTERS = 2;

/**
 * While somebody types the list comes for the value of a filter, for the beginning of a filter's name and for what is
 * written as names are (`parseC`, `max_b`): below common words it would only hide the hits.
 */
export function isWorthAsking({ query, caret, occasion }: Question): boolean {
  if (occasion === 'asked') return true;
  // In the midst of a word what comes after the caret would stay behind.
  if (/^[^\s)"]/.test(query.slice(caret))) return false;
  const word = wordBefore(query, caret);
  if (/^[a-z]+:(?![:/])/i.test(word)) return true;
  return word.length >= FEWEST_LETTERS && (beginsFilter(word) || looksLikeName(word));
}

/** What of an answer is shown: nothing when what stands there is already one of its items. */
export function itemsFor(
  { query, caret, occasion }: Question,
  { span, items }: CompletionReply,
): readonly CompletionItem[] {
  const typed = query.slice(span.start, span.end);
  const written = typed.replace(/^([a-z]+:)"([^"]*)"?$/i, '$1$2').toLowerCase();
  const isWhole = ({ insert }: CompletionItem) =>
    insert.replaceAll('"', '').toLowerCase() === written;
  // Below a folder there may be more.
  const others = items.filter((item) => !isWhole(item));
  if (others.length < items.length && !typed.endsWith('/')) return [];
  if (occasion === 'asked') return others;
  const word = wordBefore(query, caret);
  return looksLikeName(word) || word.includes(':')
    ? others
    : others.filter(({ kind }) => kind === 'filter');
}

/**
 * The query with the item in place of what was typed since `start`, and where the caret stands then. The caret may
 * have moved on since the engine was asked.
 */
export function accept(
  query: string,
  caret: number,
  start: number,
  { insert }: CompletionItem,
): { readonly query: string; readonly caret: number } {
  const isOpen = (query.slice(start, caret).split('"').length - 1) % 2 === 1;
  const after = isOpen ? query.slice(caret).replace(/^"/, '') : query.slice(caret);
  // A folder may go deeper, and a filter wants its value; everything else is said.
  const goesOn = insert.endsWith(':') || /\/"?$/.test(insert) || /^[\s)]/.test(after);
  const before = `${query.slice(0, start)}${insert}${goesOn ? '' : ' '}`;
  return { query: before + after, caret: before.length };
}

function wordBefore(query: string, caret: number): string {
  return /[^\s()"]*(?:"[^"]*)?$/.exec(query.slice(0, caret))?.[0].replace(/^-/, '') ?? '';
}

function beginsFilter(word: string): boolean {
  return FILTER_NAMES.some((name) => name !== word && name.startsWith(word.toLowerCase()));
}

function looksLikeName(word: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(word) && /\p{Ll}\p{Lu}|_/u.test(word);
}
