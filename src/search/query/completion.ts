import type { CompletionItem, CompletionReply, LanguageId } from '../../domain/api.ts';
import { LANGUAGES, languageName } from '../../domain/api.ts';
import type { Snapshot } from '../../index/api.ts';
import { compareLabels, MAX_ITEMS, type RankedItem } from './best-labels.ts';
import { FILTER_TERMS, TYPE_WORDS } from './filter-table.ts';
import { nameMatch } from './name-match.ts';
import { pathItems } from './path-completion.ts';
import { lexQuery, type QueryToken } from './query-lexer.ts';
import { symbolItems } from './symbol-completion.ts';

/** Symbols offered for a bare word, below the filters that it may begin. */
const MAX_SYMBOLS_OF_WORD = 6;

/** Values that are not of the snapshot; each may be empty when no filter that takes them is being typed. */
export interface CompletionWords {
  /** Names, for `repo:`. */
  readonly repositories: readonly string[];
  /** For `changed:`, newest first. */
  readonly generations: readonly { readonly generation: number; readonly detail: string }[];
}

/**
 * Ways to go on at `caret`: names of filters, and values for the filter that the caret is in, from what the
 * repository holds. A bare word is offered filters and definitions.
 */
export function completeQuery(
  snapshot: Snapshot,
  text: string,
  caret: number,
  words: CompletionWords,
): CompletionReply {
  const at = Math.max(0, Math.min(caret, text.length));
  const token = lexQuery(text.slice(0, at)).at(-1);
  if (
    token === undefined ||
    token.span.end !== at ||
    token.kind === 'minus' ||
    token.kind === 'open'
  ) {
    return { span: { start: at, end: at }, items: filterItems('').map(({ item }) => item) };
  }
  const found =
    token.kind === 'filter'
      ? valueItems(snapshot, token, words)
      : token.kind === 'bare'
        ? [
            ...filterItems(token.value),
            ...symbolItems(snapshot, token.value, (name) => name).slice(0, MAX_SYMBOLS_OF_WORD),
          ]
        : [];
  const items = token.kind === 'filter' ? sorted(found) : found;
  return { span: token.span, items: items.slice(0, MAX_ITEMS).map(({ item }) => item) };
}

function sorted(items: readonly RankedItem[]): RankedItem[] {
  return [...items].sort((a, b) => compareLabels(a.rank, a.item.label, b.rank, b.item.label));
}

function filterItems(typed: string): RankedItem[] {
  return FILTER_TERMS.filter(({ name, aliases }) =>
    [name, ...aliases].some((word) => word.startsWith(typed.toLowerCase())),
  ).map(({ name, meaning }) => ({
    item: { kind: 'filter', label: `${name}:`, insert: `${name}:`, detail: meaning },
    rank: 0,
  }));
}

function valueItems(
  snapshot: Snapshot,
  { term: { name }, value }: QueryToken & { kind: 'filter' },
  { repositories, generations }: CompletionWords,
): RankedItem[] {
  const written = (chosen: string): string =>
    /[\s"()]/.test(chosen) ? `${name}:"${chosen.replaceAll('"', '')}"` : `${name}:${chosen}`;
  switch (name) {
    case 'lang':
      return languageItems(snapshot, value, written);
    case 'type':
      return plainItems('type', [...new Set(TYPE_WORDS.values())], value, written);
    case 'path':
    case 'file':
      return pathItems(snapshot, name, value, written);
    case 'symbol':
      return symbolItems(snapshot, value, written);
    case 'repo':
      return plainItems('value', repositories, value, written);
    case 'changed':
      return generationItems(generations, value, written);
    case 'case':
      return plainItems('value', ['yes'], value, written);
  }
}

function plainItems(
  kind: CompletionItem['kind'],
  values: readonly string[],
  typed: string,
  written: (value: string) => string,
): RankedItem[] {
  return values.flatMap((value) => {
    const rank = typed === '' ? 0 : nameMatch(typed, value);
    return rank === null
      ? []
      : [{ item: { kind, label: value, insert: written(value), detail: '' }, rank }];
  });
}

/** `last`, then the generations that begin with the digits, newest first. */
function generationItems(
  generations: CompletionWords['generations'],
  typed: string,
  written: (value: string) => string,
): RankedItem[] {
  const values = [
    { value: 'last', detail: 'since the last change' },
    ...generations.map(({ generation, detail }) => ({ value: String(generation), detail })),
  ];
  return values
    .filter(({ value }) => value.startsWith(typed.toLowerCase()))
    .map(({ value, detail }, rank) => ({
      item: { kind: 'value', label: value, insert: written(value), detail },
      rank,
    }));
}

function languageItems(
  snapshot: Snapshot,
  typed: string,
  written: (value: string) => string,
): RankedItem[] {
  const files = new Map<LanguageId, number>();
  for (const { file } of snapshot.files())
    files.set(file.language, (files.get(file.language) ?? 0) + 1);
  return [...files].flatMap(([id, count]) => {
    const aliases = LANGUAGES.find((language) => language.id === id)?.aliases ?? [];
    const ranks = [id, languageName(id), ...aliases].map((word) => nameMatch(typed, word) ?? 9);
    const fit = typed === '' ? 0 : Math.min(...ranks);
    if (fit === 9) return [];
    const detail = `${count} ${count === 1 ? 'file' : 'files'}`;
    const item = {
      kind: 'language',
      label: languageName(id),
      insert: written(id),
      detail,
    } as const;
    // The most used first among those that fit alike.
    return [{ item, rank: fit - count / 1e9 }];
  });
}
