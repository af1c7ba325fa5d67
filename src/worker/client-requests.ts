import { proxy, type Remote } from 'comlink';
import type {
  ChunkPlace,
  CompletionReply,
  EngineSettings,
  FileChange,
  Generation,
  GenerationSummary,
  HealthEvent,
  ParseNote,
  RepositoryId,
  RepositorySummary,
  SearchOptions,
  SearchReply,
  SimilarReply,
  SkippedEntry,
  StorageReport,
  VerifyReport,
} from '../domain/api.ts';
import type { CitationFate, Explanation, KeptCitation } from '../explain/api.ts';
import type { EngineClient, IngestCallOptions, IngestInput } from './client.ts';
import { dropCanary } from './client-canaries.ts';
import { EngineConnection } from './client-connection.ts';
import { handIn } from './client-handing-in.ts';
import type {
  EngineApi,
  EngineEvent,
  EngineStatus,
  ExportedPack,
  FileListing,
  FileView,
  IngestRequest,
  IngestResult,
  RequestId,
} from './protocol.ts';
import type { ModelListing } from './protocol-models.ts';
import type { EntryDirectory, IngestSource, StagedFile } from './protocol-source.ts';

/** From a search to painted rows: so long nothing else should hold the page. */
const SEARCH_MS = 120;

/** Every request of the page, put to the engine that there is. */
export class WorkerEngineClient implements EngineClient {
  readonly #connection = new EngineConnection();
  /** Made so far: numbers them. */
  #searches = 0;
  #lastSearch = 0;
  #searchedAt = Number.NEGATIVE_INFINITY;
  /** Counts down, so that its ids never meet those of searches. */
  #lastExplain = 0;

  whenReady(): Promise<EngineStatus> {
    return this.#connection.whenReady();
  }

  restart(): void {
    this.#connection.restart();
  }

  repositories(): Promise<readonly RepositorySummary[]> {
    return this.#connection.call((remote) => remote.repositories());
  }

  async ingest(input: IngestInput, options: IngestCallOptions = {}): Promise<IngestResult> {
    await this.#connection.whenReady();
    const { source, entries } = await handIn(
      input,
      (stagingId, name, batch) =>
        this.#connection.call((remote) => remote.stageFiles(stagingId, name, batch)),
      () => this.#letSearchesPass(),
    );
    return this.#ingest(source, options, entries);
  }

