import { hasCode, type RepositoryId } from '../domain/api.ts';
import { mergeSegments } from '../ingest/api.ts';
import { asWriter, type Manifest } from '../storage/api.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

export interface MergerPorts {
  readonly shelf: () => Promise<RepositoryShelf>;
  /** Runs after the ingests that are under way or wait. */
  readonly enqueue: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly keepGenerations: () => Promise<number>;
  readonly onCommit: (id: RepositoryId, manifest: Manifest) => Promise<void>;
}

/** Merges small segments when an ingest has ended, in its queue, and gives way to whatever the person starts. */
export class SegmentMerger {
  readonly #ports: MergerPorts;
  #running: AbortController | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(ports: MergerPorts) {
    this.#ports = ports;
  }

  /** Merges later what there is to merge. Never rejects: an index that was not merged is as good. */
  mergeLater(id: RepositoryId): void {
    this.#last = this.#ports
      .enqueue(() => this.#merge(id))
      .catch((error: unknown) => {
        const expected = (['cancelled', 'index/writer-locked', 'index/stale-writer'] as const).some(
          (code) => hasCode(error, code),
        );
        if (!expected) console.warn('Segments were not merged', error);
      });
  }

  /** Resolves when no merge is under way or waits: what one has stored and not yet committed looks like an orphan. */
  settled(): Promise<void> {
    return this.#last;
  }

  /** The merge under way is thrown away; the next ingest leads to another. */
  stop(): void {
    this.#running?.abort();
  }

  async #merge(id: RepositoryId): Promise<void> {
    const shelf = await this.#ports.shelf();
    if ((await shelf.catalogue.get(id)) === null) return;
    const { store } = await shelf.get(id);
    const abort = new AbortController();
    this.#running = abort;
    try {
      const keepGenerations = await this.#ports.keepGenerations();
      const manifest = await asWriter(id, () =>
        mergeSegments({
          store,
          signal: abort.signal,
          now: () => performance.now(),
          yieldToEventLoop: eventLoopTurn,
          keepGenerations,
          onCommit: () => undefined,
        }),
      );
      if (manifest !== null) await this.#ports.onCommit(id, manifest);
    } finally {
      this.#running = null;
    }
  }
}
