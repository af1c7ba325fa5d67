import type {
  CompletionItem,
  CompletionReply,
  DefinitionKind,
  FilterName,
  LanguageId,
} from '../../domain/api.ts';
import { LANGUAGES, languageName } from '../../domain/api.ts';
import type { Snapshot } from '../../index/api.ts';
import { definitionsOf, lettersOf, type SegmentDefinitions } from './definitions.ts';
import { FILTER_TERMS, TYPE_WORDS } from './filter-table.ts';
import { nameMatch } from './name-match.ts';
import { lexQuery, type QueryToken } from './query-lexer.ts';

const MAX_ITEMS = 10;
/** Symbols offered for a bare word, below the filters that it may begin. */
const MAX_SYMBOLS_OF_WORD = 6;

/** An item with how well it fits: less is better. */
interface Ranked {
  readonly item: CompletionItem;
  readonly rank: number;
}

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

interface Entry<Value> {
  readonly rank: number;
  readonly label: string;
  readonly value: Value;
}

/** The first `MAX_ITEMS` in the order of `sorted`, each label once, without the others being kept. */
class Best<Value> {
  /** In order. */
  readonly entries: Entry<Value>[] = [];

  get(label: string): Value | undefined {
    return this.entries.find((entry) => entry.label === label)?.value;
  }

  /** False when it would not be among them. */
  takes(rank: number, label: string): boolean {
    const worst = this.#worst();
    return worst === null || compare(rank, label, worst.rank, worst.label) <= 0;
  }

  /** The same of any label so long. */
  takesLength(rank: number, length: number): boolean {
    const worst = this.#worst();
    return (
      worst === null || rank < worst.rank || (rank === worst.rank && length <= worst.label.length)
    );
  }

  #worst(): Entry<Value> | null {
    return this.entries.length < MAX_ITEMS ? null : (this.entries.at(-1) as Entry<Value>);
  }

  /** In place of the entry with the same label, if there is one. */
  add(rank: number, label: string, value: Value): void {
    const same = this.entries.findIndex((entry) => entry.label === label);
    if (same !== -1) this.entries.splice(same, 1);
    let at = this.entries.length;
    for (; at > 0; at--) {
      const before = this.entries[at - 1] as Entry<Value>;
      if (compare(before.rank, before.label, rank, label) <= 0) break;
    }
    this.entries.splice(at, 0, { rank, label, value });
    if (this.entries.length > MAX_ITEMS) this.entries.pop();
  }
}

/** Better ranks first, then shorter labels. */
function compare(rank: number, label: string, otherRank: number, otherLabel: string): number {
  if (rank !== otherRank) return rank - otherRank;
  if (label.length !== otherLabel.length) return label.length - otherLabel.length;
  return label === otherLabel ? 0 : label < otherLabel ? -1 : 1;
}

function sorted(items: readonly Ranked[]): Ranked[] {
  return [...items].sort((a, b) => compare(a.rank, a.item.label, b.rank, b.item.label));
}

function filterItems(typed: string): Ranked[] {
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
): Ranked[] {
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
): Ranked[] {
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
): Ranked[] {
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
): Ranked[] {
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

function pathItems(
  snapshot: Snapshot,
  name: Extract<FilterName, 'path' | 'file'>,
  typed: string,
  written: (value: string) => string,
): Ranked[] {
  const wanted = typed.toLowerCase();
  const best = new Best<number>();
  for (const [path, count] of namesOfPaths(snapshot, name)) {
    const rank = pathRank(path.toLowerCase(), wanted);
    if (rank !== null && best.takes(rank, path)) best.add(rank, path, count);
  }
  return best.entries.map(({ rank, label: path, value: count }) => {
    const isFolder = path.endsWith('/');
    const detail = isFolder || count > 1 ? `${count} ${count === 1 ? 'file' : 'files'}` : '';
    const kind = isFolder ? 'path' : 'file';
    return { item: { kind, label: path, insert: written(path), detail }, rank };
  });
}

type PathNames = Readonly<Record<'path' | 'file', ReadonlyMap<string, number>>>;

const namesBySnapshot = new WeakMap<Snapshot, PathNames>();

/** Paths of files and folders, or names of files, with how many files are there; made at first use. */
function namesOfPaths(snapshot: Snapshot, name: 'path' | 'file'): ReadonlyMap<string, number> {
  const known = namesBySnapshot.get(snapshot);
  if (known !== undefined) return known[name];
  const paths = new Map<string, number>();
  const files = new Map<string, number>();
  for (const { file } of snapshot.files()) {
    const { path } = file;
    const own = path.slice(path.lastIndexOf('/') + 1);
    files.set(own, (files.get(own) ?? 0) + 1);
    paths.set(path, 1);
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash + 1);
      paths.set(folder, (paths.get(folder) ?? 0) + 1);
    }
  }
  const made = { path: paths, file: files };
  namesBySnapshot.set(snapshot, made);
  return made[name];
}

/** At the start, after a slash, anywhere. */
function pathRank(path: string, wanted: string): number | null {
  if (path.startsWith(wanted)) return 0;
  if (path.includes(`/${wanted}`)) return 1;
  return path.includes(wanted) ? 2 : null;
}

/** Definitions by their own names, without the class around them; of several with one name the first. */
function symbolItems(
  snapshot: Snapshot,
  typed: string,
  written: (value: string) => string,
): Ranked[] {
  if (typed === '') return [];
  const wanted = typed.toLowerCase();
  const letters = lettersOf(wanted);
  const best = new Best<{ readonly ordinal: number; readonly kind: DefinitionKind }>();
  for (const { reader, base } of snapshot.segments) {
    const definitions = definitionsOf(reader);
    for (let number = 0; number < definitions.count; number++) {
      if (((definitions.letters[number] as number) & letters) !== letters) continue;
      if (definitions.isAscii(number) && !mayEnter(best, definitions, number, wanted)) continue;
      const qualified = definitions.name(number);
      const name = qualified.slice(qualified.lastIndexOf('.') + 1);
      const rank = nameMatch(typed, name);
      if (rank === null || !best.takes(rank, name)) continue;
      const { start, end } = definitions.definitions(number);
      for (let at = start; at < end; at++) {
        const ordinal = base + (definitions.chunks[at] as number);
        if (snapshot.live[ordinal] === 0) continue;
        const before = best.get(name);
        if (before === undefined || ordinal < before.ordinal) {
          best.add(rank, name, { ordinal, kind: definitions.kind(at) });
        }
        break;
      }
    }
  }
  return best.entries.map(({ rank, label: name, value: { ordinal, kind } }) => {
    const detail = `${kind} in ${snapshot.fileOf(ordinal).path}`;
    return { item: { kind: 'symbol', label: name, insert: written(name), detail }, rank };
  });
}

/** Whether a name of ASCII letters may fit and be among the best: what costs little, before it is matched. */
function mayEnter<Value>(
  best: Best<Value>,
  { text, starts, ownStarts }: SegmentDefinitions,
  number: number,
  wanted: string,
): boolean {
  const start = ownStarts[number] as number;
  const end = (starts[number + 1] as number) - 1;
  const isPrefix = start + wanted.length <= end && text.startsWith(wanted, start);
  if (isPrefix) return best.takesLength(start + wanted.length === end ? 0 : 1, end - start);
  if (wanted.length < 2 || !best.takesLength(3, end - start)) return false;
  let at = start;
  for (let index = 0; index < wanted.length; index++, at++) {
    const code = wanted.charCodeAt(index);
    while (at < end && text.charCodeAt(at) !== code) at++;
    if (at >= end) return false;
  }
  return true;
}
