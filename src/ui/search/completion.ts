/** What a filter that is being typed may become: languages, folders, files, types and repositories that are there. */
import { languageName } from '../../domain/api.ts';
import { baseName } from '../library/file-tree.ts';

/** What this device knows to complete with. */
export interface Vocabulary {
  /** Indexed files by language. */
  readonly languages: readonly { readonly language: string; readonly files: number }[];
  readonly paths: readonly string[];
  readonly repositories: readonly string[];
}

export interface Suggestion {
  /** The value as it is written after the colon. */
  readonly value: string;
  readonly label: string;
  /** Said beside it; may be empty. */
  readonly fact: string;
}

/** The filter before the caret. */
export interface FilterDraft {
  readonly name: CompletedFilter;
  readonly typed: string;
  /** Where the value begins in the query, in UTF-16 units. */
  readonly start: number;
}

type CompletedFilter = 'lang' | 'path' | 'file' | 'type' | 'repo' | 'case';

const MOST = 8;

const TYPES = [
  'function',
  'method',
  'class',
  'interface',
  'enum',
  'type',
  'module',
  'variable',
  'section',
];

/** The filter whose value the caret stands at the end of; null elsewhere. */
export function draftAt(query: string, caret: number): FilterDraft | null {
  const match = /(?:^|[\s(-])(lang|path|file|type|repo|case):"?([^\s"]*)$/.exec(
    query.slice(0, caret),
  );
  if (!match || /^[^\s)"]/.test(query.slice(caret))) return null;
  const typed = match[2] ?? '';
  return { name: match[1] as CompletedFilter, typed, start: caret - typed.length };
}

/** Best first; empty when what is typed is already the only one. */
export function suggestionsFor(draft: FilterDraft, vocabulary: Vocabulary): readonly Suggestion[] {
  const found = candidates(draft, vocabulary)
    .filter(({ value }) => value.toLowerCase().includes(draft.typed.toLowerCase()))
    .sort((a, b) => rank(a, draft.typed) - rank(b, draft.typed))
    .slice(0, MOST);
  return found.length === 1 && found[0]?.value === draft.typed ? [] : found;
}

/** The query with the suggestion in place of what was typed, and where the caret stands then. */
export function accept(
  query: string,
  draft: FilterDraft,
  { value }: Suggestion,
): { readonly query: string; readonly caret: number } {
  const opened = query[draft.start - 1] === '"';
  const written = /\s/.test(value) && !opened ? `"${value}"` : value;
  const closed = opened ? `${written}"` : written;
  const after = query.slice(draft.start + draft.typed.length).replace(opened ? /^"/ : '', '');
  // A folder may go deeper; everything else is said.
  const space = value.endsWith('/') || after.startsWith(' ') ? '' : ' ';
  const before = `${query.slice(0, draft.start)}${closed}${space}`;
  return { query: before + after, caret: before.length };
}

function candidates({ name, typed }: FilterDraft, vocabulary: Vocabulary): Suggestion[] {
  switch (name) {
    case 'lang':
      return vocabulary.languages.map(({ language, files }) => ({
        value: language,
        label: languageName(language),
        fact: String(files),
      }));
    case 'path':
      return folders(vocabulary.paths, typed);
    case 'file':
      return counted(vocabulary.paths.map(baseName));
    case 'type':
      return TYPES.map((value) => ({ value, label: value, fact: '' }));
    case 'repo':
      return vocabulary.repositories.map((value) => ({ value, label: value, fact: '' }));
    case 'case':
      return [{ value: 'yes', label: 'yes', fact: 'upper and lower case differ' }];
  }
}

/** Folders one step below what is typed. */
function folders(paths: readonly string[], typed: string): Suggestion[] {
  const lead = typed.startsWith('/') ? '/' : '';
  const depth = typed.slice(lead.length).split('/').length;
  return counted(
    paths.flatMap((path) => {
      const segments = path.split('/');
      return segments.length > depth ? [`${lead}${segments.slice(0, depth).join('/')}/`] : [];
    }),
  );
}

function counted(values: readonly string[]): Suggestion[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1))
    .map(([value, count]) => ({ value, label: value, fact: count > 1 ? String(count) : '' }));
}

/** What begins with it comes before what merely has it. */
function rank({ value }: Suggestion, typed: string): number {
  return value.toLowerCase().startsWith(typed.toLowerCase()) ? 0 : 1;
}
