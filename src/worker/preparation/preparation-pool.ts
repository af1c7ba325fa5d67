import { VectorGitError } from '../../domain/api.ts';
import type { Embedder } from '../../embedding/api.ts';
import type { Batch, Preparation, PreparationPorts, PreparedBatch } from '../../ingest/api.ts';
import { PreparationWorkerClient, type WorkerChannel } from './preparation-worker-client.ts';

/** A worker that has nothing to do is kept so long: the next ingest need not load parser and grammars again. */
const IDLE_MS = 60_000;
/** While a person types, a search follows the other within this time. */
const REST_MS = 600;
/** The last worker rests while an answer is made and painted, */
const LAST_REST_MS = 120;
/** and then works for a quarter of this time at least, however many searches there are: an ingest goes on. */
const LAST_REST_EVERY_MS = 160;
/** Workers that may be lost in one session before everything is prepared here. */
const MOST_LOST = 4;

export interface PreparationPoolPorts {
  /** Starts a worker. Throws where none can be started. */
  readonly spawn: () => WorkerChannel;
  /** What takes the place of workers when there are none, or they were lost at a batch. */
  readonly here: () => Promise<Preparation>;
  /** Workers at most. */
  readonly workers: number;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/**
 * Preparation workers, started when there is work and ended when there is none for a while. A file that breaks the
 * parser down costs its worker and is cut by lines by the next one, the others of its batch along their syntax. A batch
 * at which two workers were lost is prepared here.
 */
export class PreparationPool implements Preparation {
  readonly workers: number;
  readonly width: number;
  readonly #ports: PreparationPoolPorts;
  readonly #idle: PreparationWorkerClient[] = [];
  readonly #working = new Set<PreparationWorkerClient>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #lost = 0;
  #lastRestAt = Number.NEGATIVE_INFINITY;
  #ending: ReturnType<typeof setTimeout> | null = null;

  constructor(ports: PreparationPoolPorts) {
    this.#ports = ports;
    this.workers = ports.workers;
    this.width = ports.workers + 1;
  }

  warm(embedder: Embedder | null): void {
    if (this.#idle.length > 0 || this.#busy > 0 || this.#lost >= MOST_LOST) return;
    const worker = this.#spawn();
    if (worker === null) return;
    worker.warm(embedder);
    this.#idle.push(worker);
    this.#endLater();
  }

  /**
   * A search is asked: the workers leave the processors to it, the last one of them only till rows are painted. Beside
   * one that works, engine, page and compositor share what is left of two processors, and a frame takes twice as long.
   */
  giveWay(): void {
    const [last, ...others] = this.#working;
    for (const worker of others) worker.rest(REST_MS);
    const now = this.#ports.now();
    if (last === undefined || now - this.#lastRestAt < LAST_REST_EVERY_MS) return;
    this.#lastRestAt = now;
    last.rest(LAST_REST_MS);
  }

  async prepare(batch: Batch, ports: PreparationPorts): Promise<PreparedBatch> {
    await this.#turn();
    try {
      return await this.#prepare(batch, ports);
    } finally {
      this.#pass();
    }
  }

  /** Batches are taken in the order in which they were given. */
  async #turn(): Promise<void> {
    if (this.#busy >= this.#ports.workers) {
      return new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#busy++;
    if (this.#ending !== null) clearTimeout(this.#ending);
    this.#ending = null;
  }

  /** The next one that waits takes this one's place. */
  #pass(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    this.#busy--;
    if (this.#busy === 0) this.#endLater();
  }

  async #prepare(batch: Batch, ports: PreparationPorts): Promise<PreparedBatch> {
    const troubles = new Map<string, string>();
    let lost = 0;
    while (lost < 2 && this.#lost < MOST_LOST) {
      if (ports.signal.aborted) throw new VectorGitError('cancelled', 'Indexing was stopped');
      const worker = this.#idle.pop() ?? this.#spawn();
      if (worker === null) break;
      this.#working.add(worker);
      const outcome = await worker
        .prepare(batch, troubles, ports)
        .finally(() => this.#working.delete(worker));
      if (outcome.kind === 'prepared') {
        this.#idle.push(worker);
        return outcome.batch;
      }
      worker.end();
      if (outcome.kind === 'broken-down') {
        troubles.set(outcome.path, outcome.trouble);
      } else {
        lost++;
        this.#lost++;
      }
    }
    return (await this.#ports.here()).prepare(batch, ports);
  }

  /** Null where no worker can be started. */
  #spawn(): PreparationWorkerClient | null {
    try {
      return new PreparationWorkerClient(this.#ports.spawn());
    } catch (error) {
      console.warn('No worker could be started; files are prepared in the engine', error);
      this.#lost = MOST_LOST;
      return null;
    }
  }

  #endLater(): void {
    if (this.#ending !== null) clearTimeout(this.#ending);
    this.#ending = setTimeout(() => {
      this.#ending = null;
      for (const worker of this.#idle.splice(0)) worker.end();
    }, IDLE_MS);
  }
}
