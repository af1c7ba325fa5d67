/**
 * Kills real browsers at steps of the commit protocol and at moments of time, and counts what they lost.
 * After the example of RocksDB's `db_crashtest.py`: expected state outside, black box and white box kills.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BACKENDS, type Backend } from '../support/browser-process.ts';
import { Random } from './random.ts';
import { type Kill, scheduleOf } from './schedule.ts';
import { startTortureSite } from './torture-site.ts';
import { Victim, type Violation } from './victim.ts';
import { WorkingCopy } from './working-copy.ts';

export interface TortureOptions {
  readonly kills: number;
  readonly seed: number;
  /** Absolute. */
  readonly folders: readonly string[];
  /** The answers are compared with those of a fresh rebuild at every nth kill of a backend, and at its end. */
  readonly compareEvery: number;
  readonly log: (line: string) => void;
}

export interface TortureReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills by the step that was reached; `time` at a moment, `end` when the work was done before. */
  readonly byStep: Readonly<Record<string, number>>;
  readonly byBackend: Readonly<Record<Backend, number>>;
  readonly byWork: Readonly<Record<string, number>>;
  /** Acknowledged generations that were not served any more. */
  readonly lost: number;
  /** Generations that were served though parts of them were missing or wrong. */
  readonly partial: number;
  /** Answers or files that differ from those of a fresh rebuild. */
  readonly mismatches: number;
  /** Engines that did not end, uncaught errors. */
  readonly other: number;
  readonly comparisons: number;
  readonly violations: readonly (Violation & { readonly kill: number })[];
  readonly seconds: number;
}

const MODULES = resolve(import.meta.dirname, '../../node_modules');

/** Real source: 250 files of TypeScript and 180 of JavaScript. */
export const LARGE = [
  'rxjs/src',
  ...['animation', 'controls', 'geometries', 'math', 'misc', 'loaders', 'postprocessing'].map(
    (folder) => `three/examples/jsm/${folder}`,
  ),
].map((folder) => join(MODULES, folder));

/** For every run of the tests: about 60 files. */
export const SMALL = ['rxjs/src/internal/observable', 'three/examples/jsm/math'].map((folder) =>
  join(MODULES, folder),
);

/** Fixed: words, identifiers, phrases and questions. */
export const QUERIES: readonly string[] = [
  'subscribe',
  'vector',
  'mergeMap',
  'function edited',
  'error handling',
  'how is a subscription released',
  'compute bounding box of points',
  'schedule work on the next animation frame',
  'path:math index',
  'normalize',
  'operator that retries after an error',
  'return vector[index]',
];

export async function torture(options: TortureOptions): Promise<TortureReport> {
  const start = performance.now();
  const random = new Random(options.seed);
  const schedule = scheduleOf(options.kills, random);
  const folder = mkdtempSync(join(tmpdir(), 'vectorgit-torture-'));
  const site = await startTortureSite();
  const victims = new Map<Backend, Victim>();
  const tally = new Tally(options.seed);
  try {
    for (const backend of BACKENDS) {
      const copy = new WorkingCopy(join(folder, `files-${backend}`), options.folders, random);
      const victim = new Victim(backend, folder, site, copy, QUERIES);
      victims.set(backend, victim);
      await victim.calibrate();
      tally.take(victim, 0);
    }
    for (const [index, kill] of schedule.entries()) {
      const victim = victims.get(kill.backend) as Victim;
      const moment = await victim.suffer(kill);
      const number = tally.kill(kill, moment);
      if (number % options.compareEvery === 0) {
        await victim.compare();
        tally.comparisons++;
      }
      const violations = tally.take(victim, index + 1);
      options.log(
        `${index + 1}/${options.kills} ${kill.backend} ${kill.work} ${moment} ${violations.map(({ kind, what }) => `${kind}: ${what}`).join('; ') || 'ok'}`,
      );
    }
    for (const victim of victims.values()) {
      await victim.compare();
      tally.comparisons++;
      tally.take(victim, options.kills);
    }
  } finally {
    for (const victim of victims.values()) await victim.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return tally.report((performance.now() - start) / 1000);
}

/** True when nothing was lost, partial, different or stuck. */
export function isClean(report: TortureReport): boolean {
  return report.violations.length === 0;
}

class Tally {
  readonly #seed: number;
  #kills = 0;
  comparisons = 0;
  readonly #byStep: Record<string, number> = {};
  readonly #byBackend: Record<Backend, number> = { leveldb: 0, sqlite: 0 };
  readonly #byWork: Record<string, number> = {};
  readonly #violations: (Violation & { kill: number })[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** How many kills this backend has had. */
  kill({ backend, work }: Kill, moment: string): number {
    this.#kills++;
    this.#byStep[moment] = (this.#byStep[moment] ?? 0) + 1;
    this.#byWork[work] = (this.#byWork[work] ?? 0) + 1;
    return ++this.#byBackend[backend];
  }

  take(victim: Victim, kill: number): readonly Violation[] {
    const { violations } = victim;
    victim.violations = [];
    this.#violations.push(...violations.map((violation) => ({ ...violation, kill })));
    return violations;
  }

  report(seconds: number): TortureReport {
    const count = (...kinds: readonly string[]) =>
      this.#violations.filter(({ kind }) => kinds.includes(kind)).length;
    return {
      seed: this.#seed,
      kills: this.#kills,
      byStep: this.#byStep,
      byBackend: this.#byBackend,
      byWork: this.#byWork,
      lost: count('lost'),
      partial: count('partial'),
      mismatches: count('mismatch'),
      other: count('stuck', 'error'),
      comparisons: this.comparisons,
      violations: this.#violations,
      seconds: Math.round(seconds),
    };
  }
}
