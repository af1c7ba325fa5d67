import type { HealthDesk } from './health-desk.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

export interface ScrubberPorts {
  readonly shelf: () => Promise<RepositoryShelf>;
  readonly health: HealthDesk;
  readonly isBusy: () => boolean;
}

/** After the start, so that it is not in the way of the first searches. */
const START_AFTER_MS = 10_000;
/** Between two blobs: reading 100 MB takes about ten seconds and no visible time. */
const PAUSE_MS = 100;
const BUSY_PAUSE_MS = 1_000;

/** Reads every stored byte once a session, a blob at a time, while nothing else is to be done. */
export class Scrubber {
  readonly #ports: ScrubberPorts;
  #isStarted = false;

  constructor(ports: ScrubberPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    setTimeout(() => void this.#scrub().catch(() => undefined), START_AFTER_MS);
  }

  async #scrub(): Promise<void> {
    const { catalogue } = await this.#ports.shelf();
    for (const { id } of await catalogue.list()) {
      // One that cannot be read, or was removed meanwhile, does not keep the others from being read.
      await this.#ports.health.verify(id, () => this.#pause()).catch(() => undefined);
    }
  }

  async #pause(): Promise<void> {
    await wait(PAUSE_MS);
    while (this.#ports.isBusy()) await wait(BUSY_PAUSE_MS);
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
