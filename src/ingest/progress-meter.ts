import type { IngestPhase, IngestProgress, RepositoryId } from '../domain/api.ts';

const RATE_WINDOW_MS = 5_000;
const ETA_AFTER_MS = 3_000;
/** At most ten reports a second. */
const REPORT_EVERY_MS = 100;

type Counts = Pick<
  IngestProgress,
  | 'filesSeen'
  | 'filesSkipped'
  | 'filesTotal'
  | 'filesDone'
  | 'bytesDone'
  | 'chunksCommitted'
  | 'chunksDone'
  | 'chunksEmbedded'
>;

/** Collects counts of an ingest and reports them, throttled. `now` is a clock in milliseconds. */
export class ProgressMeter {
  readonly #identity: { readonly repositoryId: RepositoryId; readonly name: string };
  readonly #report: (progress: IngestProgress) => void;
  readonly #now: () => number;
  readonly #startedAt: number;
  #reportedAt = Number.NEGATIVE_INFINITY;
  #phase: IngestPhase = 'listing';
  #phaseStartedAt: number;
  /** (time, chunks) samples of the present phase, for the rate. */
  #samples: { readonly at: number; readonly chunks: number }[] = [];
  readonly counts: { -readonly [Key in keyof Counts]: Counts[Key] } = {
    filesSeen: 0,
    filesSkipped: 0,
    filesTotal: null,
    filesDone: 0,
    bytesDone: 0,
    chunksCommitted: 0,
    chunksDone: 0,
    chunksEmbedded: 0,
  };

  constructor(
    identity: { readonly repositoryId: RepositoryId; readonly name: string },
    now: () => number,
    report: (progress: IngestProgress) => void,
  ) {
    // Named one by one: reports cross to the page, and a caller's object may hold more.
    this.#identity = { repositoryId: identity.repositoryId, name: identity.name };
    this.#now = now;
    this.#report = report;
    this.#startedAt = now();
    this.#phaseStartedAt = this.#startedAt;
  }

  enter(phase: IngestPhase): void {
    this.#phase = phase;
    this.#phaseStartedAt = this.#now();
    this.#samples = [];
    this.tick(true);
  }

  /** Reports when the last report is old enough, or when `force`d. */
  tick(force = false): void {
    const now = this.#now();
    if (!force && now - this.#reportedAt < REPORT_EVERY_MS) return;
    this.#reportedAt = now;
    this.#report(this.#progress(now));
  }

  #progress(now: number): IngestProgress {
    const { counts } = this;
    const chunks = this.#phase === 'embedding' ? counts.chunksEmbedded : counts.chunksDone;
    this.#samples.push({ at: now, chunks });
    while ((this.#samples[0] as { at: number }).at < now - RATE_WINDOW_MS) this.#samples.shift();
    const oldest = this.#samples[0] as { at: number; chunks: number };
    const chunksPerSecond =
      now > oldest.at ? Math.round(((chunks - oldest.chunks) * 1000) / (now - oldest.at)) : 0;
    return {
      ...this.#identity,
      ...counts,
      phase: this.#phase,
      chunksPerSecond,
      secondsLeft: this.#secondsLeft(now),
      elapsedMilliseconds: now - this.#startedAt,
    };
  }

  #secondsLeft(now: number): number | null {
    const { filesDone, filesTotal, chunksDone, chunksEmbedded } = this.counts;
    const spent = now - this.#phaseStartedAt;
    if (spent < ETA_AFTER_MS) return null;
    const [done, total] =
      this.#phase === 'embedding' ? [chunksEmbedded, chunksDone] : [filesDone, filesTotal ?? 0];
    if (done === 0 || total === 0) return null;
    return Math.max(0, Math.round((spent * (total - done)) / done / 1000));
  }
}