  async sync(id: RepositoryId, options: IngestCallOptions = {}): Promise<IngestResult> {
    const handle = await this.#connection.call<FileSystemDirectoryHandle | null>((remote) =>
      remote.keptHandle(id),
    );
    const asking = handle as
      | (FileSystemDirectoryHandle & {
          requestPermission?: (options: { mode: 'read' }) => Promise<PermissionState>;
        })
      | null;
    await asking?.requestPermission?.({ mode: 'read' });
    return this.#ingest({ kind: 'kept' }, { ...options, repositoryId: id });
  }

  #ingest(
    source: IngestSource,
    options: IngestCallOptions,
    entries: EntryDirectory | null = null,
  ): Promise<IngestResult> {
    const request: IngestRequest = {
      repositoryId: options.repositoryId ?? null,
      name: options.name ?? null,
      source,
      settings: {
        ...(options.includeAnyway === undefined ? {} : { includeAnyway: options.includeAnyway }),
        ...(options.maxFileBytes === undefined ? {} : { maxFileBytes: options.maxFileBytes }),
      },
    };
    return this.#connection.call((remote) =>
      remote.ingest(request, entries === null ? null : proxy(entries)),
    );
  }

  search(id: RepositoryId, query: string, options: SearchOptions = {}): Promise<SearchReply> {
    return this.#newestSearch((remote, requestId) => remote.search(requestId, id, query, options));
  }

  searchPasted(id: RepositoryId, text: string, options: SearchOptions = {}): Promise<SearchReply> {
    return this.#newestSearch((remote, requestId) =>
      remote.searchPasted(requestId, id, text, options),
    );
  }

  searchBeside(id: RepositoryId, query: string, options: SearchOptions = {}): Promise<SearchReply> {
    this.#searches++;
    const requestId = this.#searches;
    return this.#connection.call((remote) => remote.search(requestId, id, query, options));
  }

  /** However many searches there are, what waits for them goes on after each. */
  async #letSearchesPass(): Promise<void> {
    const left = this.#searchedAt + SEARCH_MS - performance.now();
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  }

  /** A search that cancels the one before it, if that is still under way. */
  async #newestSearch<Value>(
    request: (remote: Remote<EngineApi>, requestId: RequestId) => unknown,
  ): Promise<Value> {
    this.#searches++;
    this.#searchedAt = performance.now();
    const requestId = this.#searches;
    const older = this.#lastSearch;
    if (older > 0) this.#connection.tell((remote) => remote.cancelSearch(older));
    this.#lastSearch = requestId;
    try {
      return await this.#connection.call<Value>((remote) => request(remote, requestId));
    } finally {
      if (this.#lastSearch === requestId) this.#lastSearch = 0;
    }
  }

  explain(id: RepositoryId, question: string): Promise<Explanation> {
    const older = this.#lastExplain;
    this.#lastExplain--;
    const requestId = this.#lastExplain;
    if (older < 0) this.#connection.tell((remote) => remote.cancelSearch(older));
    return this.#connection.call((remote) => remote.explain(requestId, id, question));
  }

  recheck(id: RepositoryId, citations: readonly KeptCitation[]): Promise<readonly CitationFate[]> {
    return this.#connection.call((remote) => remote.recheck(id, citations));
  }

  complete(id: RepositoryId, text: string, caret: number): Promise<CompletionReply> {
    return this.#connection.call((remote) => remote.complete(id, text, caret));
  }

  similar(
    id: RepositoryId,
    place: ChunkPlace,
    narrow: readonly string[] = [],
  ): Promise<SimilarReply | null> {
    return this.#newestSearch((remote, requestId) => remote.similar(requestId, id, place, narrow));
  }

  file(id: RepositoryId, path: string): Promise<FileView> {
    return this.#connection.call((remote) => remote.file(id, path));
  }

  files(id: RepositoryId): Promise<readonly FileListing[]> {
    return this.#connection.call((remote) => remote.files(id));
  }

  skipped(id: RepositoryId): Promise<readonly SkippedEntry[]> {
    return this.#connection.call((remote) => remote.skipped(id));
  }

  parseNotes(id: RepositoryId): Promise<readonly ParseNote[]> {
    return this.#connection.call((remote) => remote.parseNotes(id));
  }

  exportPack(id: RepositoryId): Promise<ExportedPack> {
    return this.#connection.call((remote) => remote.exportPack(id));
  }

  status(): Promise<EngineStatus> {
    return this.#connection.call((remote) => remote.status());
  }

  async cancel(): Promise<void> {
    await this.#connection.call((remote) => remote.cancel());
  }

  async remove(id: RepositoryId): Promise<void> {
    await this.#connection.whenReady();
    dropCanary(id);
    await this.#connection.call((remote) => remote.remove(id));
  }

  history(id: RepositoryId): Promise<readonly GenerationSummary[]> {
    return this.#connection.call((remote) => remote.history(id));
  }

  diff(id: RepositoryId, from: Generation, to: Generation): Promise<readonly FileChange[]> {
    return this.#connection.call((remote) => remote.diff(id, from, to));
  }

  rollBack(id: RepositoryId, generation: Generation): Promise<Generation> {
    return this.#connection.call((remote) => remote.rollBack(id, generation));
  }

  async label(id: RepositoryId, generation: Generation, label: string | null): Promise<void> {
    await this.#connection.call((remote) => remote.label(id, generation, label));
  }

  verify(id: RepositoryId): Promise<VerifyReport> {
    return this.#connection.call((remote) => remote.verify(id));
  }

  health(): Promise<readonly HealthEvent[]> {
    return this.#connection.call((remote) => remote.health());
  }

  storage(): Promise<StorageReport> {
    return this.#connection.call((remote) => remote.storage());
  }

  settings(): Promise<EngineSettings> {
    return this.#connection.call((remote) => remote.settings());
  }

  changeSettings(changes: Partial<EngineSettings>): Promise<EngineSettings> {
    return this.#connection.call((remote) => remote.changeSettings(changes));
  }

  models(): Promise<readonly ModelListing[]> {
    return this.#connection.call((remote) => remote.models());
  }

  async chooseModel(id: string): Promise<void> {
    await this.#connection.call((remote) => remote.chooseModel(id));
  }

  addModelFolder(id: string, files: readonly File[]): Promise<ModelListing> {
    const staged = files.map((file) => {
      const path = file.webkitRelativePath;
      return { path: path === '' ? file.name : path.slice(path.indexOf('/') + 1), file };
    });
    return this.#connection.call((remote) => remote.addModelFolder(id, staged, 'folder'));
  }

  addHubModel(id: string, files: readonly StagedFile[]): Promise<ModelListing> {
    return this.#connection.call((remote) => remote.addModelFolder(id, files, 'hub'));
  }

  async removeModel(id: string): Promise<void> {
    await this.#connection.call((remote) => remote.removeModel(id));
  }

  async persist(): Promise<boolean> {
    return (await navigator.storage?.persist?.()) ?? false;
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    return this.#connection.subscribe(listener);
  }

  lastCommitted(id: RepositoryId): Generation {
    return this.#connection.lastCommitted(id);
  }
}
