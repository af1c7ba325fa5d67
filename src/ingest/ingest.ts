import { CHUNKER_VERSION, type Chunker } from '../chunking/api.ts';
import {
  type Generation,
  hasCode,
  type IndexState,
  type IngestProgress,
  type IngestSettings,
  invariant,
  type ParseNote,
  type RepositoryId,
  type SkippedEntry,
  VectorGitError,
} from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import { decodeFileTable } from '../index/api.ts';
import {
  type Directory,
  type ListedFile,
  listRepository,
  REPOSITORY_RULES_VERSION,
} from '../repository/api.ts';
import {
  type BlobRef,
  FEATURE_VERSION,
  type Manifest,
  type RepositoryStore,
  type SegmentEntry,
} from '../storage/api.ts';
import { embedSegment, vectorsIdentity } from './embedding-pass.ts';
import {
  changesOnTheWay,
  GenerationDraft,
  hasVectorsOf,
  type OpenedSegment,
} from './generation-draft.ts';
import { readFileTable } from './healing/segment-texts.ts';
import { indexStateOf, needsChunking, PRESENT_VERSIONS } from './index-state.ts';
import { type FileStat, type KnownFiles, skippedBefore, stateOfFile } from './plan.ts';
import type {
  Batch,
  BatchProgress,
  FileToPrepare,
  Preparation,
  PreparationPorts,
  PreparedBatch,
} from './preparation/batch.ts';
import { batchesOf } from './preparation/batch-plan.ts';
import { preparationHere } from './preparation/preparation-here.ts';
import { ProgressMeter } from './progress-meter.ts';
import { readAhead } from './read-ahead.ts';
import { storeSegment } from './segment-storing.ts';
import { readSkipped, readStats, writeJson } from './side-tables.ts';

/** A segment is sealed at least this often, so that a kill loses little; see `batchesOf` for its size. */
const CHECKPOINT_MS = 15_000;
/** The first one comes early: a person can search while the rest is read. */
const FIRST_CHECKPOINT_MS = 1_000;
/** The event loop is let in this often, so that searches and cancels are heard. */
const YIELD_EVERY_MS = 24;

/** What an ingest works with; effects come in here. */
export interface IngestPorts {
  readonly store: RepositoryStore;
  /** Where files are read and cut; when left out it is here, in slices, by the `chunker`. */
  readonly preparation?: Preparation;
  readonly chunker?: Chunker;
  /** Null when the model could not be loaded: the words are indexed, vectors follow at the next ingest. */
  readonly embedder: Embedder | null;
  readonly signal: AbortSignal;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly date: () => number;
  readonly yieldToEventLoop: () => Promise<void>;
  readonly onProgress: (progress: IngestProgress) => void;
  readonly onCommit: (manifest: Manifest) => void;
  /** What the chunker tells of each file that it cuts; none, too. */
  readonly onNotes?: (path: string, notes: readonly ParseNote[]) => void;
  /** Generations that stay when the ingest has ended; the default of the settings when left out. */
  readonly keepGenerations?: number;
  /** False: a damaged part of the store is an error; otherwise the files of it are read again. */
  readonly mayMend?: boolean;
}

export interface IngestJob {
  readonly repositoryId: RepositoryId;
  readonly name: string;
  /** Null: nothing is read, only missing vectors are made. */
  readonly root: Directory | null;
  /** What was left out before the tree could be walked (archive entries). */
  readonly skipped: readonly SkippedEntry[];
  readonly settings: IngestSettings;
  readonly browserHidesTilde: boolean;
}

export interface IngestOutcome {
  readonly generation: Generation;
  /** Nothing differed, nothing was written. */
  readonly unchanged: boolean;
}

/**
 * The write line: list, compare, read, cut, index, commit, embed, commit. Only what differs from the last
 * generation is read and embedded. Stops at the signal with `cancelled`; what was committed stays.
 */
export async function ingest(job: IngestJob, ports: IngestPorts): Promise<IngestOutcome> {
  const { store } = ports;
  let base: Manifest | null = null;
  try {
    base = await store.head();
  } catch (error) {
    // What is too old to be read is made anew, in the next generation of the same store.
    if (!hasCode(error, 'index/format-too-old')) throw error;
  }
  const run = new IngestRun(job, ports, base, base?.generation ?? (await store.headGeneration()));
  return run.run();
}

class IngestRun {
  readonly #job: IngestJob;
  readonly #ports: IngestPorts;
  readonly #base: Manifest | null;
  readonly #meter: ProgressMeter;
  #draft = new GenerationDraft([]);
  #generation: Generation;
  readonly #state: IndexState;
  #dirty = false;
  #yieldedAt: number;
  #commits = 0;
  readonly #skipped: SkippedEntry[] = [];
  /** Stats to remember: touched files and files skipped after reading. */
  readonly #stats = new Map<string, FileStat>();

