import {
  DEFAULT_INGEST_SETTINGS,
  type EngineSettings,
  hasCode,
  type IngestProgress,
  NOTHING_DONE,
  type RepositoryId,
  type RepositorySummary,
  VectorGitError,
} from '../domain/api.ts';
import { ingest, type Preparation } from '../ingest/api.ts';
import { asWriter, type CatalogueRecord, databaseNameOf, type Manifest } from '../storage/api.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { HealthDesk } from './health-desk.ts';
import type { ModelDesk } from './model-desk.ts';
import type { OpenedSource } from './opened-sources.ts';
import { type PackPorts, readPack, takeIn } from './pack-exchange.ts';
import type { ParseNotes } from './parse-notes.ts';
import type { IngestRequest, IngestResult } from './protocol.ts';
import type { WireError } from './protocol-reply.ts';
import type { EntryDirectory } from './protocol-source.ts';
import { renewedSettings } from './renewed-settings.ts';
import type { RepositoryShelf, ShelvedRepository } from './repository-shelf.ts';
import type { SourceDesk } from './source-desk.ts';
import { wireErrorOf } from './wire-error.ts';

export interface IngestDeskPorts {
  readonly shelf: () => Promise<RepositoryShelf>;
  readonly sources: SourceDesk;
  readonly health: Pick<HealthDesk, 'forgetTries' | 'mendNow'>;
  /** Null before the page has said hello. */
  readonly models: () => ModelDesk | null;
  readonly preparation: Preparation;
  readonly settings: () => Promise<EngineSettings>;
  readonly notes: ParseNotes;
  /** One piece of work after the other; all that writes goes through it. */
  readonly enqueue: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** Resolves when this commit and those before it were told. */
  readonly onCommit: (id: RepositoryId, manifest: Manifest) => Promise<void>;
  readonly onRemoved: (id: RepositoryId) => void;
  /** What is under way, or how it failed, has changed. */
  readonly onChange: () => void;
}

/** What is written into repositories: an ingest of files, a pack, what an earlier session left; one at a time. */
export class IngestDesk {
  readonly #ports: IngestDeskPorts;
  #running: { readonly id: RepositoryId | null; readonly abort: AbortController } | null = null;
  #progress: IngestProgress | null = null;
  #error: WireError | null = null;

  constructor(ports: IngestDeskPorts) {
    this.#ports = ports;
  }

  get isWriting(): boolean {
    return this.#running !== null;
  }

  /** Null while nothing is under way. */
  get progress(): IngestProgress | null {
    return this.#progress;
  }

  /** How the last work ended, if badly. */
  get error(): WireError | null {
    return this.#error;
  }

  /** Files are being handed over to an ingest that is to come; nothing while another one is under way. */
  showStaging(name: string, filesSeen: number): void {
    if (this.#running === null) this.#show({ ...NOTHING_DONE, name, filesSeen });
  }

  /** Stops what is under way: all of it, or only what writes this repository. What was committed stays. */
  stop(id: RepositoryId | null = null): void {
    if (id === null || this.#running?.id === id) this.#running?.abort.abort();
  }

  /** Another model was chosen: vectors that are just being made are of no use. */
  stopEmbedding(): void {
    if (this.#progress?.phase === 'embedding') this.#running?.abort.abort();
  }

  /** Work that nobody waits for has failed. */
  fail(error: unknown): void {
    this.#error = wireErrorOf(error);
    this.#ports.onChange();
  }

  async ingest(request: IngestRequest, entries: EntryDirectory | null): Promise<IngestResult> {
    const { sources, health, onRemoved } = this.#ports;
    this.#error = null;
    try {
      if (request.source.kind === 'pack') {
        return await this.#importPack(request.source.file, request.name);
      }
      const source = await sources.open(request, entries);
      const shelf = await this.#ports.shelf();
      const { record, isNew } = await recordFor(request, source, shelf);
      sources.keep(record.id, source);
      try {
        health.forgetTries(record.id);
        return await this.#mended(record, () =>
          this.#write(record, source, () => shelf.hold(record)),
        );
      } catch (error) {
        if (isNew && (await shelf.dropUncommitted(record.id))) {
          sources.forget(record.id);
          onRemoved(record.id);
        }
        throw error;
      }
    } catch (error) {
      if (!hasCode(error, 'cancelled')) this.#error = wireErrorOf(error);
      throw error;
    } finally {
      this.#show(null);
    }
  }

  /** Reads the source again, or makes only vectors that are missing when there is none. */
  write(record: CatalogueRecord, source: OpenedSource | null): Promise<IngestResult> {
    return this.#write(record, source, async () =>
      (await this.#ports.shelf()).get(record.id),
    ).finally(() => this.#show(null));
  }

  /**
   * What an earlier session did not get to: files of an ingest that was cut off, when their source can be read
   * without the person, and vectors that are missing or of another model.
   */
  async resume(what: 'all' | 'vectors'): Promise<void> {
    const shelf = await this.#ports.shelf();
    const models = this.#ports.models();
    const summaries = async () => shelf.summaries((await models?.identity()) ?? null);
    for (const summary of await summaries()) {
      if (summary.chunks === 0) continue;
      const isCutOff = what === 'all' && !summary.complete;
      const source = isCutOff ? await this.#ports.sources.atHand(summary.id) : null;
      if (source === null && !lacksVectors(summary, models)) continue;
      await this.#ports
        .enqueue(async () => this.write(await shelf.record(summary.id), source))
        .catch((error: unknown) => {
          // Damage is the health desk's matter, another tab's ingest its own.
          const known = ['index/writer-locked', 'index/corrupt', 'cancelled'] as const;
          if (!known.some((code) => hasCode(error, code))) this.fail(error);
        });
    }
    const left = await summaries();
    const isReady = models?.state.state === 'ready';
    if (isReady && !left.some((summary) => lacksVectors(summary, models))) models.releaseOthers();
  }

  resumeVectors(): void {
    this.resume('vectors').catch((error: unknown) => this.fail(error));
  }

  #show(progress: IngestProgress | null): void {
    this.#progress = progress;
    this.#ports.onChange();
  }

  /** Once more after a mend, when HEAD itself was damaged. */
  async #mended<Value>(record: CatalogueRecord, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      if (hasCode(error, 'storage/quota-exceeded')) throw await this.#roomError(record.id, error);
      if (!hasCode(error, 'index/corrupt')) throw error;
      await this.#ports.health.mendNow(record.id, error);
      return work();
    }
  }

