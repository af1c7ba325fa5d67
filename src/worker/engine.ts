import { type Chunker, createChunker } from '../chunking/api.ts';
import {
  type Canary,
  type ChunkPlace,
  type EngineSettings,
  type Generation,
  invariant,
  type RepositoryId,
  type RepositorySummary,
  type SearchOptions,
  VectorGitError,
} from '../domain/api.ts';
import type { KeptCitation } from '../explain/api.ts';
import { preparationHere } from '../ingest/api.ts';
import { asWriter, type Manifest } from '../storage/api.ts';
import { builtGrammars } from './engine-assets.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { HealthDesk } from './health-desk.ts';
import { HealthLog } from './health-log.ts';
import { IngestDesk } from './ingest-desk.ts';
import { ModelDesk } from './model-desk.ts';
import { exportPack } from './pack-exchange.ts';
import { ParseNotes } from './parse-notes.ts';
import { PreparationPool } from './preparation/preparation-pool.ts';
import { mostWorkers, spawnPreparationWorker } from './preparation/spawn-preparation.ts';
import {
  type EngineApi,
  type EngineEvent,
  type EngineStatus,
  type IngestRequest,
  PROTOCOL_VERSION,
  type RequestId,
} from './protocol.ts';
import type { ModelOrigin } from './protocol-models.ts';
import type { EntryDirectory, StagedFacts, StagedFile } from './protocol-source.ts';
import { ReadingDesk } from './reading-desk.ts';
import { RepositoryShelf } from './repository-shelf.ts';
import { Scrubber } from './scrubber.ts';
import { SegmentMerger } from './segment-merger.ts';
import { SourceDesk } from './source-desk.ts';
import { StoreDesk } from './store-desk.ts';
import { TabChannel, type TabMessage } from './tab-channel.ts';
import { replying } from './wire-error.ts';

