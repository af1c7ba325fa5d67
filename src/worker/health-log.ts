import type { HealthEvent, RepositoryId } from '../domain/api.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

/** The part of a line that is the case's own. */
export type HealthLine = Pick<HealthEvent, 'severity' | 'what' | 'why' | 'done' | 'lost'>;

/** Writes the health log and tells the page; when it cannot be written, the page is told all the same. */
export class HealthLog {
  readonly #shelf: () => Promise<RepositoryShelf>;
  readonly #tell: (event: HealthEvent) => void;
  /** Of this session, for when the log itself cannot be kept. */
  readonly #told: HealthEvent[] = [];

  constructor(shelf: () => Promise<RepositoryShelf>, tell: (event: HealthEvent) => void) {
    this.#shelf = shelf;
    this.#tell = tell;
  }

  async add(repositoryId: RepositoryId | null, name: string, line: HealthLine): Promise<void> {
    const event: HealthEvent = { at: Date.now(), repositoryId, name, ...line };
    this.#told.push(event);
    this.#tell(event);
    await this.#shelf()
      .then(({ catalogue }) => catalogue.addHealth(event))
      .catch(() => undefined);
  }

  /** Newest first. */
  async events(): Promise<readonly HealthEvent[]> {
    try {
      return await (await this.#shelf()).catalogue.health();
    } catch {
      return this.#told.toReversed();
    }
  }
}
