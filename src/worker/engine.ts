import { type Chunker, createChunker } from '../chunking/api.ts';
import {
  type Canary,
  type ChunkPlace,
  type CompletionReply,
  DEFAULT_HIT_LIMIT,
  DEFAULT_INGEST_SETTINGS,
  type EngineSettings,
  type Generation,
  hasCode,
  type IngestProgress,
  invariant,
  type RepositoryId,
  type RepositorySummary,
  type SearchOptions,
  type SkippedEntry,
  VectorGitError,
} from '../domain/api.ts';
import type { KeptCitation } from '../explain/api.ts';
import {
  ingest,
  preparationHere,
  readSkipped,
  type VectorsIdentity,
  vectorsIdentity,
} from '../ingest/api.ts';
import {
  completeQuery,
  GenerationJoiner,
  type OpenedGeneration,
  type SearchPorts,
  similarChunks,
} from '../search/api.ts';
import { asWriter, type CatalogueRecord, databaseNameOf, type Manifest } from '../storage/api.ts';
import { changedSince } from './changed-since.ts';
import { completionWords } from './completion-words.ts';
import { builtGrammars } from './engine-assets.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { explainQuestion, recheckCitations } from './explain-engine.ts';
import { fileListing, fileView } from './file-views.ts';
import { HealthDesk } from './health-desk.ts';
import { HealthLog } from './health-log.ts';
import {
  type DeviceSearchPorts,
  searchRepositories,
  searchRepositoriesPasted,
} from './joined-reading.ts';
import { ModelDesk } from './model-desk.ts';
import type { OpenedSource } from './opened-sources.ts';
import { exportPack, type PackPorts, readPack, takeIn } from './pack-exchange.ts';
import { ParseNotes } from './parse-notes.ts';
import { PreparationPool } from './preparation/preparation-pool.ts';
import { mostWorkers, spawnPreparationWorker } from './preparation/spawn-preparation.ts';
import {
  type EngineApi,
  type EngineEvent,
  type EngineStatus,
  type EntryDirectory,
  type IngestRequest,
  type IngestResult,
  PROTOCOL_VERSION,
  type RequestId,
  type StagedFacts,
  type StagedFile,
  type WireError,
} from './protocol.ts';
import type { ModelOrigin } from './protocol-models.ts';
import { regexWithBudget } from './regex-budget.ts';
import { renewedSettings } from './renewed-settings.ts';
import { RepositoryShelf, type ShelvedRepository } from './repository-shelf.ts';
import { Scrubber } from './scrubber.ts';
import { SegmentMerger } from './segment-merger.ts';
import { SourceDesk } from './source-desk.ts';
import { StoreDesk } from './store-desk.ts';
import { readWhole } from './whole-reading.ts';
import { replying, wireErrorOf } from './wire-error.ts';

const CHANNEL = 'vectorgit';

/** Progress of an ingest whose files are still being handed over. */
const NOTHING_DONE: IngestProgress = {
  repositoryId: null,
  name: '',
  phase: 'listing',
  filesSeen: 0,
  filesSkipped: 0,
  filesTotal: null,
  filesDone: 0,
  bytesDone: 0,
  chunksCommitted: 0,
  chunksDone: 0,
  chunksEmbedded: 0,
  chunksPerSecond: 0,
  secondsLeft: null,
  elapsedMilliseconds: 0,
};

/** What one tab tells the others. */
type TabMessage =
  | {
      readonly type: 'committed';
      readonly repositoryId: RepositoryId;
      readonly generation: Generation;
    }
  | { readonly type: 'removed'; readonly repositoryId: RepositoryId };

