import type { Chunker } from '../chunking/api.ts';
import {
  type Canary,
  type Generation,
  hasCode,
  type RepositoryId,
  type VectorGitError,
  type VerifyProblem,
  type VerifyReport,
} from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import {
  type Damage,
  damagesAmong,
  damageText,
  fallBack,
  type Healing,
  healBlobs,
  healHead,
  sourceTexts,
  usesOf,
  verifyStore,
} from '../ingest/api.ts';
import {
  asWriter,
  type CatalogueRecord,
  checkStore,
  type Manifest,
  type RepositoryStore,
} from '../storage/api.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { HealthLog } from './health-log.ts';
import type { OpenedSource } from './opened-sources.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

/** A search waits so long for a mend before it goes on over what is good. */
const PATIENCE_MS = 4_000;

export interface HealthDeskPorts {
  readonly shelf: () => Promise<RepositoryShelf>;
  readonly log: HealthLog;
  /** Runs after the ingests that are under way or wait. */
  readonly enqueue: <Value>(work: () => Promise<Value>) => Promise<Value>;
  readonly chunker: () => Promise<Chunker>;
  readonly embedder: () => Promise<Embedder | null>;
  /** The repository's source, when it can be read without the person. */
  readonly source: (id: RepositoryId) => Promise<OpenedSource | null>;
  /** Ingests at once; `source` null makes missing vectors only. */
  readonly write: (record: CatalogueRecord, source: OpenedSource | null) => Promise<unknown>;
  readonly onCommit: (id: RepositoryId, manifest: Manifest) => Promise<void>;
  /** For the page to keep. */
  readonly onCanary: (canary: Canary) => void;
}

/** What a heal did, as the report of a check tells it. */
interface Mended {
  /** By key of the blob. */
  readonly blobs: ReadonlyMap<string, string>;
  /** Of HEAD; null when it was whole, or could not be mended. */
  readonly head: string | null;
  /** Damaged manifests that were taken out. */
  readonly dropped: ReadonlySet<Generation>;
}

const NOTHING: Mended = { blobs: new Map(), head: null, dropped: new Set() };

/**
 * Finds damage and mends it: at the start, at use, when idle and when asked. Every blob is tried once a session, so
 * that nothing is mended in a loop; every mend and every loss is a line of the health log.
 */
export class HealthDesk {
  readonly #ports: HealthDeskPorts;
  /** Blobs and heads that were tried in this session, as `repository key`. */
  readonly #tried = new Set<string>();
  readonly #healing = new Map<RepositoryId, Promise<Mended>>();
  #canaries: ReadonlyMap<RepositoryId, Canary> = new Map();

  constructor(ports: HealthDeskPorts) {
    this.#ports = ports;
  }

