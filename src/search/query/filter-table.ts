import {
  CHUNK_TYPES,
  type ChunkType,
  DEFINITION_KINDS,
  type DefinitionKind,
  type FilterName,
  LANGUAGES,
  languageOfWord,
  namePattern,
  pathPattern,
} from '../../domain/api.ts';
import { sinceOf } from './changed-filter.ts';
import type { QueryFilter } from './query.ts';

/** A filter that the language knows. */
export interface FilterTerm {
  readonly name: FilterName;
  /** Other words that are taken for it. */
  readonly aliases: readonly string[];
  /** One line, shown beside its completion. */
  readonly meaning: string;
  readonly example: string;
  /** Several of it are alternatives, because a chunk has only one such value. */
  readonly isExclusive: boolean;
}

export const FILTER_TERMS: readonly FilterTerm[] = [
  {
    name: 'path',
    aliases: [],
    meaning: 'Part of the path, or a pattern; a leading / anchors at the root',
    example: 'path:src/**/*.ts',
    isExclusive: false,
  },
  {
    name: 'file',
    aliases: ['filename'],
    meaning: 'Part of the file’s name, or a pattern',
    example: 'file:*.test.ts',
    isExclusive: false,
  },
  {
    name: 'lang',
    aliases: ['language'],
    meaning: 'Language of the file',
    example: 'lang:typescript',
    isExclusive: true,
  },
  {
    name: 'type',
    aliases: ['kind'],
    meaning: 'Kind of definition',
    example: 'type:function',
    isExclusive: true,
  },
  {
    name: 'symbol',
    aliases: ['sym', 'def'],
    meaning: 'Part of a defined name; in quotation marks the whole name',
    example: 'symbol:parseConfig',
    isExclusive: false,
  },
  {
    name: 'repo',
    aliases: ['repository'],
    meaning: 'Repositories of this device with it in their name; * for all',
    example: 'repo:server',
    isExclusive: true,
  },
  {
    name: 'changed',
    aliases: ['since'],
    meaning: 'Files that are new or other since a generation, or since the last change',
    example: 'changed:last',
    isExclusive: false,
  },
  {
    name: 'case',
    aliases: [],
    meaning: 'Upper and lower case matter',
    example: 'case:yes',
    isExclusive: true,
  },
];

const BY_WORD = new Map(
  FILTER_TERMS.flatMap((term) => [term.name, ...term.aliases].map((word) => [word, term])),
);

/** Words that `type:` takes, by what they mean. */
export const TYPE_WORDS: ReadonlyMap<string, ChunkType | DefinitionKind> = new Map([
  ...[...CHUNK_TYPES, ...DEFINITION_KINDS].map((type) => [type, type] as const),
  ['func', 'function'],
  ['fn', 'function'],
  ['struct', 'class'],
  ['trait', 'interface'],
  ['protocol', 'interface'],
  ['namespace', 'module'],
  ['package', 'module'],
  ['const', 'variable'],
  ['constant', 'variable'],
  ['var', 'variable'],
  ['field', 'property'],
  ['heading', 'section'],
]);

/** The filter whose name and colon stand at `at`, and their length; null for anything else. */
export function filterTermOf(
  query: string,
  at: number,
): { readonly term: FilterTerm; readonly length: number } | null {
  const name = /^[a-z]+(?=:)/i.exec(query.slice(at, at + 12))?.[0];
  const term = name === undefined ? undefined : BY_WORD.get(name.toLowerCase());
  if (name === undefined || term === undefined) return null;
  // `file://…` is an address, `path::x` and `type::x` are names in code.
  return /^(?::|\/\/)/.test(query.slice(at + name.length + 1))
    ? null
    : { term, length: name.length + 1 };
}

/** The filter that a mistyped name was meant to be: one letter off, or two swapped. */
export function nearestFilterTerm(name: string): FilterTerm | null {
  const wanted = name.toLowerCase();
  if (wanted.length < 3) return null;
  for (const [word, term] of BY_WORD) if (isOneEditAway(wanted, word)) return term;
  return null;
}

/** What a filter's value asks for, several alternatives separated by commas; a text says what is wrong with it. */
export function filterOfValue(
  name: Exclude<FilterName, 'case'>,
  value: string,
  quoted: boolean,
): readonly QueryFilter[] | string {
  switch (name) {
    case 'path':
      return [{ kind: 'path', matches: pathPattern(value) }];
    case 'file': {
      const matches = namePattern(value);
      return [{ kind: 'path', matches: (path) => matches(path.slice(path.lastIndexOf('/') + 1)) }];
    }
    case 'lang':
      return each(value, (word) => {
        const language = languageOfWord(word);
        return language === null
          ? `No language is called “${word}”`
          : { kind: 'language', language };
      });
    case 'type':
      return each(value, (word) => {
        const type = TYPE_WORDS.get(word.toLowerCase());
        return type === undefined
          ? `No kind of definition is called “${word}”`
          : { kind: 'type', type };
      });
    case 'symbol':
      return [
        {
          kind: 'symbol',
          matches: symbolPattern(value, quoted),
          holds: quoted ? value.toLowerCase() : longestRun(value.toLowerCase()),
        },
      ];
    case 'repo':
      return [{ kind: 'repository', matches: namePattern(value) }];
    case 'changed': {
      const since = sinceOf(value);
      return since === null
        ? 'changed: takes the number of a generation, or last'
        : [{ kind: 'changed', since }];
    }
  }
}

/** The known word most like a value that is not known, for a mend; null when none is near. */
export function nearestValue(name: FilterName, value: string): string | null {
  const wanted = value.toLowerCase();
  const words =
    name === 'lang'
      ? LANGUAGES.flatMap(({ id, aliases = [] }) => [id, ...aliases])
      : name === 'type'
        ? [...TYPE_WORDS.keys()]
        : [];
  if (name === 'changed') return 'last';
  return (
    words.find((word) => isOneEditAway(wanted, word)) ??
    words.find((word) => wanted.length >= 2 && word.startsWith(wanted)) ??
    null
  );
}

function each(
  value: string,
  read: (word: string) => QueryFilter | string,
): readonly QueryFilter[] | string {
  const filters: QueryFilter[] = [];
  for (const word of value.split(',').filter((part) => part !== '')) {
    const filter = read(word);
    if (typeof filter === 'string') return filter;
    filters.push(filter);
  }
  return filters.length > 0 ? filters : 'Nothing stands after the filter';
}

/** On the qualified name (`Class.method`) or its last part. */
function symbolPattern(value: string, quoted: boolean): (name: string) => boolean {
  const wanted = value.toLowerCase();
  if (quoted) {
    return (name) => {
      const lower = name.toLowerCase();
      return lower === wanted || lower.slice(lower.lastIndexOf('.') + 1) === wanted;
    };
  }
  const matches = namePattern(value);
  if (!/[*?]/.test(value)) return matches;
  return (name) => matches(name) || matches(name.slice(name.lastIndexOf('.') + 1));
}

/** Of a pattern's characters in a row without a wildcard. */
function longestRun(pattern: string): string {
  return pattern
    .split(/[*?]+/)
    .reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** One letter more, less or other, or two neighbours swapped. */
function isOneEditAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (
    end < Math.min(a.length, b.length) - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end++;
  }
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  if (left.length + right.length === 0) return false;
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && left[0] === right[1] && left[1] === right[0];
}