  constructor(job: IngestJob, ports: IngestPorts, base: Manifest | null, parent: Generation) {
    this.#job = job;
    this.#ports = ports;
    this.#base = base;
    this.#generation = parent;
    this.#state = indexStateOf(base, {
      versions: PRESENT_VERSIONS,
      settings: job.settings,
      model: null,
      contentDiffers: false,
    });
    this.#meter = new ProgressMeter(job, ports.now, ports.onProgress);
    this.#yieldedAt = ports.now();
  }

  async run(): Promise<IngestOutcome> {
    if (this.#state === 'format-too-new') {
      throw new VectorGitError(
        'index/format-too-new',
        'This index was made by a newer version of VectorGit; reload the page to get it',
      );
    }
    const known = await this.#open();
    if (this.#job.root === null) {
      await this.#embedMissing();
      return this.#finish(this.#base?.skipped ?? null, this.#base?.stats ?? null);
    }
    if (this.#base === null) this.#preparation().warm?.(this.#fastEmbedder());
    this.#skipped.push(...this.#job.skipped);
    const listed = await this.#list(this.#job.root);
    const work = this.#compare(listed, known);
    await this.#index(work);
    await this.#embedMissing();
    return this.#finish(...(await this.#sideTables()));
  }

  async #open(): Promise<KnownFiles> {
    const base = this.#base;
    const { store } = this.#ports;
    const opened = await Promise.all(
      (base?.segments ?? []).map((entry) => this.#openSegment(entry)),
    );
    this.#draft = new GenerationDraft(
      opened.filter((segment) => segment !== null),
      changesOnTheWay(this.#base),
    );
    const stats = await this.#unlessDamaged(readStats(store, base?.stats ?? null), new Map());
    const skipped = await this.#unlessDamaged(readSkipped(store, base?.skipped ?? null), []);
    const skippedByPath: [string, { stat: FileStat; entry: SkippedEntry }][] = [];
    for (const entry of skipped) {
      const stat = stats.get(entry.path);
      if (stat !== undefined) skippedByPath.push([entry.path, { stat, entry }]);
    }
    return {
      file: (path) => this.#draft.file(path),
      touched: stats,
      skipped: new Map(skippedByPath),
      stale: this.#state === 'options-changed',
    };
  }

  /** Null for a segment with a part that is known to be damaged: its files count as not indexed, and are read again. */
  async #openSegment(entry: SegmentEntry): Promise<OpenedSegment | null> {
    const { store } = this.#ports;
    const parts = [entry.chunks, entry.postings, ...entry.texts];
    if (entry.vectors !== null) parts.push(entry.vectors.blob);
    const isDamaged = this.#mayMend() && parts.some(({ key }) => store.isDamaged(key));
    const files = isDamaged ? null : await this.#unlessDamaged(readFileTable(store, entry), null);
    if (files !== null) return { entry, files };
    this.#dirty = true;
    return null;
  }

  #mayMend(): boolean {
    return this.#job.root !== null && this.#ports.mayMend !== false;
  }

  /** What is damaged is taken as not there, when the source can give it again. */
  async #unlessDamaged<Value>(reading: Promise<Value>, otherwise: Value): Promise<Value> {
    try {
      return await reading;
    } catch (error) {
      if (!this.#mayMend() || !hasCode(error, 'index/corrupt')) throw error;
      this.#dirty = true;
      return otherwise;
    }
  }

  async #list(root: Directory): Promise<ListedFile[]> {
    const { counts } = this.#meter;
    this.#meter.enter('listing');
    const listed: ListedFile[] = [];
    const options = {
      settings: this.#job.settings,
      signal: this.#ports.signal,
      browserHidesTilde: this.#job.browserHidesTilde,
    };
    for await (const event of listRepository(root, options)) {
      if (event.kind === 'file') {
        listed.push(event.file);
        counts.filesSeen++;
      } else if (event.kind === 'skipped') {
        this.#skip(event.entry);
        counts.filesSeen += event.entry.files ?? 1;
      }
      await this.#breathe();
    }
    return listed;
  }

  #skip(entry: SkippedEntry): void {
    this.#skipped.push(entry);
    this.#meter.counts.filesSkipped += entry.files ?? 1;
  }

  /** Removes what is gone, keeps what is equal, returns what must be read, by path. */
  #compare(listed: readonly ListedFile[], known: KnownFiles): ListedFile[] {
    const work: ListedFile[] = [];
    const present = new Set<string>();
    for (const file of listed) {
      const before = file.overruled ? null : skippedBefore(file.path, file, known);
      if (before !== null) {
        this.#skip(before);
        this.#stats.set(file.path, file);
        continue;
      }
      present.add(file.path);
      if (stateOfFile(file.path, file, known) !== 'equal') {
        work.push(file);
        continue;
      }
      const touched = known.touched.get(file.path);
      if (touched !== undefined) this.#stats.set(file.path, touched);
    }
    for (const path of [...this.#draft.paths()]) {
      if (!present.has(path) && this.#draft.remove(path)) this.#dirty = true;
    }
    return work.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  async #index(work: readonly ListedFile[]): Promise<void> {
    const { counts } = this.#meter;
    counts.filesTotal = work.length;
    counts.chunksDone = this.#draft.counts(0).chunks;
    counts.chunksCommitted = this.#base?.counts.chunks ?? 0;
    counts.chunksEmbedded = this.#draft.counts(0).embedded;
    this.#meter.enter('indexing');
    const base = this.#base;
    const stale = base !== null && needsChunking(base, PRESENT_VERSIONS);
    const preparation = this.#preparation();
    let isFirst = base === null;
    const batchOf = (files: readonly ListedFile[]): Batch => {
      const mostMilliseconds = isFirst ? FIRST_CHECKPOINT_MS : CHECKPOINT_MS;
      isFirst = false;
      const items = files.map((file) => ({
        file,
        before: this.#draft.file(file.path),
        mayBeSame: !stale,
      }));
      return { files: items, settings: this.#job.settings, mostMilliseconds };
    };
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    this.#ports.signal.addEventListener('abort', abort);
    const prepare = async (batch: Batch) => ({
      batch,
      prepared: await preparation.prepare(batch, this.#preparationPorts(stop.signal)),
    });
    try {
      this.#stopIfAsked();
      const batches = batchesOf(work, { hasFirst: isFirst, workers: preparation.workers });
      const ahead = readAhead(batches, preparation.width, (files) => prepare(batchOf(files)));
      for await (let { batch, prepared } of ahead) {
        await this.#take(batch, prepared);
        // A slow machine: it was sealed before its last file.
        while (prepared.outcomes.length < batch.files.length) {
          const rest = { ...batch, files: batch.files.slice(prepared.outcomes.length) };
          ({ batch, prepared } = await prepare({ ...rest, mostMilliseconds: CHECKPOINT_MS }));
          await this.#take(batch, prepared);
        }
        await this.#breathe();
      }
    } finally {
      // What is still being prepared is of no use when this ends by an error.
      stop.abort();
      this.#ports.signal.removeEventListener('abort', abort);
    }
    this.#meter.tick(true);
  }

  #preparation(): Preparation {
    const { preparation, chunker, ...ports } = this.#ports;
    if (preparation !== undefined) return preparation;
    invariant(chunker !== undefined, 'files are cut somewhere');
    return preparationHere({ ...ports, chunker });
  }

  /** Slower engines embed what is committed, so that it can be searched by words meanwhile. */
  #fastEmbedder(): Embedder | null {
    const { embedder } = this.#ports;
    return embedder?.model.engine === 'static' ? embedder : null;
  }

  #preparationPorts(signal: AbortSignal): PreparationPorts {
    const { counts } = this.#meter;
    let seen: BatchProgress = { files: 0, bytes: 0, chunks: 0 };
    return {
      embedder: this.#fastEmbedder(),
      signal,
      onProgress: (progress) => {
        // A batch that is prepared again, since a worker was lost, counts once.
        if (progress.files <= seen.files) return;
        counts.filesDone += progress.files - seen.files;
        counts.bytesDone += progress.bytes - seen.bytes;
        counts.chunksDone += progress.chunks - seen.chunks;
        seen = { ...progress };
        this.#meter.tick();
      },
    };
  }

  /** Puts a prepared batch into the draft; stores and commits its segment: searchable from here on. */
  async #take({ files }: Batch, { outcomes, sealed, vectors }: PreparedBatch): Promise<void> {
    for (const [index, outcome] of outcomes.entries()) {
      const { file } = files[index] as FileToPrepare;
      if (outcome.kind === 'cut') {
        this.#ports.onNotes?.(file.path, outcome.notes);
        continue;
      }
      this.#stats.set(file.path, { bytes: file.bytes, lastModified: file.lastModified });
      if (outcome.kind === 'same') this.#dirty = true;
      else {
        this.#skip(outcome.entry);
        if (this.#draft.remove(file.path)) this.#dirty = true;
      }
    }
    if (sealed === null) return;
    this.#stopIfAsked();
    const { embedder } = this.#ports;
    const made = vectors === null || embedder === null ? null : { vectors, embedder };
    const entry = await storeSegment(this.#ports.store, sealed, made);
    this.#draft.add({ entry, files: decodeFileTable(sealed.files) });
    if (made !== null) this.#meter.counts.chunksEmbedded += sealed.chunkCount;
    await this.#commit(false, this.#base?.skipped ?? null, this.#base?.stats ?? null);
  }

  async #embedMissing(): Promise<void> {
    const { embedder } = this.#ports;
    if (embedder === null) return;
    const wanted = vectorsIdentity(embedder);
    const missing = this.#draft.segments().filter((entry) => !hasVectorsOf(entry, wanted));
    if (missing.length > 0) await this.#embedSegments(missing, embedder);
    if (this.#draft.settleVectors(wanted)) this.#dirty = true;
  }

  /** One commit a segment, so that a stop loses at most the vectors of one. */
  async #embedSegments(missing: readonly SegmentEntry[], embedder: Embedder): Promise<void> {
    const { counts } = this.#meter;
    const missingChunks = missing.reduce((sum, entry) => sum + entry.chunkCount, 0);
    counts.chunksDone = Math.max(counts.chunksDone, this.#draft.counts(0).chunks);
    counts.chunksEmbedded = Math.max(0, counts.chunksDone - missingChunks);
    this.#meter.enter('embedding');
    for (const entry of missing) {
      await this.#embed(entry, embedder);
      if (entry !== missing.at(-1)) {
        await this.#commit(false, this.#base?.skipped ?? null, this.#base?.stats ?? null);
      }
    }
  }

  async #embed(entry: SegmentEntry, embedder: Embedder): Promise<void> {
    const vectors = await embedSegment(entry, this.#ports.store, embedder, async (chunks) => {
      this.#meter.counts.chunksEmbedded += chunks;
      await this.#breathe();
    });
    this.#draft.attachVectors(entry.id, vectors);
    this.#dirty = true;
  }

  async #sideTables(): Promise<[BlobRef | null, BlobRef | null]> {
    const { store } = this.#ports;
    const skipped = this.#skipped.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    const stats = [...this.#stats]
      .map(([path, stat]) => [path, stat.bytes, stat.lastModified] as const)
      .sort((a, b) => (a[0] < b[0] ? -1 : 1));
    const base = this.#base;
    const keep = async (
      kind: 'skipped' | 'stats',
      value: readonly unknown[],
    ): Promise<BlobRef | null> => {
      const before = base?.[kind] ?? null;
      const next = await writeJson(store, kind, value, before);
      if (next?.checksum !== before?.checksum) this.#dirty = true;
      return next;
    };
    return [await keep('skipped', skipped), await keep('stats', stats)];
  }

  async #finish(skipped: BlobRef | null, stats: BlobRef | null): Promise<IngestOutcome> {
    const upToDate = this.#job.root === null || this.#state === 'equal';
    const unchanged = !this.#dirty && upToDate && this.#commits === 0;
    if (!unchanged) await this.#commit(true, skipped, stats);
    // Also when nothing was written: a kill may have come between the last commit and its clean-up.
    await this.#ports.store.collectGarbage(this.#ports.keepGenerations);
    this.#meter.enter('done');
    return { generation: this.#generation, unchanged };
  }

  async #commit(complete: boolean, skipped: BlobRef | null, stats: BlobRef | null): Promise<void> {
    this.#stopIfAsked();
    const base = this.#base;
    const reached = complete && (this.#job.root !== null || base?.complete === true);
    // Until all files were looked at, some are as the former settings and rules had them: the next ingest must know.
    const { chunkerVersion, rulesVersion, featureVersion, settings } =
      base !== null && (this.#job.root === null || !reached)
        ? base
        : {
            chunkerVersion: CHUNKER_VERSION,
            rulesVersion: REPOSITORY_RULES_VERSION,
            featureVersion: FEATURE_VERSION,
            settings: this.#job.settings,
          };
    const draft = this.#draft.manifest({
      complete: reached,
      chunkerVersion,
      rulesVersion,
      settings,
      skipped,
      skippedCount:
        this.#job.root === null ? (this.#base?.counts.skipped ?? 0) : this.#skipped.length,
      stats,
    });
    const manifest = await this.#ports.store.commit(
      this.#generation,
      draft,
      this.#ports.date(),
      featureVersion,
    );
    this.#generation = manifest.generation;
    this.#commits++;
    this.#meter.counts.chunksCommitted = manifest.counts.chunks;
    this.#ports.onCommit(manifest);
    this.#meter.tick(true);
  }

  /** Reports progress, lets the event loop in from time to time, and stops when asked to. */
  async #breathe(): Promise<void> {
    this.#meter.tick();
    if (this.#ports.now() - this.#yieldedAt >= YIELD_EVERY_MS) {
      await this.#ports.yieldToEventLoop();
      this.#yieldedAt = this.#ports.now();
    }
    this.#stopIfAsked();
  }

  #stopIfAsked(): void {
    if (this.#ports.signal.aborted) throw new VectorGitError('cancelled', 'Indexing was stopped');
  }
}
