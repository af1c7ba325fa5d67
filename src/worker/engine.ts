import { type Chunker, createChunker } from '../chunking/api.ts';
import {
  type Canary,
  DEFAULT_INGEST_SETTINGS,
  type EngineSettings,
  type Generation,
  hasCode,
  type IngestProgress,
  invariant,
  NO_GENERATION,
  type RepositoryId,
  type RepositorySummary,
  type SearchOptions,
  type SkippedEntry,
  VectorGitError,
} from '../domain/api.ts';
import type { KeptCitation } from '../explain/api.ts';
import { ingest, readSkipped } from '../ingest/api.ts';
import { type OpenedGeneration, type SearchPorts, search } from '../search/api.ts';
import { asWriter, type CatalogueRecord, databaseNameOf, type Manifest } from '../storage/api.ts';
import { builtGrammars } from './engine-assets.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { explainQuestion, recheckCitations } from './explain-engine.ts';
import { ModelLoader } from './model-loader.ts';
import { type OpenedSource, openHandle, openSource, StagedFiles } from './opened-sources.ts';
import { exportPack, type PackPorts, readPack, takeIn } from './pack-exchange.ts';
import {
  type EngineApi,
  type EngineEvent,
  type EngineStatus,
  type EntryDirectory,
  type FileListing,
  type FileView,
  type IngestRequest,
  type IngestResult,
  PROTOCOL_VERSION,
  type RequestId,
  type StagedFile,
  type WireError,
} from './protocol.ts';
import { regexWithBudget } from './regex-budget.ts';
import { renewedSettings } from './renewed-settings.ts';
import { RepositoryShelf } from './repository-shelf.ts';
import { SegmentMerger } from './segment-merger.ts';
import { StoreDesk } from './store-desk.ts';
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
  #model: ModelLoader | null = null;
  #channel: BroadcastChannel | null = null;
  readonly #staged = new StagedFiles();
  /** Sources of this session, so that "include anyway" needs no new drop. */
  readonly #sources = new Map<RepositoryId, OpenedSource>();
  readonly #searches = new Map<RequestId, AbortController>();
  /** One ingest at a time; the next one waits for it. */
  #queue: Promise<unknown> = Promise.resolve();
  #running: { readonly id: RepositoryId | null; readonly abort: AbortController } | null = null;
  #progress: IngestProgress | null = null;
  #error: WireError | null = null;
  /** Commits are told in their order, before the ingest answers. */
  #telling: Promise<void> = Promise.resolve();
  /** When the page was told the status last. */
  #toldAt = Number.NEGATIVE_INFINITY;

  readonly #desk = new StoreDesk({
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
    _canaries: readonly Canary[],
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
      this.#model ??= new ModelLoader(baseUrl, () => this.#tellStatus());
      this.#listenToTabs();
      await this.#openShelf();
      void this.#model.embedder().then(() => this.#resumeEmbedding());
      return this.#status();
    });
  }

  repositories() {
    return replying(async (): Promise<readonly RepositorySummary[]> => {
      const summaries = await (await this.#openShelf()).summaries();
      return summaries.map((summary) => ({
        ...summary,
        canSync: summary.canSync || this.#sources.has(summary.id),
      }));
    });
  }

  stageFiles(stagingId: string, name: string, files: readonly StagedFile[]) {
    return replying((): null => {
      const filesSeen = this.#staged.add(stagingId, files);
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
      if (!result.unchanged) void this.#merger.mergeLater(result.id);
      return result;
    });
  }

  keptHandle(id: RepositoryId) {
    return replying(async () => (await (await this.#openShelf()).record(id)).handle);
  }

  search(requestId: RequestId, id: RepositoryId, query: string, options: SearchOptions) {
    return this.#reading(requestId, id, (generation, ports) =>
      search(generation, query, options, ports),
    );
  }

  explain(requestId: RequestId, id: RepositoryId, question: string) {
    return this.#reading(requestId, id, (generation, ports) =>
      explainQuestion(generation, question, ports),
    );
  }

  recheck(id: RepositoryId, citations: readonly KeptCitation[]) {
    return replying(async () => recheckCitations(await this.#generation(id), citations));
  }

  /** One request over the newest generation, which `cancelSearch` may stop. */
  #reading<Value>(
    requestId: RequestId,
    id: RepositoryId,
    read: (generation: OpenedGeneration, ports: SearchPorts) => Promise<Value>,
  ) {
    return replying(async (): Promise<Value> => {
      const abort = new AbortController();
      this.#searches.set(requestId, abort);
      try {
        const generation = await this.#generation(id);
        // A search never waits for the model: until it is ready the words alone are ranked.
        const ready = this.#model?.state.state === 'ready';
        const embedder = ready ? ((await this.#model?.embedder()) ?? null) : null;
        return await read(generation, {
          embedder,
          signal: abort.signal,
          now: () => performance.now(),
          repositoryName: async () => (await (await this.#openShelf()).record(id)).name,
          regex: regexWithBudget,
          yieldToEventLoop: eventLoopTurn,
        });
      } finally {
        this.#searches.delete(requestId);
      }
    });
  }

  cancelSearch(requestId: RequestId) {
    return replying((): null => {
      this.#searches.get(requestId)?.abort();
      return null;
    });
  }

  file(id: RepositoryId, path: string) {
    return replying(async (): Promise<FileView> => {
      const { snapshot, texts, manifest } = await this.#generation(id);
      for (const { file, segment, ordinal } of snapshot.files()) {
        if (file.path !== path) continue;
        const chunks = snapshot.segments[segment]?.reader.chunks;
        const outline = Array.from({ length: file.chunks }, (_, index) => {
          const row = chunks?.row(file.firstChunk + index);
          return row === undefined ? [] : [{ ...row, chunkId: row.id }];
        }).flat();
        return {
          path,
          language: file.language,
          generation: manifest.generation,
          text: await texts.file(segment, ordinal),
          lossy: file.lossy,
          outline: outline.map(({ chunkId, startLine, endLine, type, name, definitions }) => ({
            chunkId,
            startLine,
            endLine,
            type,
            name,
            definitions,
          })),
        };
      }
      throw new VectorGitError('repository/path-not-found', `${path} is not in the index`, {
        details: { path },
      });
    });
  }

  files(id: RepositoryId) {
    return replying(async (): Promise<readonly FileListing[]> => {
      const { snapshot } = await this.#generation(id);
      return [...snapshot.files()]
        .map(({ file: { path, language, bytes, chunks } }) => ({ path, language, bytes, chunks }))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
    });
  }

  skipped(id: RepositoryId) {
    return replying(async (): Promise<readonly SkippedEntry[]> => {
      const { store } = await (await this.#openShelf()).get(id);
      return readSkipped(store, (await store.head())?.skipped ?? null);
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
    return replying(() => this.#desk.verify(id));
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

  exportPack(id: RepositoryId) {
    return replying(async () => exportPack(await this.#openShelf(), id));
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
        this.#sources.delete(id);
        this.#announce({ type: 'removed', repositoryId: id });
      });
      return null;
    });
  }

  #openShelf(): Promise<RepositoryShelf> {
    if (this.#shelf === null) {
      const opening = RepositoryShelf.open();
      this.#shelf = opening;
      opening.catch(() => {
        this.#shelf = null;
      });
    }
    return this.#shelf;
  }

  /** `repository/not-found` while nothing is committed. */
  async #generation(id: RepositoryId): Promise<OpenedGeneration> {
    const { opened } = await (await this.#openShelf()).get(id);
    const generation = await opened.current();
    if (generation !== null) return generation;
    throw new VectorGitError('repository/not-found', 'Nothing of this repository is indexed yet', {
      details: { id },
    });
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
      const source = await this.#sourceOf(request, entries);
      const { record, isNew } = await this.#recordFor(request, source);
      this.#sources.set(record.id, source);
      try {
        return await this.#write(record, source);
      } catch (error) {
        if (isNew) await this.#dropUncommitted(record.id);
        throw error;
      }
    } catch (error) {
      if (!hasCode(error, 'cancelled')) this.#error = wireErrorOf(error);
      throw error;
    } finally {
      this.#progress = null;
      this.#tellStatus();
    }
  }

  async #sourceOf(
    { source, repositoryId }: IngestRequest,
    entries: EntryDirectory | null,
  ): Promise<OpenedSource> {
    invariant(source.kind !== 'pack', 'a pack is not read as files are');
    if (source.kind !== 'kept') return openSource(source, this.#staged, entries);
    if (repositoryId !== null) {
      const { handle } = await (await this.#openShelf()).record(repositoryId);
      if (handle !== null) return openHandle(handle);
      const kept = this.#sources.get(repositoryId);
      if (kept !== undefined) return kept;
    }
    throw new VectorGitError(
      'repository/source-needed',
      'The files are no longer at hand; drop the folder or archive again',
    );
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
      this.#sources.delete(id);
      await this.#noteCommit(id, manifest);
      void this.#resumeEmbedding();
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
    const before =
      request.repositoryId === null
        ? (await catalogue.list()).find((record) => record.name === name)
        : await (await this.#openShelf()).record(request.repositoryId);
    const id = before?.id ?? (crypto.randomUUID().replaceAll('-', '').slice(0, 12) as RepositoryId);
    const record: CatalogueRecord = {
      id,
      name: before?.name ?? name,
      database: before?.database ?? databaseNameOf(id, 1),
      source: source.kind,
      handle: source.handle,
      settings: renewedSettings(before?.settings ?? DEFAULT_INGEST_SETTINGS, request.settings),
      createdAt: before?.createdAt ?? Date.now(),
    };
    await catalogue.put(record);
    return { record, isNew: before === undefined };
  }

  /** `source` null: only vectors that are missing are made. */
  async #write(record: CatalogueRecord, source: OpenedSource | null): Promise<IngestResult> {
    const shelf = await this.#openShelf();
    const { store } = await shelf.get(record.id);
    const abort = new AbortController();
    this.#running = { id: record.id, abort };
    try {
      this.#chunker ??= createChunker(builtGrammars);
      const chunker = await this.#chunker;
      const embedder = (await this.#model?.embedder()) ?? null;
      const { keepGenerations } = await this.#desk.settings();
      const outcome = await asWriter(record.id, () =>
        ingest(
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
            chunker,
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
            keepGenerations,
          },
        ),
      );
      return { id: record.id, ...outcome };
    } finally {
      await this.#telling;
      this.#running = null;
    }
  }

  /** A repository of which nothing was committed is not kept in the list. */
  async #dropUncommitted(id: RepositoryId): Promise<void> {
    const shelf = await this.#openShelf();
    const { store } = await shelf.get(id);
    const generation = (await store.head())?.generation ?? NO_GENERATION;
    if (generation !== NO_GENERATION) return;
    this.#sources.delete(id);
    await shelf.remove(id);
    this.#announce({ type: 'removed', repositoryId: id });
  }

  /** Vectors that an earlier session did not get to, or that another model made. */
  async #resumeEmbedding(): Promise<void> {
    if (this.#model?.state.state !== 'ready') return;
    const shelf = await this.#openShelf();
    for (const summary of await shelf.summaries()) {
      const stale = summary.model !== null && summary.model !== this.#model.state.id;
      if (summary.chunks === 0 || (summary.embedded === summary.chunks && !stale)) continue;
      await this.#enqueue(async () => this.#write(await shelf.record(summary.id), null))
        .catch((error: unknown) => {
          if (!hasCode(error, 'index/writer-locked') && !hasCode(error, 'cancelled')) {
            this.#error = wireErrorOf(error);
          }
        })
        .finally(() => {
          this.#progress = null;
          this.#tellStatus();
        });
    }
  }

  #status(): EngineStatus {
    const busy = this.#running !== null || this.#progress !== null;
    return {
      state: busy ? 'ingesting' : this.#error === null ? 'idle' : 'failed',
      progress: this.#progress,
      model: this.#model?.state ?? { state: 'loading', id: '', loadedBytes: 0, totalBytes: 0 },
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
      void this.#openShelf().then(async (shelf) => {
        if (data.type === 'removed') await shelf.forget(data.repositoryId);
        else await shelf.refresh(data.repositoryId);
        this.#onEvent(data);
      });
    });
  }
}