  /** Compares every repository with what the page has kept of it. Loss is told at once; mending follows. */
  async checkAll(canaries: readonly Canary[]): Promise<void> {
    this.#canaries = new Map(canaries.map((canary) => [canary.repositoryId, canary]));
    const { catalogue } = await this.#ports.shelf();
    const records = await catalogue.list();
    await Promise.all(records.map((record) => this.#check(record)));
  }

  async #check(record: CatalogueRecord): Promise<void> {
    const { id } = record;
    const canary = this.#canaries.get(id) ?? null;
    const shelf = await this.#ports.shelf();
    let check: Awaited<ReturnType<typeof checkStore>>;
    try {
      check = await checkStore((await shelf.get(id)).store, canary);
    } catch (error) {
      // One that cannot be read now, or is of a newer version, says so when it is used; nothing is touched.
      if (hasCode(error, 'index/format-too-new') || hasCode(error, 'worker/outdated')) return;
      await this.#ports.log.add(id, record.name, {
        severity: 'warning',
        what: 'The index cannot be read',
        why: error instanceof Error ? error.message : String(error),
        done: 'it is tried again at its next use',
        lost: null,
      });
      return;
    }
    if (check.state === 'whole') {
      if (check.manifest !== null && check.manifest.generation !== canary?.generation) {
        const kept = await shelf.canaryOf(id, check.manifest);
        if (kept !== null) this.#ports.onCanary(kept);
      }
      return;
    }
    if (check.state === 'wiped' && record.lost !== undefined && record.lost >= check.lost) {
      // Told in an earlier session: it waits for its folder, which may be readable by now.
      if (await this.#mayHeal()) void this.#heal(id, record.lost).catch(() => undefined);
      return;
    }
    const autoHeal = await this.#mayHeal();
    if (check.state === 'wiped') {
      await shelf.catalogue.put({ ...record, lost: check.lost });
      (await shelf.get(id)).store.countFrom(check.lost);
    }
    if (check.state === 'wiped' || check.state === 'rewound') {
      const now = check.state === 'wiped' ? 'nothing' : `generation ${check.manifest.generation}`;
      await this.#ports.log.add(id, record.name, {
        severity: 'loss',
        what: check.state === 'wiped' ? 'The index is gone' : 'The index was set back',
        why: `the page remembers generation ${check.lost}, the browser's database has ${now}`,
        done: autoHeal
          ? 'it is read again from its folder, if the browser still allows that'
          : 'nothing was touched: mending is switched off',
        lost: `generation ${check.lost} with ${canary?.chunks ?? 0} chunks`,
      });
    } else if (!autoHeal) {
      await this.#ports.log.add(id, record.name, {
        severity: 'warning',
        what: check.state === 'head-damaged' ? 'HEAD is damaged' : 'Parts of the index are missing',
        why: 'found at the start',
        done: 'nothing was touched: mending is switched off',
        lost: null,
      });
    }
    if (autoHeal) void this.#heal(id, canary?.generation ?? null).catch(() => undefined);
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
    await this.#healNow(id, this.#canaries.get(id)?.generation ?? null);
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
      .enqueue(() => this.#healNow(id, seen))
      .finally(() => this.#healing.delete(id));
    this.#healing.set(id, healing);
    return healing;
  }

  async #healNow(id: RepositoryId, seen: Generation | null): Promise<Mended> {
    const shelf = await this.#ports.shelf();
    const record = await shelf.record(id);
    const { store } = await shelf.get(id);
    const source = await this.#ports.source(id).catch(() => null);
    const outcome = await asWriter(id, () => this.#mendStore(record, store, source, seen));
    const { needsSource, left } = outcome;
    let { mended } = outcome;
    if (needsSource || left.length > 0) {
      const done = await this.#bringBack(record, store, source, left);
      const blobs = new Map(mended.blobs);
      if (done !== null) for (const { ref } of left) blobs.set(ref.key, done);
      mended = { ...mended, blobs, head: mended.head ?? done };
    }
    await shelf.refresh(id);
    const manifest = await store.head().catch(() => null);
    if (manifest === null) return mended;
    await this.#ports.onCommit(id, manifest);
    // What was brought back, or taken out, may lack vectors.
    if (manifest.counts.embedded < manifest.counts.chunks) await this.#ports.write(record, null);
    return mended;
  }

  async #mendStore(
    record: CatalogueRecord,
    store: RepositoryStore,
    source: OpenedSource | null,
    seen: Generation | null,
  ) {
    const head = await this.#mendHead(record, store, seen);
    const generations = await store.generations();
    const dropped = generations.flatMap(({ generation, manifest }) =>
      manifest === null ? [generation] : [],
    );
    if (dropped.length > 0) await store.dropGenerations(dropped);
    const damages = await this.#damages(store, generations);
    const healing: Healing = await healBlobs(damages, {
      store,
      chunker: await this.#ports.chunker(),
      embedder: await this.#ports.embedder(),
      source:
        source === null
          ? null
          : sourceTexts(
              source.root,
              record.settings,
              source.browserHidesTilde,
              new AbortController().signal,
            ),
      between: eventLoopTurn,
      date: () => Date.now(),
    });
    await this.#tellMended(record, damages, healing);
    for (const { ref } of damages) this.#tried.add(`${record.id} ${ref.key}`);
    return {
      mended: { blobs: healing.mended, head: head.text, dropped: new Set(dropped) },
      needsSource: head.needsSource,
      left: healing.left,
    };
  }

  async #mendHead(
    record: CatalogueRecord,
    store: RepositoryStore,
    seen: Generation | null,
  ): Promise<{ readonly text: string | null; readonly needsSource: boolean }> {
    const head = await healHead(store, Date.now(), seen);
    if (head.state === 'whole') return { text: null, needsSource: false };
    if (head.state === 'gone') {
      await store.forgetAll(head.top);
      return { text: null, needsSource: true };
    }
    const { generation } = head.manifest;
    const text =
      head.lost === null
        ? `HEAD points at generation ${generation} again`
        : `generation ${head.manifest.restoredFrom} was brought back as ${generation}`;
    await this.#ports.log.add(record.id, record.name, {
      severity: head.lost === null ? 'info' : 'loss',
      what: head.lost === null ? 'HEAD was damaged' : `Generation ${head.lost} cannot be read`,
      why: 'HEAD or its manifest is not what was committed',
      done: text,
      lost: head.lost === null ? null : `the changes of generation ${head.lost}`,
    });
    return { text, needsSource: head.lost !== null };
  }

  /** Blobs that a use or a check has found damaged, and those that are not there. */
  async #damages(
    store: RepositoryStore,
    generations: Awaited<ReturnType<RepositoryStore['generations']>>,
  ): Promise<Damage[]> {
    const present = new Set(await store.blobKeys());
    const uses = usesOf(
      generations.flatMap(({ manifest }) => (manifest === null ? [] : [manifest])),
    );
    const suspects = uses.filter(({ ref }) => !present.has(ref.key) || store.isDamaged(ref.key));
    return damagesAmong(store, suspects, eventLoopTurn);
  }

  async #tellMended(
    { id, name }: CatalogueRecord,
    damages: readonly Damage[],
    { mended, lost }: Healing,
  ): Promise<void> {
    for (const damage of damages) {
      const done = mended.get(damage.ref.key);
      if (done === undefined) continue;
      await this.#ports.log.add(id, name, {
        severity: lost.length > 0 && damage.segment === null ? 'loss' : 'info',
        what: `Damage in ${damageText(damage, damage.manifest.generation)}`,
        why: damage.reason,
        done,
        lost: damage.segment === null && lost.length > 0 ? lost.join(', ') : null,
      });
    }
  }

  /** For what cannot be derived: the source, else an older generation, else the person. */
  async #bringBack(
    record: CatalogueRecord,
    store: RepositoryStore,
    source: OpenedSource | null,
    left: readonly Damage[],
  ): Promise<string | null> {
    const { id, name } = record;
    const what =
      left.length === 0
        ? 'The index is not complete'
        : `Damage in ${each(left.map((damage) => damageText(damage, damage.manifest.generation)))}`;
    const why = each(left.map(({ reason }) => reason)) || 'lost by the browser';
    if (source !== null) {
      await this.#ports.write(record, source);
      const done = 'the files were read again from their source';
      await this.#ports.log.add(id, name, { severity: 'info', what, why, done, lost: null });
      return done;
    }
    const fallen =
      left.length === 0
        ? null
        : await asWriter(id, () => fallBack(store, Date.now(), eventLoopTurn));
    if (fallen !== null) {
      const { from, committed } = fallen;
      const done = `generation ${from.generation} was brought back as ${committed.generation}`;
      const lost = `the changes after generation ${from.generation}; a sync brings them back`;
      await this.#ports.log.add(id, name, { severity: 'loss', what, why, done, lost });
      return done;
    }
    const segments = new Map(left.map(({ segment }) => [segment?.id, segment?.fileCount ?? 0]));
    const files = [...segments.values()].reduce((sum, count) => sum + count, 0);
    await this.#ports.log.add(id, name, {
      severity: 'loss',
      what,
      why,
      done: 'the folder is needed: open it again, and what is missing is read',
      lost: left.length === 0 ? null : `the texts of up to ${files} files, until then`,
    });
    return null;
  }
}

/** Each once, how often where it is more. */
function each(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`))
    .join(', ');
}
