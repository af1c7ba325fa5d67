/**
 * One browser profile that is killed again and again, and what must be in it: kept here, outside of the browser,
 * as RocksDB's crash test does with its expected-values file.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FailPoint } from '../../src/storage/fail-point.ts';
import { type Backend, BrowserProcess } from '../support/browser-process.ts';
import {
  answersOf,
  differenceOf,
  giveFolder,
  openEngine,
  readServed,
  type ServedRepository,
  untilIdle,
} from '../support/engine-page.ts';
import type { Kill, Work } from './schedule.ts';
import type { TortureSite } from './torture-site.ts';
import type { WorkingCopy } from './working-copy.ts';

export type ViolationKind = 'lost' | 'partial' | 'mismatch' | 'stuck' | 'error';

export interface Violation {
  readonly kind: ViolationKind;
  readonly what: string;
}

const FRESH = 'fresh';
/** A search, a start or an ingest that takes longer than this never ends. */
const STUCK_MS = 180_000;

export class Victim {
  readonly backend: Backend;
  readonly #profile: string;
  readonly #site: TortureSite;
  readonly #copy: WorkingCopy;
  readonly #queries: readonly string[];
  #browser: BrowserProcess | null = null;
  #repositories = 0;
  #name = '';
  /** Newest generation that the page has seen committed, by repository id. */
  readonly #acknowledged = new Map<string, number>();
  #id: string | null = null;
  /** Hashes that each path may have: those of the last whole ingest and of all edits since. */
  #allowed = new Map<string, Set<string>>();
  readonly #durations: Record<Work, number> = { fresh: 3_000, edit: 500, rework: 2_000 };
  readonly #turns = new Map<string, number>();
  violations: Violation[] = [];

