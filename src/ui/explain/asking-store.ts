/** Whether Explain is open and what is asked; the rest of it is loaded when it opens first. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../worker/client.ts';

export interface AskingState {
  readonly open: boolean;
  readonly question: string;
  /** Counts the askings, so that the same question can be asked again. */
  readonly turn: number;
}

export interface AskingStore extends StoreApi<AskingState> {
  readonly engine: Pick<EngineClient, 'explain' | 'recheck'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Opens Explain and asks at once; an empty question only opens it. */
  ask(question: string): void;
  close(): void;
}

export function createAskingStore(
  engine: Pick<EngineClient, 'explain' | 'recheck'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): AskingStore {
  const store = createStore<AskingState>(() => ({ open: false, question: '', turn: 0 }));
  return {
    ...store,
    engine,
    storage,
    ask: (question) => store.setState(({ turn }) => ({ open: true, question, turn: turn + 1 })),
    close: () => store.setState({ open: false }),
  };
}
