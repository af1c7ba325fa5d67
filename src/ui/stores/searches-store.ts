/** Searches that are kept on this device, of each repository: the recent ones, and those that were given a name. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RepositoryId } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { type Question, sameQuestion } from '../app/place.ts';

export interface KeptSearch extends Question {
  readonly repositoryId: RepositoryId;
}

export interface SavedSearch extends KeptSearch {
  readonly name: string;
}

export interface Searches {
  /** False: nothing is recorded. Saved ones stay, since they were asked for. */
  readonly keepsRecent: boolean;
  /** Of all repositories, newest first. */
  readonly recent: readonly KeptSearch[];
  /** Of all repositories, in the order in which they were saved. */
  readonly saved: readonly SavedSearch[];
}

export interface SearchesStore extends StoreApi<Searches> {
  /** Takes what another tab has kept meanwhile, changes it, and keeps it. */
  change(by: (searches: Searches) => Searches): void;
}

export const NO_SEARCHES: Searches = { keepsRecent: true, recent: [], saved: [] };
export const MOST_RECENT = 12;

const KEY = 'vectorgit.searches';
/** Over all repositories, so that what is kept stays small. */
const MOST_RECENT_IN_ALL = 240;
const MOST_SAVED = 200;
const MAX_LENGTH = 2000;

/** `storage` may be missing or full: then searches last as long as the page. */
export function createSearchesStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  client: Pick<EngineClient, 'subscribe'>,
): SearchesStore {
  const store = createStore<Searches>(() => read(storage) ?? NO_SEARCHES);
  const change = (by: (searches: Searches) => Searches) => {
    const before = read(storage) ?? store.getState();
    const next = by(before);
    if (next === before) return;
    store.setState(next, true);
    try {
      storage.setItem(KEY, JSON.stringify(next));
    } catch {
      // A private window may forbid it; nothing else depends on it.
    }
  };
  client.subscribe((event) => {
    if (event.type === 'removed') change((searches) => forgetting(searches, event.repositoryId));
  });
  return { ...store, change };
}

/** Puts a search first among the recent ones; the beginning of it that was searched for before goes. */
export function withRecent(searches: Searches, search: KeptSearch): Searches {
  const query = search.query.trim();
  if (!searches.keepsRecent || query === '' || query.length > MAX_LENGTH) return searches;
  const added: KeptSearch = { ...search, query };
  const newest = recentOf(searches, search.repositoryId)[0];
  if (newest !== undefined && isSame(newest, added)) return searches;
  const isTypedOn = (old: KeptSearch) => old === newest && query.startsWith(old.query);
  const others = searches.recent.filter((old) => !isSame(old, added) && !isTypedOn(old));
  let left = MOST_RECENT;
  const recent = [added, ...others].filter(
    ({ repositoryId }) => repositoryId !== added.repositoryId || left-- > 0,
  );
  return { ...searches, recent: recent.slice(0, MOST_RECENT_IN_ALL) };
}

export function withoutRecent(searches: Searches, search: KeptSearch): Searches {
  return { ...searches, recent: searches.recent.filter((old) => !isSame(old, search)) };
}

/** Nothing is recorded from now on, and what was goes. */
export function keepingRecent(searches: Searches, keepsRecent: boolean): Searches {
  return { ...searches, keepsRecent, recent: keepsRecent ? searches.recent : [] };
}

/** A search has one name: the newest. An empty one is the query itself, or how the pasted text begins. */
export function withSaved(searches: Searches, { name, ...search }: SavedSearch): Searches {
  const query = search.query.trim();
  if (query === '' && search.pasted === null) return searches;
  const added = { ...search, query, name: name.trim().slice(0, 100) || textOf(search) };
  const others = searches.saved.filter((old) => !isSame(old, added));
  return { ...searches, saved: [...others, added].slice(-MOST_SAVED) };
}

export function withoutSaved(searches: Searches, search: KeptSearch): Searches {
  return { ...searches, saved: searches.saved.filter((old) => !isSame(old, search)) };
}

export function recentOf({ recent }: Searches, id: RepositoryId): readonly KeptSearch[] {
  return recent.filter(({ repositoryId }) => repositoryId === id);
}

export function savedOf({ saved }: Searches, id: RepositoryId): readonly SavedSearch[] {
  return saved.filter(({ repositoryId }) => repositoryId === id);
}

export function isSame(a: KeptSearch, b: KeptSearch): boolean {
  return a.repositoryId === b.repositoryId && sameQuestion(a, b);
}

/** What a kept search says of itself in one line. */
export function textOf({ query, pasted, narrow }: Question): string {
  const first = pasted === null ? query.trim() : firstLine(pasted);
  return [first, ...narrow.map((text) => `with: ${text}`)].join(', ');
}

function firstLine(text: string): string {
  return (text.trim().split('\n', 1)[0] ?? '').slice(0, 100);
}

function forgetting(searches: Searches, id: RepositoryId): Searches {
  const others = ({ repositoryId }: KeptSearch) => repositoryId !== id;
  return {
    ...searches,
    recent: searches.recent.filter(others),
    saved: searches.saved.filter(others),
  };
}

/** What an older version or another hand wrote is taken as far as it fits; null when there is nothing. */
function read(storage: Pick<Storage, 'getItem'>): Searches | null {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return null;
    const { keepsRecent, recent, saved } = stored as Partial<Record<keyof Searches, unknown>>;
    return {
      keepsRecent: keepsRecent !== false,
      recent: listOf(recent).flatMap(readSearch).slice(0, MOST_RECENT_IN_ALL),
      saved: listOf(saved)
        .flatMap((entry) => readSearch(entry).map((search) => ({ ...search, name: nameOf(entry) })))
        .slice(0, MOST_SAVED),
    };
  } catch {
    return null;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readSearch(entry: unknown): KeptSearch[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { repositoryId, query, mode, pasted, everywhere, narrow } = entry as Readonly<
    Record<string, unknown>
  >;
  if (typeof repositoryId !== 'string' || typeof query !== 'string') return [];
  const text = typeof pasted === 'string' && pasted !== '' ? pasted : null;
  return [
    {
      repositoryId: repositoryId as RepositoryId,
      query,
      mode: mode === 'keyword' || mode === 'meaning' ? mode : 'hybrid',
      pasted: text,
      everywhere: text !== null && everywhere === true,
      narrow: listOf(narrow).filter((each): each is string => typeof each === 'string'),
    },
  ];
}

function nameOf(entry: unknown): string {
  const { name, query } = entry as Readonly<Record<string, unknown>>;
  return typeof name === 'string' ? name : String(query);
}