  constructor(
    backend: Backend,
    folder: string,
    site: TortureSite,
    copy: WorkingCopy,
    queries: readonly string[],
  ) {
    this.backend = backend;
    this.#profile = join(folder, `profile-${backend}`);
    mkdirSync(this.#profile, { recursive: true });
    this.#site = site;
    this.#copy = copy;
    this.#queries = queries;
  }

  /** One ingest of each kind that nothing disturbs: how long they take, how often each step comes. */
  async calibrate(): Promise<void> {
    await this.#launch();
    for (const work of ['fresh', 'rework', 'edit'] as const) {
      const counts = this.#site.watch();
      const start = performance.now();
      this.#prepare(work);
      await this.#do(work);
      this.#durations[work] = performance.now() - start;
      for (const [step, count] of counts) this.#turns.set(`${work} ${step}`, count);
    }
    await this.#settle();
  }

  /** Works until the kill, looks at what is left, and goes on; returns where the kill came. */
  async suffer(kill: Kill): Promise<string> {
    const moment = await this.#workUntilKilled(kill);
    // The next engine may commit more while we look.
    const owed = new Map(this.#acknowledged);
    await this.#launch();
    await within('reading what is left', this.#check(owed));
    if (kill.finish) await this.#settle();
    return moment;
  }

  /** The index against one made anew of the same files. */
  async compare(): Promise<void> {
    const { page } = this.#opened();
    await this.#settle();
    const fresh = await giveFolder(page, this.#copy.root, FRESH);
    const [ours, theirs] = [
      await answersOf(page, this.#id ?? '', this.#queries),
      await answersOf(page, fresh.id, this.#queries),
    ];
    const difference = differenceOf(ours, theirs);
    if (difference !== null) this.#violate('mismatch', difference);
    await page.evaluate((id) => window.vectorgit.remove(id as never), fresh.id);
  }

  async close(): Promise<void> {
    await this.#browser?.kill();
    this.#browser = null;
  }

  #opened(): BrowserProcess {
    if (this.#browser === null) throw new Error('The browser is not running');
    return this.#browser;
  }

  #violate(kind: ViolationKind, what: string): void {
    this.violations.push({ kind, what });
  }

  async #launch(): Promise<void> {
    this.#site.watch();
    const browser = await BrowserProcess.launch({ profile: this.#profile, backend: this.backend });
    this.#browser = browser;
    browser.page.on('pageerror', (error) => this.#violate('error', String(error)));
    await browser.page.exposeBinding('acknowledge', (_source, id: string, generation: number) => {
      this.#acknowledged.set(id, Math.max(generation, this.#acknowledged.get(id) ?? 0));
    });
    await within('the start', openEngine(browser.page, this.#site.url));
    await browser.page.evaluate(() => {
      const { acknowledge } = window as unknown as {
        acknowledge(id: string, generation: number): void;
      };
      window.vectorgit.subscribe((event) => {
        if (event.type === 'committed') acknowledge(event.repositoryId, event.generation);
      });
    });
  }

  /** Edits the folder; from now on both what was and what is may be served. */
  #prepare(work: Work): void {
    if (work === 'fresh') {
      this.#name = `repository-${++this.#repositories}`;
      this.#id = null;
      this.#allowed = new Map();
    } else if (work === 'edit') this.#copy.edit(6);
    else this.#copy.rework(2);
    for (const [path, hash] of this.#copy.hashes()) {
      this.#allowed.set(path, (this.#allowed.get(path) ?? new Set()).add(hash));
    }
  }

  async #do(work: Work): Promise<void> {
    const { page } = this.#opened();
    if (work === 'fresh') {
      const old = await page.evaluate(async (name) => {
        const others = (await window.vectorgit.repositories()).filter((one) => one.name !== name);
        for (const { id } of others) await window.vectorgit.remove(id);
        return others.map(({ id }) => id);
      }, this.#name);
      for (const id of old) this.#acknowledged.delete(id);
    }
    await giveFolder(page, this.#copy.root, this.#name);
  }

  async #workUntilKilled({ work, step, at }: Kill): Promise<string> {
    const browser = this.#opened();
    this.#prepare(work);
    const turn = 1 + Math.floor(at * (this.#turns.get(`${work} ${step}`) ?? 1));
    const reached = new Promise<string>((resolve) => {
      this.#site.watch((now: FailPoint, count) => {
        if (now !== step || count !== turn) return 'go';
        resolve(now);
        return 'stop';
      });
      if (step === null) void delay(at * 1.1 * this.#durations[work]).then(() => resolve('time'));
    });
    const done = this.#do(work).then(
      () => 'end',
      (error: unknown) => {
        // The kill itself ends the call; anything before is the engine's.
        return `failed: ${String(error)}`;
      },
    );
    const moment = await Promise.race([reached, done, delay(STUCK_MS, 'stuck')]);
    if (moment === 'stuck') this.#violate('stuck', `${work} did not end`);
    if (moment.startsWith('failed')) this.#violate('error', `${work} ${moment}`);
    await browser.kill();
    this.#browser = null;
    await done;
    return moment;
  }

  async #check(owed: ReadonlyMap<string, number>): Promise<void> {
    const { page } = this.#opened();
    await untilIdle(page);
    const served = await readServed(page, this.#name).catch((error: unknown) => {
      this.#violate('partial', `reading all files: ${String(error)}`);
      return null;
    });
    const known = served?.id ?? this.#id;
    const acknowledged = known === null ? 0 : (owed.get(known) ?? 0);
    const generation = served?.generation ?? 0;
    if (generation < acknowledged) {
      this.#violate('lost', `generation ${acknowledged} was acknowledged, ${generation} is served`);
    }
    if (served === null || generation === 0) return;
    this.#id = served.id;
    this.#checkWhole(served);
    await this.#verify(served.id);
    await answersOf(page, served.id, this.#queries).catch((error: unknown) =>
      this.#violate('partial', `searching: ${String(error)}`),
    );
  }

  #checkWhole({ files, chunks, chunksOfFiles, hashes }: ServedRepository): void {
    const paths = Object.entries(hashes);
    if (paths.length !== files) this.#violate('partial', `${paths.length} of ${files} files`);
    if (chunks !== chunksOfFiles) {
      this.#violate('partial', `${chunksOfFiles} of ${chunks} chunks`);
    }
    for (const [path, hash] of paths) {
      if (this.#allowed.get(path)?.has(hash) !== true) {
        this.#violate('partial', `${path} has a text that it never had`);
      }
    }
  }

  /** Every byte of every kept generation must be sound; returns the number of orphans. */
  async #verify(id: string): Promise<number> {
    const { page } = this.#opened();
    const { problems, orphans } = await page.evaluate(
      (id) => window.vectorgit.verify(id as never),
      id,
    );
    for (const { part, what } of problems) this.#violate('partial', `${part}: ${what}`);
    return orphans;
  }

  /** Gives the folder again, to its end: exactly its files must be served. */
  async #settle(): Promise<void> {
    const { page } = this.#opened();
    await within('the next ingest', giveFolder(page, this.#copy.root, this.#name));
    // Small segments are merged after an ingest.
    await untilIdle(page);
    const served = await readServed(page, this.#name);
    if (served === null) return this.#violate('lost', 'the repository is not listed');
    this.#id = served.id;
    this.#checkWhole(served);
    if ((await this.#verify(served.id)) > 0) {
      this.#violate('partial', 'an ingest that came to its end left orphans');
    }
    const skipped = await page.evaluate(
      async (id) => (await window.vectorgit.skipped(id as never)).map(({ path }) => path),
      served.id,
    );
    const onDisk = this.#copy.hashes();
    this.#allowed = new Map([...onDisk].map(([path, hash]) => [path, new Set([hash])]));
    const missing = [...onDisk].filter(
      ([path, hash]) =>
        served.hashes[path] !== hash && !skipped.some((entry) => path.startsWith(entry)),
    );
    const surplus = Object.keys(served.hashes).filter((path) => !onDisk.has(path));
    if (missing.length + surplus.length > 0) {
      this.#violate(
        'mismatch',
        `after a whole ingest ${missing.length} files are not as on disk (${missing[0]?.[0]}), ${surplus.length} are gone there (${surplus[0]})`,
      );
    }
  }
}

async function within<Value>(what: string, work: Promise<Value>): Promise<Value> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      work,
      delay(STUCK_MS, undefined, { signal: timer.signal }).then(() => {
        throw new Error(`${what} took longer than ${STUCK_MS} ms`);
      }),
    ]);
  } finally {
    timer.abort();
  }
}
