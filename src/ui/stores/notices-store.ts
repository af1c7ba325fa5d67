/** What the page has to say without being asked: one line each, none in the way. */
import { createStore, type StoreApi } from 'zustand/vanilla';

/** `good`: something was mended. `loss`: something is gone for good. */
export type Tone = 'info' | 'good' | 'warning' | 'loss';

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Notice {
  /** A later notice of the same key takes its place. */
  readonly key: string;
  readonly tone: Tone;
  readonly title: string;
  /** What it means, what is safe. */
  readonly detail: string;
  readonly actions: readonly NoticeAction[];
  /** False while it goes on being true, and matters. */
  readonly dismissible: boolean;
}

export interface NoticesStore extends StoreApi<{ readonly notices: readonly Notice[] }> {
  tell(notice: Notice): void;
  dismiss(key: string): void;
}

export function createNoticesStore(): NoticesStore {
  const store = createStore<{ notices: readonly Notice[] }>(() => ({ notices: [] }));
  const without = (key: string) => store.getState().notices.filter((notice) => notice.key !== key);
  return {
    ...store,
    tell: (notice) => store.setState({ notices: [...without(notice.key), notice] }),
    dismiss: (key) => store.setState({ notices: without(key) }),
  };
}