  /** What was stored for nothing goes; the error tells how much room there is. */
  async #roomError(id: RepositoryId, error: VectorGitError): Promise<VectorGitError> {
    const { store } = await (await this.#ports.shelf()).get(id);
    const { keepGenerations } = await this.#ports.settings();
    await asWriter(id, () => store.collectGarbage(keepGenerations)).catch(() => undefined);
    const { usage = 0, quota = 0 } = await navigator.storage
      .estimate()
      .catch((): StorageEstimate => ({}));
    const details = { ...error.details, usedBytes: usage, quotaBytes: quota };
    return new VectorGitError(error.code, error.message, { details, cause: error });
  }

  /** Checks all of a pack, then stores it; vectors that this device's model did not make are made anew later. */
  async #importPack(file: File, name: string | null): Promise<IngestResult> {
    const abort = new AbortController();
    this.#running = { id: null, abort };
    try {
      const ports: PackPorts = {
        shelf: await this.#ports.shelf(),
        signal: abort.signal,
        keepGenerations: (await this.#ports.settings()).keepGenerations,
        onProgress: (progress) => this.#show({ ...NOTHING_DONE, phase: 'indexing', ...progress }),
      };
      const { record, manifest } = await takeIn(await readPack(file, ports), name, ports);
      const { id } = record;
      this.#ports.sources.forget(id);
      await this.#ports.onCommit(id, manifest);
      this.resumeVectors();
      return { id, generation: manifest.generation, unchanged: false };
    } finally {
      this.#running = null;
    }
  }

  async #write(
    record: CatalogueRecord,
    source: OpenedSource | null,
    open: () => Promise<ShelvedRepository>,
  ): Promise<IngestResult> {
    const { notes, preparation } = this.#ports;
    const abort = new AbortController();
    this.#running = { id: record.id, abort };
    /** Commits are told before the ingest answers. */
    let told: Promise<void> = Promise.resolve();
    try {
      const embedder = (await this.#ports.models()?.embedder()) ?? null;
      const { keepGenerations, autoHeal } = await this.#ports.settings();
      const outcome = await asWriter(record.id, async () => {
        const { store } = await open();
        return ingest(
          {
            repositoryId: record.id,
            name: record.name,
            root: source?.root ?? null,
            skipped: source?.skipped ?? [],
            settings: record.settings,
            browserHidesTilde: source?.browserHidesTilde ?? false,
          },
          {
            store,
            preparation,
            embedder,
            signal: abort.signal,
            now: () => performance.now(),
            date: () => Date.now(),
            yieldToEventLoop: eventLoopTurn,
            onProgress: (progress) => this.#show(progress),
            onCommit: (manifest) => {
              told = this.#ports.onCommit(record.id, manifest);
            },
            onNotes: (path, found) => notes.set(record.id, path, found),
            keepGenerations,
            mayMend: autoHeal,
          },
        );
      });
      return { id: record.id, ...outcome };
    } finally {
      await told;
      this.#running = null;
    }
  }
}

/** The record to renew: the one asked for, else the one of the same name; otherwise a new one. */
async function recordFor(
  request: IngestRequest,
  source: OpenedSource,
  shelf: RepositoryShelf,
): Promise<{ record: CatalogueRecord; isNew: boolean }> {
  const name = request.name ?? source.name;
  const asked =
    request.repositoryId === null ? undefined : await shelf.record(request.repositoryId);
  let isNew = true;
  const record = await shelf.catalogue.putAmong((records) => {
    const before = asked ?? records.find((other) => other.name === name);
    isNew = before === undefined;
    const id = before?.id ?? (crypto.randomUUID().replaceAll('-', '').slice(0, 12) as RepositoryId);
    return {
      id,
      name: before?.name ?? name,
      database: before?.database ?? databaseNameOf(id, 1),
      source: source.kind,
      handle: source.handle,
      settings: renewedSettings(before?.settings ?? DEFAULT_INGEST_SETTINGS, request.settings),
      createdAt: before?.createdAt ?? Date.now(),
      ...(before?.lost === undefined ? {} : { lost: before.lost }),
    };
  });
  return { record, isNew };
}

/** True when the chosen model is ready and has not made all vectors of the repository. */
function lacksVectors(
  { embedded, chunks, model, state }: RepositorySummary,
  models: ModelDesk | null,
): boolean {
  if (models?.state.state !== 'ready') return false;
  if (state === 'model-changed') return true;
  return embedded < chunks || (model !== null && model !== models.state.id);
}
