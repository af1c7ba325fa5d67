/** Whether Explain is open and what is asked; the rest of it is loaded when it opens first. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../worker/client.ts';
import type { PlaceStore } from '../stores/place-store.ts';

export interface AskingState {
  readonly open: boolean;
  readonly question: string;
  /** Counts the askings, so that the same question can be asked again. */
  readonly turn: number;
  /** True when the person asked just now, false when the address brought the question back. */
  readonly fresh: boolean;
}

export interface AskingStore extends StoreApi<AskingState> {
  readonly engine: Pick<EngineClient, 'explain' | 'recheck'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Opens Explain and asks at once; an empty question only opens it. */
  ask(question: string): void;
  close(): void;
}

/** Follows the address, which has the question: reload, Back and Forward bring it back. */
export function createAskingStore(
  engine: Pick<EngineClient, 'explain' | 'recheck'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  place: Pick<PlaceStore, 'getState' | 'subscribe' | 'go'>,
): AskingStore {
  const { explain } = place.getState();
  const store = createStore<AskingState>(() => ({
    open: explain !== null,
    question: explain ?? '',
    turn: explain === null ? 0 : 1,
    fresh: false,
  }));
  const follow = (asked: string | null, fresh: boolean): void => {
    if (asked === null) store.setState({ open: false });
    else store.setState(({ turn }) => ({ open: true, question: asked, turn: turn + 1, fresh }));
  };
  let asking = false;
  place.subscribe((now, before) => {
    if (!asking && now.explain !== before.explain) follow(now.explain, false);
  });
  return {
    ...store,
    engine,
    storage,
    ask(question) {
      asking = true;
      place.go({ explain: question });
      asking = false;
      follow(question, true);
    },
    close: () => place.go({ explain: null }),
  };
}
