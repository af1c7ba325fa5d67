/**
 * Where the person is, and how the address bar says it. Everything lives in the fragment, so that the
 * build works at any sub-path and the service worker has one page to serve:
 *
 *     #/<repository>/<path>:L10-L20?q=<query>&mode=keyword
 *     #/<repository>?paste=<text>&all=1&in=<query within the results>
 *     #/<repository>?q=<query>&explain=<question>
 *
 * Each path segment is percent-encoded (so `:` and `?` in names are safe); the repository goes by its
 * name, not its id, so that a link also works for somebody who has dropped the same repository.
 */
import type { SearchMode } from '../../domain/api.ts';

/** 1-based, inclusive. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** What is asked of the index. */
export interface Question {
  readonly query: string;
  readonly mode: SearchMode;
  /** A text that was copied from elsewhere and stands in the query's place, which is empty then. */
  readonly pasted: string | null;
  /** The pasted text is looked for in every repository of the device; a query says `repo:*`. */
  readonly everywhere: boolean;
  /** Queries that the list is narrowed by. */
  readonly narrow: readonly string[];
}

export const NO_QUESTION: Question = {
  query: '',
  mode: 'hybrid',
  pasted: null,
  everywhere: false,
  narrow: [],
};

export interface Place extends Question {
  readonly repository: string | null;
  readonly path: string | null;
  readonly lines: LineRange | null;
  /** The question that Explain answers, empty when none was asked yet; null when Explain is closed. */
  readonly explain: string | null;
}

export const NOWHERE: Place = {
  repository: null,
  path: null,
  lines: null,
  ...NO_QUESTION,
  explain: null,
};

/** The fragment for a place, with `#`; the empty place gives `#/`. */
export function formatPlace(place: Place): string {
  const segments = [place.repository ?? '', ...(place.path?.split('/') ?? [])];
  const path = place.repository === null ? '' : segments.map(encodeURIComponent).join('/');
  const lines = place.path !== null && place.lines ? `:${formatLines(place.lines)}` : '';
  const parameters = new URLSearchParams();
  if (place.query !== '') parameters.set('q', place.query);
  if (place.pasted !== null) parameters.set('paste', place.pasted);
  if (place.pasted !== null && place.everywhere) parameters.set('all', '1');
  for (const text of place.narrow) parameters.append('in', text);
  if (place.explain !== null) parameters.set('explain', place.explain);
  if (place.mode !== 'hybrid') parameters.set('mode', place.mode);
  const query = parameters.toString();
  return `#/${path}${lines}${query === '' ? '' : `?${query}`}`;
}

/** Reads any fragment; what cannot be read is left out, never an error. */
export function parsePlace(fragment: string): Place {
  const body = fragment.replace(/^#?\/?/, '');
  const mark = body.indexOf('?');
  const location = mark === -1 ? body : body.slice(0, mark);
  const parameters = new URLSearchParams(mark === -1 ? '' : body.slice(mark + 1));
  const anchored = /^(.*):L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(location);
  const [repository = '', ...path] = (anchored?.[1] ?? location).split('/').map(decode);
  const file = path.filter((segment) => segment !== '').join('/');
  return {
    repository: repository === '' ? null : repository,
    path: repository === '' || file === '' ? null : file,
    lines: file !== '' && anchored ? linesOf(anchored[2], anchored[3]) : null,
    query: parameters.get('q') ?? '',
    pasted: parameters.get('paste') || null,
    everywhere: Boolean(parameters.get('paste')) && parameters.has('all'),
    narrow: parameters.getAll('in').filter((text) => text !== ''),
    explain: parameters.get('explain'),
    mode: modeOf(parameters.get('mode')),
  };
}

/** `L10-L20`, or `L10` for one line. */
export function formatLines(lines: LineRange): string {
  return lines.start === lines.end ? `L${lines.start}` : `L${lines.start}-L${lines.end}`;
}

export function samePlace(a: Place, b: Place): boolean {
  return formatPlace(a) === formatPlace(b);
}

/** Whether two questions have the same answer; spaces around a query ask for nothing. */
export function sameQuestion(a: Question, b: Question): boolean {
  const text = ({ query, mode, pasted, everywhere, narrow }: Question) =>
    JSON.stringify([query.trim(), mode, pasted, everywhere, narrow]);
  return text(a) === text(b);
}

/** The question alone, of whatever has more. */
export function questionOf({ query, mode, pasted, everywhere, narrow }: Question): Question {
  return { query, mode, pasted, everywhere, narrow };
}

/** Fragment of a place without what was asked: what was found, not how. */
export function permalinkOf(place: Place): string {
  return formatPlace({ ...place, ...NO_QUESTION, explain: null });
}

function linesOf(first: string | undefined, last: string | undefined): LineRange | null {
  const start = Number(first);
  const end = last === undefined ? start : Number(last);
  if (!(start >= 1) || !(end >= 1)) return null;
  return { start: Math.min(start, end), end: Math.max(start, end) };
}

function modeOf(text: string | null): SearchMode {
  return text === 'keyword' || text === 'meaning' ? text : 'hybrid';
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
