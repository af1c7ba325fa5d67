import type { Generation, RepositoryId } from '../domain/api.ts';

const NAME = 'vectorgit';

/** What the engine of one tab tells those of the others. */
export type TabMessage =
  | {
      readonly type: 'committed';
      readonly repositoryId: RepositoryId;
      readonly generation: Generation;
    }
  | { readonly type: 'removed'; readonly repositoryId: RepositoryId };

/** Between the engines of the origin's tabs. What is told before `listen` is told to nobody. */
export class TabChannel {
  #channel: BroadcastChannel | null = null;

  /** From the first call on; others do nothing. */
  listen(onMessage: (message: TabMessage) => void): void {
    if (this.#channel !== null) return;
    this.#channel = new BroadcastChannel(NAME);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) =>
      onMessage(data),
    );
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }
}
