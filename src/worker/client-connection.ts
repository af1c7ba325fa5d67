import { proxy, type Remote, wrap } from 'comlink';
import {
  type Generation,
  NO_GENERATION,
  type RepositoryId,
  VectorGitError,
} from '../domain/api.ts';
import { dropCanary, keepCanary, keptCanaries } from './client-canaries.ts';
import { watchAnswers } from './client-watchdog.ts';
import { watchWorker } from './client-worker-life.ts';
import {
  type EngineApi,
  type EngineEvent,
  type EngineStatus,
  PROTOCOL_VERSION,
} from './protocol.ts';
import type { Reply } from './protocol-reply.ts';
import { spawnEngineWorker } from './spawn.ts';

/** An engine that stops twice within this time is not started a third time. */
const RESTART_PAUSE_MS = 60_000;

/**
 * The engine's worker, one after the other: starts it, starts it again when it crashes, revives errors, passes events on.
 * Requests under way reject with `worker/crashed` then.
 */
export class EngineConnection {
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #committed = new Map<RepositoryId, Generation>();
  #remote!: Remote<EngineApi>;
  #ready!: Promise<EngineStatus>;
  /** Of the requests under way: how each hears that the worker is gone. */
  readonly #waiting = new Set<(error: VectorGitError) => void>();
  #crashedAt = Number.NEGATIVE_INFINITY;
  /** Ends the engine under way, with the reason for the console. */
  #end: (reason: string, restarts: boolean) => void = () => undefined;

  constructor() {
    this.#start();
  }

  #start(): void {
    const name = `vectorgit-engine-${crypto.randomUUID()}`;
    const worker = spawnEngineWorker(name);
    const remote = wrap<EngineApi>(worker);
    this.#remote = remote;
    this.#ready = this.#settled(
      remote.hello(
        PROTOCOL_VERSION,
        document.baseURI,
        proxy((event: EngineEvent) => this.#hear(event)),
        keptCanaries(),
      ),
    );
    this.#ready.then(
      (status) => this.#hear({ type: 'status', status }),
      () => undefined,
    );
    let isOver = false;
    let unwatch = (): void => undefined;
    // By its own name: when the lock of an engine that was ended is granted, `#end` is already that of the next one.
    const end = (reason: string, restarts: boolean): void => {
      if (isOver) return;
      isOver = true;
      unwatch();
      worker.terminate();
      this.#crashed(reason, restarts);
    };
    this.#end = end;
    watchWorker(worker, name, this.#ready, (reason) => end(reason, false));
    this.#ready.then(
      () => {
        if (isOver) return;
        unwatch = watchAnswers({
          isWaited: () => this.#waiting.size > 0,
          ask: () => remote.status(),
          onStuck: (isStuck) => this.#hear({ type: 'stuck', isStuck }),
        });
      },
      () => undefined,
    );
  }

  /** Ends an engine that does not answer and starts another. */
  restart(): void {
    this.#end('it did not answer, and was ended by hand', true);
  }

  /** Starts again by itself, unless the engine has just done so (what fails at once would fail for ever) or `restarts`. */
  #crashed(reason: string, restarts: boolean): void {
    const now = performance.now();
    const restarted = restarts || now - this.#crashedAt > RESTART_PAUSE_MS;
    this.#crashedAt = now;
    const error = new VectorGitError(
      'worker/crashed',
      'The search engine stopped; what was committed is safe',
      { details: { reason, restarted } },
    );
    console.warn('The search engine stopped:', reason);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    if (restarted) this.#start();
    else this.#ready = Promise.reject(error);
    this.#ready.catch(() => undefined);
    for (const reject of waiting) reject(error);
    this.#hear({ type: 'crashed', restarted });
  }

  #hear(event: EngineEvent): void {
    if (event.type === 'committed') this.#committed.set(event.repositoryId, event.generation);
    if (event.type === 'removed') {
      this.#committed.delete(event.repositoryId);
      dropCanary(event.repositoryId);
    }
    if (event.type === 'canary') {
      keepCanary(event.canary);
      return;
    }
    for (const listener of this.#listeners) listener(event);
  }

  /** The value of a reply, or its error revived; a crash of the worker ends the wait. */
  async #settled<Value>(reply: Promise<Reply<Value>>): Promise<Value> {
    // Not a race with one promise of the crash: that would keep every reply alive as long as the worker.
    const settled = await new Promise<Reply<Value>>((resolve, reject) => {
      this.#waiting.add(reject);
      reply.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
    if (settled.ok) return settled.value;
    const { code, message, details } = settled.error;
    throw new VectorGitError(code, message, { details });
  }

  /** Asks when the engine is ready. */
  async call<Value>(request: (remote: Remote<EngineApi>) => unknown): Promise<Value> {
    await this.#ready;
    return this.#settled(request(this.#remote) as Promise<Reply<Value>>);
  }

  /** Tells without an answer, at once. */
  tell(message: (remote: Remote<EngineApi>) => unknown): void {
    void message(this.#remote);
  }

  whenReady(): Promise<EngineStatus> {
    return this.#ready;
  }

  /** Calls back on every event from now on; returns the way to stop. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Generation that was committed last, by repository. */
  lastCommitted(id: RepositoryId): Generation {
    return this.#committed.get(id) ?? NO_GENERATION;
  }
}
