/** Which hit's score is explained, and the button that the panel hangs on. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SearchHit, SearchMode } from '../../domain/api.ts';

export interface Why {
  /** As it was when it was asked for; another order may leave it out. */
  readonly hit: SearchHit;
  readonly mode: SearchMode;
  readonly anchor: HTMLElement;
}

export interface WhyStore extends StoreApi<Why | null> {
  toggle(why: Why): void;
  close(): void;
}

/** The browser closes the panel when its button is pressed; the click that follows must not open it again. */
const CLICK_MS = 250;

export function createWhyStore(): WhyStore {
  const store = createStore<Why | null>(() => null);
  let closedAt = Number.NEGATIVE_INFINITY;
  let closed: HTMLElement | null = null;
  const close = () => {
    closed = store.getState()?.anchor ?? null;
    closedAt = performance.now();
    store.setState(null, true);
  };
  return {
    ...store,
    close,
    toggle(why) {
      if (why.anchor === closed && performance.now() - closedAt < CLICK_MS) return;
      if (store.getState()?.anchor === why.anchor) close();
      else store.setState(why, true);
    },
  };
}