/** The engine: all rooms put together behind the calls of the protocol. */
export class Engine implements EngineApi {
  #onEvent: (event: EngineEvent) => void = () => undefined;
  #shelf: Promise<RepositoryShelf> | null = null;
  #chunker: Promise<Chunker> | null = null;
  #models: ModelDesk | null = null;
  readonly #tabs = new TabChannel();
  readonly #sources = new SourceDesk(async (id) => (await this.#openShelf()).record(id));
  readonly #notes = new ParseNotes();
  /** One ingest at a time; the next one waits for it. */
  #queue: Promise<unknown> = Promise.resolve();
  /** Commits are told in their order. */
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
    write: (record, source) => this.#ingests.write(record, source),
    onCommit: (id, manifest) => this.#noteCommit(id, manifest),
    onCanary: (canary) => this.#onEvent({ type: 'canary', canary }),
  });
  readonly #scrubber = new Scrubber({
    shelf: () => this.#openShelf(),
    health: this.#health,
    isBusy: () => this.#ingests.isWriting || this.#reading.isBusy,
  });
  readonly #preparation = new PreparationPool({
    spawn: spawnPreparationWorker,
    workers: mostWorkers(navigator.hardwareConcurrency),
    now: () => performance.now(),
    here: async () =>
      preparationHere({
        chunker: await this.#openChunker(),
        now: () => performance.now(),
        yieldToEventLoop: eventLoopTurn,
      }),
  });
  readonly #reading = new ReadingDesk({
    shelf: () => this.#openShelf(),
    health: this.#health,
    embedderFor: (manifest) => this.#models?.embedderFor(manifest) ?? null,
    onSearch: () => this.#preparation.giveWay(),
  });
  readonly #desk = new StoreDesk({
    health: this.#health,
    log: this.#log,
    shelf: () => this.#openShelf(),
    enqueue: (work) => this.#enqueue(work),
    onCommit: (id, manifest) => this.#noteCommit(id, manifest),
  });
  readonly #ingests = new IngestDesk({
    shelf: () => this.#openShelf(),
    sources: this.#sources,
    health: this.#health,
    models: () => this.#models,
    preparation: this.#preparation,
    settings: () => this.#desk.settings(),
    notes: this.#notes,
    enqueue: (work) => this.#enqueue(work),
    onCommit: (id, manifest) => this.#noteCommit(id, manifest),
    onRemoved: (repositoryId) => this.#announce({ type: 'removed', repositoryId }),
    onChange: () => this.#tellStatus(),
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
      const model = (await this.#models?.identity()) ?? null;
      const summaries = await (await this.#openShelf()).summaries(model);
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
      if (performance.now() - this.#toldAt >= 100) this.#ingests.showStaging(name, filesSeen);
      return null;
    });
  }

  ingest(request: IngestRequest, entries: EntryDirectory | null) {
    return replying(async () => {
      this.#merger.stop();
      const result = await this.#enqueue(() => this.#ingests.ingest(request, entries));
      if (!result.unchanged) this.#merger.mergeLater(result.id);
      return result;
    });
  }

  keptHandle(id: RepositoryId) {
    return replying(async () => (await (await this.#openShelf()).record(id)).handle);
  }

  search(requestId: RequestId, id: RepositoryId, query: string, options: SearchOptions) {
    return replying(() => this.#reading.search(requestId, id, query, options));
  }

  searchPasted(requestId: RequestId, id: RepositoryId, text: string, options: SearchOptions) {
    return replying(() => this.#reading.searchPasted(requestId, id, text, options));
  }

  explain(requestId: RequestId, id: RepositoryId, question: string) {
    return replying(() => this.#reading.explain(requestId, id, question));
  }

  recheck(id: RepositoryId, citations: readonly KeptCitation[]) {
    return replying(() => this.#reading.recheck(id, citations));
  }

  cancelSearch(requestId: RequestId) {
    return replying((): null => {
      this.#reading.cancel(requestId);
      return null;
    });
  }

  file(id: RepositoryId, path: string) {
    return replying(() => this.#reading.file(id, path));
  }

  files(id: RepositoryId) {
    return replying(() => this.#reading.files(id));
  }

  complete(id: RepositoryId, text: string, caret: number) {
    return replying(() => this.#reading.complete(id, text, caret));
  }

  similar(requestId: RequestId, id: RepositoryId, place: ChunkPlace, narrow: readonly string[]) {
    return replying(() => this.#reading.similar(requestId, id, place, narrow));
  }

  skipped(id: RepositoryId) {
    return replying(() => this.#reading.skipped(id));
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

  /** Another model is chosen. */
  #changeVectors(): void {
    this.#ingests.stopEmbedding();
    this.#ingests.resumeVectors();
  }

  status() {
    return replying(() => this.#status());
  }

  cancel() {
    return replying((): null => {
      this.#ingests.stop();
      return null;
    });
  }

  remove(id: RepositoryId) {
    return replying(async (): Promise<null> => {
      this.#ingests.stop(id);
      this.#merger.stop();
      await this.#enqueue(async () => {
        const shelf = await this.#openShelf();
        await asWriter(id, () => shelf.remove(id));
        this.#sources.forget(id);
        this.#reading.forgetJoined();
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
      await this.#reading.settled();
      await this.#models?.embedder();
      // What hinders it will hinder, and be told at, the first question of a person.
      await this.#reading.askAhead().catch(() => undefined);
      await this.#ingests.resume('all');
    } catch (error) {
      this.#ingests.fail(error);
    }
    this.#scrubber.start();
  }

  #enqueue<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#queue.then(work, work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #status(): EngineStatus {
    const { isWriting, progress, error } = this.#ingests;
    const busy = isWriting || progress !== null;
    return {
      state: busy ? 'ingesting' : error === null ? 'idle' : 'failed',
      progress,
      model: this.#models?.state ?? { state: 'loading', id: '', loadedBytes: 0, totalBytes: 0 },
      error,
    };
  }

  #tellStatus(): void {
    this.#toldAt = performance.now();
    this.#onEvent({ type: 'status', status: this.#status() });
  }

  #announce(message: TabMessage): void {
    this.#onEvent(message);
    this.#tabs.tell(message);
  }

  /** HEAD has moved: searches, the page and other tabs go to the new generation. */
  #noteCommit(id: RepositoryId, manifest: Manifest): Promise<void> {
    const { generation } = manifest;
    const telling = this.#telling.then(async () => {
      const shelf = await this.#openShelf();
      await shelf.refresh(id);
      this.#reading.forgetJoined();
      const canary = await shelf.canaryOf(id, manifest);
      if (canary !== null) this.#onEvent({ type: 'canary', canary });
      this.#announce({ type: 'committed', repositoryId: id, generation });
    });
    this.#telling = telling.catch(() => undefined);
    return this.#telling;
  }

  #listenToTabs(): void {
    this.#tabs.listen((message) => {
      const following = this.#openShelf().then(async (shelf) => {
        this.#reading.forgetJoined();
        if (message.type === 'removed') await shelf.forget(message.repositoryId);
        else await shelf.refresh(message.repositoryId);
        this.#onEvent(message);
      });
      following.catch((error: unknown) => this.#ingests.fail(error));
    });
  }
}