/** The engine: all rooms put together behind the calls of the protocol. */
export class Engine implements EngineApi {
  #onEvent: (event: EngineEvent) => void = () => undefined;
  #shelf: Promise<RepositoryShelf> | null = null;
  #chunker: Promise<Chunker> | null = null;
  #models: ModelDesk | null = null;
  #channel: BroadcastChannel | null = null;
  readonly #sources = new SourceDesk(async (id) => (await this.#openShelf()).record(id));
  readonly #joiner = new GenerationJoiner();
  readonly #notes = new ParseNotes();
  readonly #searches = new Map<RequestId, AbortController>();
  /** Of searches under way. */
  readonly #answers = new Set<Promise<unknown>>();
  /** One ingest at a time; the next one waits for it. */
  #queue: Promise<unknown> = Promise.resolve();
  #running: { readonly id: RepositoryId | null; readonly abort: AbortController } | null = null;
  #progress: IngestProgress | null = null;
  #error: WireError | null = null;
  /** Commits are told in their order, before the ingest answers. */
  #telling: Promise<void> = Promise.resolve();
  /** When the page was told the status last. */
  #toldAt = Number.NEGATIVE_INFINITY;

  #canaries: readonly Canary[] = [];
  readonly #log = new HealthLog(
    () => this.#openShelf(),
    (event) => this.#onEvent({ type: 'health', event }),
  );
  readonly #health = new HealthDesk({
    shelf: () => this.#openShelf(),
    log: this.#log,
    enqueue: (work) => this.#enqueue(work),
    chunker: () => this.#openChunker(),
    embedder: async () => (await this.#models?.embedder()) ?? null,
    source: (id) => this.#sources.atHand(id),
    write: (record, source) => this.#write(record, source).finally(() => this.#endProgress()),
    onCommit: (id, manifest) => this.#noteCommit(id, manifest),
    onCanary: (canary) => this.#onEvent({ type: 'canary', canary }),
  });
  readonly #scrubber = new Scrubber({
    shelf: () => this.#openShelf(),
    health: this.#health,
    isBusy: () => this.#running !== null || this.#searches.size > 0,
  });
  readonly #preparation = new PreparationPool({
    spawn: spawnPreparationWorker,
    workers: mostWorkers(navigator.hardwareConcurrency),
    here: async () =>
      preparationHere({
        chunker: await this.#openChunker(),
        now: () => performance.now(),
        yieldToEventLoop: eventLoopTurn,
      }),
  });
  readonly #desk = new StoreDesk({
    health: this.#health,
    log: this.#log,
    shelf: () => this.#openShelf(),
    enqueue: (work) => this.#enqueue(work),
    onCommit: (id, manifest) => this.#noteCommit(id, manifest),
  });
  readonly #merger = new SegmentMerger({
    shelf: () => this.#openShelf(),
    enqueue: (work) => this.#enqueue(work),
    keepGenerations: async () => (await this.#desk.settings()).keepGenerations,
    onCommit: (id, manifest) => this.#noteCommit(id, manifest),
  });

  hello(
    version: number,
    baseUrl: string,
    onEvent: (event: EngineEvent) => void,
    canaries: readonly Canary[],
  ) {
    return replying(async () => {
      if (version !== PROTOCOL_VERSION) {
        throw new VectorGitError(
          'worker/outdated',
          'Page and engine are of different versions; reload',
          {
            details: { page: version, engine: PROTOCOL_VERSION },
          },
        );
      }
      this.#onEvent = onEvent;
      this.#canaries = canaries;
      this.#models ??= new ModelDesk({
        baseUrl,
        onState: () => this.#tellStatus(),
        choice: async () => (await this.#desk.settings()).model,
        keepChoice: async (model) => void (await this.#desk.changeSettings({ model })),
      });
      this.#listenToTabs();
      await this.#openShelf();
      void this.#start(canaries);
      return this.#status();
    });
  }

  repositories() {
    return replying(async (): Promise<readonly RepositorySummary[]> => {
      const summaries = await (await this.#openShelf()).summaries(await this.#modelIdentity());
      return summaries.map((summary) => ({
        ...summary,
        canSync: summary.canSync || this.#sources.has(summary.id),
      }));
    });
  }

  stageFiles(stagingId: string, name: string, files: readonly StagedFacts[]) {
    return replying((): null => {
      const filesSeen = this.#sources.staged.add(stagingId, files);
      // Handing over 20,000 files takes seconds: the person sees that it goes on.
      if (this.#running === null && performance.now() - this.#toldAt >= 100) {
        this.#progress = { ...NOTHING_DONE, name, filesSeen };
        this.#tellStatus();
      }
      return null;
    });
  }

  ingest(request: IngestRequest, entries: EntryDirectory | null) {
    return replying(async () => {
      this.#merger.stop();
      const result = await this.#enqueue(() => this.#ingest(request, entries));
      if (!result.unchanged) this.#merger.mergeLater(result.id);
      return result;
    });
  }

  keptHandle(id: RepositoryId) {
    return replying(async () => (await (await this.#openShelf()).record(id)).handle);
  }

  search(requestId: RequestId, id: RepositoryId, query: string, options: SearchOptions) {
    return this.#searching(requestId, id, (ports) =>
      searchRepositories(id, query, options, { ...ports, joiner: this.#joiner }),
    );
  }

  searchPasted(requestId: RequestId, id: RepositoryId, text: string, options: SearchOptions) {
    return this.#searching(requestId, id, (ports) =>
      searchRepositoriesPasted(id, text, options, { ...ports, joiner: this.#joiner }),
    );
  }

  explain(requestId: RequestId, id: RepositoryId, question: string) {
    return this.#reading(requestId, id, (generation, ports) =>
      explainQuestion(generation, question, ports),
    );
  }

  recheck(id: RepositoryId, citations: readonly KeptCitation[]) {
    return replying(() =>
      this.#whole(id, async (generation) => recheckCitations(generation, citations)),
    );
  }

  /** One request over the newest generation, which `cancelSearch` may stop. */
  #reading<Value>(
    requestId: RequestId,
    id: RepositoryId,
    read: (generation: OpenedGeneration, ports: SearchPorts) => Promise<Value>,
  ) {
    return this.#searching(requestId, id, (ports) =>
      readWhole(id, ports.shelf, ports.health, (generation) =>
        read(generation, { ...ports, embedder: ports.embedderFor(generation.manifest) }),
      ),
    );
  }

  /** One request, which `cancelSearch` may stop, with all that a search needs. */
  #searching<Value>(
    requestId: RequestId,
    id: RepositoryId,
    run: (ports: Omit<DeviceSearchPorts, 'joiner'>) => Promise<Value>,
  ) {
    this.#preparation.giveWay();
    const answering = replying(async (): Promise<Value> => {
      const abort = new AbortController();
      this.#searches.set(requestId, abort);
      try {
        const shelf = await this.#openShelf();
        return await run({
          shelf,
          health: this.#health,
          // A search never waits for the model: until it is ready the words alone are ranked.
          embedderFor: (manifest) => this.#models?.embedderFor(manifest) ?? null,
          signal: abort.signal,
          now: () => performance.now(),
          repositoryName: async () => (await shelf.record(id)).name,
          changedSince: async (other, head, since) =>
            changedSince((await shelf.get(other ?? id)).store, head, since),
          regex: regexWithBudget,
          yieldToEventLoop: eventLoopTurn,
        });
      } finally {
        this.#searches.delete(requestId);
      }
    });
    this.#answers.add(answering);
    return answering.finally(() => this.#answers.delete(answering));
  }

  cancelSearch(requestId: RequestId) {
    return replying((): null => {
      this.#searches.get(requestId)?.abort();
      return null;
    });
  }

  file(id: RepositoryId, path: string) {
    return replying(() => this.#whole(id, (generation) => fileView(generation, path)));
  }

  files(id: RepositoryId) {
    return replying(() => this.#whole(id, async (generation) => fileListing(generation)));
  }

  complete(id: RepositoryId, text: string, caret: number) {
    return replying(async (): Promise<CompletionReply> => {
      const words = await completionWords(id, text.slice(0, caret), await this.#openShelf());
      return this.#whole(id, async ({ snapshot }) => completeQuery(snapshot, text, caret, words));
    });
  }

  similar(requestId: RequestId, id: RepositoryId, place: ChunkPlace, narrow: readonly string[]) {
    return this.#reading(requestId, id, (generation, ports) =>
      similarChunks(generation, place, DEFAULT_HIT_LIMIT, narrow, ports),
    );
  }

  skipped(id: RepositoryId) {
    return replying(async (): Promise<readonly SkippedEntry[]> => {
      const { store } = await (await this.#openShelf()).get(id);
      const read = async () => readSkipped(store, (await store.head())?.skipped ?? null);
      return read().catch(async (error: unknown) => {
        if (!hasCode(error, 'index/corrupt')) throw error;
        await this.#health.mend(id, error);
        return read();
      });
    });
  }

  history(id: RepositoryId) {
    return replying(() => this.#desk.history(id));
  }

  diff(id: RepositoryId, from: Generation, to: Generation) {
    return replying(() => this.#desk.diff(id, from, to));
  }

  rollBack(id: RepositoryId, generation: Generation) {
    return replying(() => this.#desk.rollBack(id, generation));
  }

  label(id: RepositoryId, generation: Generation, label: string | null) {
    return replying(() => this.#desk.label(id, generation, label));
  }

  verify(id: RepositoryId) {
    return replying(async () => {
      await this.#merger.settled();
      return this.#desk.verify(id);
    });
  }

  health() {
    return replying(() => this.#desk.health());
  }

  storage() {
    return replying(() => this.#desk.storage());
  }

  settings() {
    return replying(() => this.#desk.settings());
  }

  changeSettings(changes: Partial<EngineSettings>) {
    return replying(() => this.#desk.changeSettings(changes));
  }

  parseNotes(id: RepositoryId) {
    return replying(() => this.#notes.of(id));
  }

  exportPack(id: RepositoryId) {
    return replying(async () => exportPack(await this.#openShelf(), id));
  }

  models() {
    return replying(() => this.#modelDesk().models());
  }

  chooseModel(id: string) {
    return replying(async (): Promise<null> => {
      await this.#modelDesk().choose(id);
      this.#changeVectors();
      return null;
    });
  }

  addModelFolder(id: string, files: readonly StagedFile[], origin: ModelOrigin) {
    return replying(() => this.#modelDesk().addFolder(id, files, origin));
  }

  removeModel(id: string) {
    return replying(async (): Promise<null> => {
      if (await this.#modelDesk().remove(id)) this.#changeVectors();
      return null;
    });
  }

  #modelDesk(): ModelDesk {
    invariant(this.#models !== null, 'hello comes first');
    return this.#models;
  }

  /** Another model is chosen: vectors that the one before is just making are of no use. */
  #changeVectors(): void {
    if (this.#progress?.phase === 'embedding') this.#running?.abort.abort();
    this.#resumeVectors();
  }

  status() {
    return replying(() => this.#status());
  }

  cancel() {
    return replying((): null => {
      this.#running?.abort.abort();
      return null;
    });
  }

  remove(id: RepositoryId) {
    return replying(async (): Promise<null> => {
      if (this.#running?.id === id) this.#running.abort.abort();
      this.#merger.stop();
      await this.#enqueue(async () => {
        const shelf = await this.#openShelf();
        await asWriter(id, () => shelf.remove(id));
        this.#sources.forget(id);
        this.#joiner.forget();
        this.#announce({ type: 'removed', repositoryId: id });
      });
      return null;
    });
  }

  #openShelf(): Promise<RepositoryShelf> {
    if (this.#shelf === null) {
      const opening = RepositoryShelf.open({
        canaries: this.#canaries,
        onOutdated: () => this.#onEvent({ type: 'outdated' }),
        onTrouble: ({ record, why, done }) => {
          const name = record?.name ?? '';
          const what = 'A database of the browser cannot be opened';
          const line = { severity: 'warning', what, why, done, lost: null } as const;
          void this.#log.add(record?.id ?? null, name, line);
        },
      });
      this.#shelf = opening;
      opening.catch(() => {
        this.#shelf = null;
      });
    }
    return this.#shelf;
  }

  #openChunker(): Promise<Chunker> {
    this.#chunker ??= createChunker(builtGrammars);
    return this.#chunker;
  }

  /** What follows the first answer: the check of every repository, then what an earlier session did not end. */
  async #start(canaries: readonly Canary[]): Promise<void> {
    try {
      await this.#health.checkAll(canaries);
      // To read the model holds the thread for some 100 ms: the words of who asks at once are answered first.
      await Promise.all(this.#answers);
      await this.#models?.embedder();
      await this.#resume('all');
    } catch (error) {
      this.#tellFailure(error);
    }
    this.#scrubber.start();
  }

  #resumeVectors(): void {
    this.#resume('vectors').catch((error: unknown) => this.#tellFailure(error));
  }

  /** Of work that nobody waits for. */
  #tellFailure(error: unknown): void {
    this.#error = wireErrorOf(error);
    this.#tellStatus();
  }

  /** Runs on the newest generation, mended where it was damaged. `repository/not-found` while nothing is committed. */
  async #whole<Value>(
    id: RepositoryId,
    work: (generation: OpenedGeneration) => Promise<Value>,
  ): Promise<Value> {
    return readWhole(id, await this.#openShelf(), this.#health, work);
  }

  #enqueue<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#queue.then(work, work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #ingest(request: IngestRequest, entries: EntryDirectory | null): Promise<IngestResult> {
    this.#error = null;
    try {
      if (request.source.kind === 'pack') {
        return await this.#importPack(request.source.file, request.name);
      }
      const source = await this.#sources.open(request, entries);
      const shelf = await this.#openShelf();
      const { record, isNew } = await this.#recordFor(request, source);
      this.#sources.keep(record.id, source);
      try {
        this.#health.forgetTries(record.id);
        return await this.#mended(record, () =>
          this.#write(record, source, () => shelf.hold(record)),
        );
      } catch (error) {
        if (isNew && (await shelf.dropUncommitted(record.id))) {
          this.#sources.forget(record.id);
          this.#announce({ type: 'removed', repositoryId: record.id });
        }
        throw error;
      }
    } catch (error) {
      if (!hasCode(error, 'cancelled')) this.#error = wireErrorOf(error);
      throw error;
    } finally {
      this.#endProgress();
    }
  }

  #endProgress(): void {
    this.#progress = null;
    this.#tellStatus();
  }

  /** Once more after a mend, when HEAD itself was damaged. */
  async #mended<Value>(record: CatalogueRecord, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      if (hasCode(error, 'storage/quota-exceeded')) throw await this.#roomError(record.id, error);
      if (!hasCode(error, 'index/corrupt')) throw error;
      await this.#health.mendNow(record.id, error);
      return work();
    }
  }

  /** What was stored for nothing goes; the error tells how much room there is. */
  async #roomError(id: RepositoryId, error: VectorGitError): Promise<VectorGitError> {
    const { store } = await (await this.#openShelf()).get(id);
    const { keepGenerations } = await this.#desk.settings();
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
        shelf: await this.#openShelf(),
        signal: abort.signal,
        keepGenerations: (await this.#desk.settings()).keepGenerations,
        onProgress: (progress) => {
          this.#progress = { ...NOTHING_DONE, phase: 'indexing', ...progress };
          this.#tellStatus();
        },
      };
      const { record, manifest } = await takeIn(await readPack(file, ports), name, ports);
      const { id } = record;
      this.#sources.forget(id);
      await this.#noteCommit(id, manifest);
      this.#resumeVectors();
      return { id, generation: manifest.generation, unchanged: false };
    } finally {
      this.#running = null;
    }
  }

  /** The record to renew: the one asked for, else the one of the same name; otherwise a new one. */
  async #recordFor(
    request: IngestRequest,
    source: OpenedSource,
  ): Promise<{ record: CatalogueRecord; isNew: boolean }> {
    const { catalogue } = await this.#openShelf();
    const name = request.name ?? source.name;
    const asked =
      request.repositoryId === null
        ? undefined
        : await (await this.#openShelf()).record(request.repositoryId);
    let isNew = true;
    const record = await catalogue.putAmong((records) => {
      const before = asked ?? records.find((other) => other.name === name);
      isNew = before === undefined;
      const id =
        before?.id ?? (crypto.randomUUID().replaceAll('-', '').slice(0, 12) as RepositoryId);
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

  /** `source` null: only vectors that are missing are made. */
  async #write(
    record: CatalogueRecord,
    source: OpenedSource | null,
    open: (shelf: RepositoryShelf) => Promise<ShelvedRepository> = (shelf) => shelf.get(record.id),
  ): Promise<IngestResult> {
    const shelf = await this.#openShelf();
    const abort = new AbortController();
    this.#running = { id: record.id, abort };
    try {
      const embedder = (await this.#models?.embedder()) ?? null;
      const { keepGenerations, autoHeal } = await this.#desk.settings();
      const outcome = await asWriter(record.id, async () => {
        const { store } = await open(shelf);
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
            preparation: this.#preparation,
            embedder,
            signal: abort.signal,
            now: () => performance.now(),
            date: () => Date.now(),
            yieldToEventLoop: eventLoopTurn,
            onProgress: (progress) => {
              this.#progress = progress;
              this.#tellStatus();
            },
            onCommit: (manifest) => void this.#noteCommit(record.id, manifest),
            onNotes: (path, notes) => this.#notes.set(record.id, path, notes),
            keepGenerations,
            mayMend: autoHeal,
          },
        );
      });
      return { id: record.id, ...outcome };
    } finally {
      await this.#telling;
      this.#running = null;
    }
  }

  /** What vectors are made with here; null until the model is loaded. */
  async #modelIdentity(): Promise<VectorsIdentity | null> {
    if (this.#models?.state.state !== 'ready') return null;
    const embedder = await this.#models.embedder();
    return embedder === null ? null : vectorsIdentity(embedder);
  }

  /**
   * What an earlier session did not get to: files of an ingest that was cut off, when their source can be read
   * without the person, and vectors that are missing or of another model.
   */
  async #resume(what: 'all' | 'vectors'): Promise<void> {
    const shelf = await this.#openShelf();
    for (const summary of await shelf.summaries(await this.#modelIdentity())) {
      if (summary.chunks === 0) continue;
      const isCutOff = what === 'all' && !summary.complete;
      const source = isCutOff ? await this.#sources.atHand(summary.id) : null;
      if (source === null && !this.#lacksVectors(summary)) continue;
      await this.#enqueue(async () => this.#write(await shelf.record(summary.id), source))
        .catch((error: unknown) => {
          // Damage is the health desk's matter, another tab's ingest its own.
          const known = ['index/writer-locked', 'index/corrupt', 'cancelled'] as const;
          if (!known.some((code) => hasCode(error, code))) this.#error = wireErrorOf(error);
        })
        .finally(() => this.#endProgress());
    }
    const left = await shelf.summaries(await this.#modelIdentity());
    const isReady = this.#models?.state.state === 'ready';
    if (isReady && !left.some((summary) => this.#lacksVectors(summary)))
      this.#models?.releaseOthers();
  }

  #lacksVectors({ embedded, chunks, model, state }: RepositorySummary): boolean {
    const present = this.#status().model;
    if (present.state !== 'ready') return false;
    if (state === 'model-changed') return true;
    return embedded < chunks || (model !== null && model !== present.id);
  }

  #status(): EngineStatus {
    const busy = this.#running !== null || this.#progress !== null;
    return {
      state: busy ? 'ingesting' : this.#error === null ? 'idle' : 'failed',
      progress: this.#progress,
      model: this.#models?.state ?? { state: 'loading', id: '', loadedBytes: 0, totalBytes: 0 },
      error: this.#error,
    };
  }

  #tellStatus(): void {
    this.#toldAt = performance.now();
    this.#onEvent({ type: 'status', status: this.#status() });
  }

  #announce(message: TabMessage): void {
    this.#onEvent(message);
    this.#channel?.postMessage(message);
  }

  /** HEAD has moved: searches, the page and other tabs go to the new generation. */
  #noteCommit(id: RepositoryId, manifest: Manifest): Promise<void> {
    const { generation } = manifest;
    const telling = this.#telling.then(async () => {
      const shelf = await this.#openShelf();
      await shelf.refresh(id);
      this.#joiner.forget();
      const canary = await shelf.canaryOf(id, manifest);
      if (canary !== null) this.#onEvent({ type: 'canary', canary });
      this.#announce({ type: 'committed', repositoryId: id, generation });
    });
    this.#telling = telling.catch(() => undefined);
    return this.#telling;
  }

  #listenToTabs(): void {
    if (this.#channel !== null) return;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
      const following = this.#openShelf().then(async (shelf) => {
        this.#joiner.forget();
        if (data.type === 'removed') await shelf.forget(data.repositoryId);
        else await shelf.refresh(data.repositoryId);
        this.#onEvent(data);
      });
      following.catch((error: unknown) => this.#tellFailure(error));
    });
  }
}
