import type {
  Canary,
  Generation,
  RepositoryId,
  VectorGitError,
  VerifyProblem,
  VerifyReport,
} from '../domain/api.ts';
import { verifyStore } from '../ingest/api.ts';
import type { CatalogueRecord } from '../storage/api.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { checkAtStart } from './start-check.ts';
import { type Mended, NOTHING, StoreMender, type StoreMenderPorts } from './store-mender.ts';

/** A search waits so long for a mend before it goes on over what is good. */
const PATIENCE_MS = 4_000;

export interface HealthDeskPorts extends StoreMenderPorts {
  /** Runs after the ingests that are under way or wait. */
  readonly enqueue: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** For the page to keep. */
  readonly onCanary: (canary: Canary) => void;
}

/**
 * Finds damage and mends it: at the start, at use, when idle and when asked. Every blob is tried once a session, so
 * that nothing is mended in a loop; every mend and every loss is a line of the health log.
 */
export class HealthDesk {
  readonly #ports: HealthDeskPorts;
  readonly #mender: StoreMender;
  /** Blobs and heads that were tried in this session, as `repository key`. */
  readonly #tried = new Set<string>();
  readonly #healing = new Map<RepositoryId, Promise<Mended>>();
  #canaries: ReadonlyMap<RepositoryId, Canary> = new Map();

  constructor(ports: HealthDeskPorts) {
    this.#ports = ports;
    this.#mender = new StoreMender(ports, (id, key) => this.#tried.add(`${id} ${key}`));
  }

  /** Compares every repository with what the page has kept of it. Loss is told at once; mending follows. */
  async checkAll(canaries: readonly Canary[]): Promise<void> {
    this.#canaries = new Map(canaries.map((canary) => [canary.repositoryId, canary]));
    const { log, onCanary } = this.#ports;
    const shelf = await this.#ports.shelf();
    const check = async (record: CatalogueRecord): Promise<void> => {
      const canary = this.#canaries.get(record.id) ?? null;
      const found = await checkAtStart(record, canary, { shelf, log, onCanary });
      if (found !== null) void this.#heal(record.id, found.seen).catch(() => undefined);
    };
    await Promise.all((await shelf.catalogue.list()).map(check));
  }

  /**
   * Damage was met at a use. Resolves when it is mended, or has waited long enough, or was tried before: the caller
   * goes on over what is good. Rejects with the error when mending is switched off.
   */
  async mend(id: RepositoryId, error: VectorGitError): Promise<void> {
    if (!(await this.#mayHeal())) throw error;
    const what = `${id} ${error.details.key ?? 'head'}`;
    const running = this.#healing.get(id);
    if (running === undefined && this.#tried.has(what)) return;
    this.#tried.add(what);
    const healing = (running ?? this.#heal(id, null)).catch(() => NOTHING);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([healing, patience]);
    clearTimeout(timer);
  }

  /** As `mend`, for a caller that is in the queue itself. */
  async mendNow(id: RepositoryId, error: VectorGitError): Promise<void> {
    if (!(await this.#mayHeal())) throw error;
    await this.#mender.mend(id, this.#canaries.get(id)?.generation ?? null);
  }

  /** True when mending may bring the damage to an end: it is allowed and was not tried. */
  async canMend(id: RepositoryId, error: VectorGitError): Promise<boolean> {
    if (!(await this.#mayHeal())) return true; // so that the error is thrown
    return !this.#tried.has(`${id} ${error.details.key ?? 'head'}`) || this.#healing.has(id);
  }

  /** The person gave the source again: what could not be mended before may be tried anew. */
  forgetTries(id: RepositoryId): void {
    for (const tried of [...this.#tried]) {
      if (tried.startsWith(`${id} `)) this.#tried.delete(tried);
    }
  }

  async verify(
    id: RepositoryId,
    between: () => Promise<void> = eventLoopTurn,
  ): Promise<VerifyReport> {
    const started = performance.now();
    const { store } = await (await this.#ports.shelf()).get(id);
    const { findings, damages } = await verifyStore(store, between);
    const mended =
      findings.problems.length > 0 && (await this.#mayHeal())
        ? await this.#heal(id, null).catch(() => NOTHING)
        : NOTHING;
    const keys = damages.map(({ ref }) => ref.key);
    const others = findings.problems.length - damages.length;
    const problems = findings.problems.map((problem, index): VerifyProblem => {
      const key = keys[index - others];
      if (key !== undefined) return { ...problem, mended: mended.blobs.get(key) ?? null };
      if (problem.part === 'head') return { ...problem, mended: mended.head };
      return mended.dropped.has(problem.generation)
        ? { ...problem, mended: 'taken out of the history' }
        : problem;
    });
    return {
      repositoryId: id,
      generation: await store.headGeneration(),
      at: Date.now(),
      milliseconds: performance.now() - started,
      ...findings,
      problems,
    };
  }

  async #mayHeal(): Promise<boolean> {
    return (await (await this.#ports.shelf()).catalogue.settings()).autoHeal;
  }

  /** `seen`: the newest generation that the page remembers. */
  #heal(id: RepositoryId, seen: Generation | null): Promise<Mended> {
    const running = this.#healing.get(id);
    if (running !== undefined) return running;
    const healing = this.#ports
      .enqueue(() => this.#mender.mend(id, seen))
      .finally(() => this.#healing.delete(id));
    this.#healing.set(id, healing);
    return healing;
  }
}
