/** Where the person is: the one truth that the address bar, the search and the viewer follow. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { formatPlace, type Place, parsePlace, samePlace } from '../app/place.ts';

/** The part of a window that the store needs. */
export interface AddressBar {
  fragment(): string;
  push(fragment: string): void;
  replace(fragment: string): void;
  /** Calls back when the person goes back, forward, or edits the address. */
  onMove(listener: () => void): void;
}

export interface PlaceStore extends StoreApi<Place> {
  /** A step that Back undoes. */
  go(changes: Partial<Place>): void;
  /** The same step goes on: no new entry in the history. */
  adjust(changes: Partial<Place>): void;
  /** Typing: a new entry when the last keystroke is long ago, else the same one. `now` in milliseconds. */
  type(query: string, now: number): void;
}

/** Pauses longer than this begin a new entry in the history. */
const TYPING_PAUSE_MS = 2000;
/** Browsers refuse more than some 100 entries in 10 s, and each costs some milliseconds. */
const ADDRESS_DELAY_MS = 200;

export function createPlaceStore(bar: AddressBar): PlaceStore {
  const store = createStore<Place>(() => parsePlace(bar.fragment()));
  let typedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const fragment = formatPlace(store.getState());
    if (fragment !== bar.fragment()) bar.replace(fragment);
  };

  const change = (changes: Partial<Place>, keep: 'push' | 'later') => {
    // Another query is another question: it takes the place of a pasted text. Without one there is nothing to narrow.
    const isEmpty = changes.query?.trim() === '';
    const left =
      changes.query === undefined ? {} : { pasted: null, ...(isEmpty && { narrow: [] }) };
    const all = { ...store.getState(), ...left, ...changes };
    const next = { ...all, everywhere: all.everywhere && all.pasted !== null };
    if (samePlace(next, store.getState())) return;
    if (keep !== 'later' && timer !== undefined) flush();
    if (keep === 'push') bar.push(formatPlace(next));
    store.setState(next, true);
    if (keep === 'later') {
      clearTimeout(timer);
      timer = setTimeout(flush, ADDRESS_DELAY_MS);
    }
  };

  bar.onMove(() => {
    clearTimeout(timer);
    timer = undefined;
    typedAt = Number.NEGATIVE_INFINITY;
    store.setState(parsePlace(bar.fragment()), true);
  });

  return {
    ...store,
    go(changes) {
      typedAt = Number.NEGATIVE_INFINITY;
      change(changes, 'push');
    },
    adjust(changes) {
      change(changes, 'later');
    },
    type(query, now) {
      const fresh = now - typedAt > TYPING_PAUSE_MS;
      typedAt = now;
      change({ query }, fresh ? 'push' : 'later');
    },
  };
}

/** The address bar of a real window; only the fragment is touched. */
export function addressBarOf(window: Window): AddressBar {
  return {
    fragment: () => (window.location.hash === '' ? '#/' : window.location.hash),
    push: (fragment) => window.history.pushState(null, '', fragment),
    replace: (fragment) => window.history.replaceState(null, '', fragment),
    onMove: (listener) => {
      window.addEventListener('popstate', listener);
      window.addEventListener('hashchange', listener);
    },
  };
}
