/** The page's side of the boundary: starts the worker, revives errors, keeps what only a page can do. */
import { proxy, type Remote, wrap } from 'comlink';
import {
  type ChunkPlace,
  type CompletionReply,
  type EngineSettings,
  type FileChange,
  type Generation,
  type GenerationSummary,
  type HealthEvent,
  NO_GENERATION,
  type ParseNote,
  type RepositoryId,
  type RepositorySummary,
  type SearchOptions,
  type SearchReply,
  type SimilarReply,
  type SkippedEntry,
  type StorageReport,
  VectorGitError,
  type VerifyReport,
} from '../domain/api.ts';
import type { CitationFate, Explanation, KeptCitation } from '../explain/api.ts';
import { dropCanary, keepCanary, keptCanaries } from './client-canaries.ts';
import { archiveAmong, commonRoot, entriesOfFiles, packAmong } from './client-files.ts';
import { watchAnswers } from './client-watchdog.ts';
import { watchWorker } from './client-worker-life.ts';
import {
  type EngineApi,
  type EngineEvent,
  type EngineStatus,
  type EntryDirectory,
  type ExportedPack,
  type FileListing,
  type FileView,
  type IngestRequest,
  type IngestResult,
  type IngestSource,
  PROTOCOL_VERSION,
  type Reply,
  type RequestId,
  type StagedFile,
} from './protocol.ts';
import type { ModelListing } from './protocol-models.ts';
import { spawnEngineWorker } from './spawn.ts';

/** What a page can hand in. A `File` that is an archive is unpacked, one that is a pack is taken in as it is; a list of files is one repository. */
export type IngestInput =
  | { readonly kind: 'directory'; readonly handle: FileSystemDirectoryHandle }
  | { readonly kind: 'entries'; readonly name: string; readonly root: EntryDirectory }
  | { readonly kind: 'files'; readonly files: readonly File[] }
  | { readonly kind: 'archive'; readonly file: File };

export interface IngestCallOptions {
  readonly name?: string;
  /** Renew this repository rather than making one. */
  readonly repositoryId?: RepositoryId;
  readonly includeAnyway?: readonly string[];
  readonly maxFileBytes?: number;
}

/** The one client that the UI, tests and scripts use. Rejects with `VectorGitError`. */
export interface EngineClient {
  whenReady(): Promise<EngineStatus>;
  repositories(): Promise<readonly RepositorySummary[]>;
  /** Resolves when all is committed, vectors too. */
  ingest(input: IngestInput, options?: IngestCallOptions): Promise<IngestResult>;
  /** Reads the kept source again; asks for permission, so call it from a click. */
  sync(id: RepositoryId, options?: IngestCallOptions): Promise<IngestResult>;
  /** A newer search cancels the older one, which rejects with `cancelled`. */
  search(id: RepositoryId, query: string, options?: SearchOptions): Promise<SearchReply>;
  /** Beside the search that is shown: it cancels nothing and nothing cancels it. For counts and measurements. */
  searchBeside(id: RepositoryId, query: string, options?: SearchOptions): Promise<SearchReply>;
  /** What a text that was copied from elsewhere names, then what is like it: code, an error, a stack trace, a diff. */
  searchPasted(id: RepositoryId, text: string, options?: SearchOptions): Promise<SearchReply>;
  /** The answer from the code alone. A newer one cancels the older, which rejects with `cancelled`. */
  explain(id: RepositoryId, question: string): Promise<Explanation>;
  /** What has become of citations of an older generation, in their order. */
  recheck(id: RepositoryId, citations: readonly KeptCitation[]): Promise<readonly CitationFate[]>;
  /** Ways to go on with a query at the caret (UTF-16 units): filters, languages, paths, definitions. */
  complete(id: RepositoryId, text: string, caret: number): Promise<CompletionReply>;
  /** Chunks most like one that is indexed, best first; null when it is gone, or has no vector. */
  similar(
    id: RepositoryId,
    place: ChunkPlace,
    narrow?: readonly string[],
  ): Promise<SimilarReply | null>;
  file(id: RepositoryId, path: string): Promise<FileView>;
  files(id: RepositoryId): Promise<readonly FileListing[]>;
  skipped(id: RepositoryId): Promise<readonly SkippedEntry[]>;
  /** What the chunker told of the files that were cut since the engine started. */
  parseNotes(id: RepositoryId): Promise<readonly ParseNote[]>;
  /** The newest generation as one file, `<name>.vgpack`; no skipped file and no secret is in it. */
  exportPack(id: RepositoryId): Promise<ExportedPack>;
  status(): Promise<EngineStatus>;
  cancel(): Promise<void>;
  remove(id: RepositoryId): Promise<void>;
  /** The kept generations, newest first. */
  history(id: RepositoryId): Promise<readonly GenerationSummary[]>;
  /** What `to` has otherwise than `from`, by path. */
  diff(id: RepositoryId, from: Generation, to: Generation): Promise<readonly FileChange[]>;
  /** Makes a new generation with the content of an old one. */
  rollBack(id: RepositoryId, generation: Generation): Promise<Generation>;
  /** A labelled generation is kept for good; null takes the label away. */
  label(id: RepositoryId, generation: Generation, label: string | null): Promise<void>;
  /** Reads every stored byte; heals when the settings say so. */
  verify(id: RepositoryId): Promise<VerifyReport>;
  /** The health log, newest first. */
  health(): Promise<readonly HealthEvent[]>;
  storage(): Promise<StorageReport>;
  settings(): Promise<EngineSettings>;
  changeSettings(changes: Partial<EngineSettings>): Promise<EngineSettings>;
  /** The models that could make the vectors, the default first. */
  models(): Promise<readonly ModelListing[]>;
  /** Answers when the model is loaded; vectors are made anew in the background. */
  chooseModel(id: string): Promise<void>;
  /** `files`: of one folder in Hugging Face layout, whose paths may begin with the folder's own name. */
  addModelFolder(id: string, files: readonly File[]): Promise<ModelListing>;
  /** Keeps what `fetchHubModel` (client-hub.ts) has brought, as `addModelFolder` does. */
  addHubModel(id: string, files: readonly StagedFile[]): Promise<ModelListing>;
  removeModel(id: string): Promise<void>;
  /** Asks the browser not to evict what is stored; true when it promises so. */
  persist(): Promise<boolean>;
  /** Ends an engine that does not answer and starts another; requests under way reject with `worker/crashed`. */
  restart(): void;
  /** Calls back on every event from now on; returns the way to stop. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Generation that the page has seen committed last, by repository. */
  lastCommitted(id: RepositoryId): Generation;
}

/**
 * Names, sizes and times of so many files are told at once. To learn a file's size and time the browser asks the file
 * system while the page waits, .3 ms a file: that is what a folder costs that is given again, and this many keep the
 * page's tasks under 50 ms, two batches being one task at the most. The `File`s follow one by one when the engine opens them.
 */
const FILES_PER_MESSAGE = 70;
/** Sent before the first of them is answered: the engine's answer to each batch is not waited for, on a busy machine. */
const MESSAGES_IN_FLIGHT = 2;

/** An engine that stops twice within this time is not started a third time. */
const RESTART_PAUSE_MS = 60_000;

/** Starts the engine. When it crashes it is started again; requests under way then reject with `worker/crashed`. */
export function startEngine(): EngineClient {
  return new WorkerEngineClient();
}

class WorkerEngineClient implements EngineClient {
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #committed = new Map<RepositoryId, Generation>();
  #remote!: Remote<EngineApi>;
  #ready!: Promise<EngineStatus>;
  /** Of the requests under way: how each hears that the worker is gone. */
  readonly #waiting = new Set<(error: VectorGitError) => void>();
  #crashedAt = Number.NEGATIVE_INFINITY;
  /** Ends the engine under way, with the reason for the console. */
  #end: (reason: string, restarts: boolean) => void = () => undefined;
  /** Made so far: numbers them. */
  #searches = 0;
  /** The one that is shown next, while it is under way; 0 when none is. */
  #lastSearch = 0;
  /** Counts down, so that its ids never meet those of searches. */
  #lastExplain = 0;
  #stagings = 0;

  constructor() {
    this.#start();
  }

  #start(): void {
    const name = `vectorgit-engine-${crypto.randomUUID()}`;
    const worker = spawnEngineWorker(name);
    const remote = wrap<EngineApi>(worker);
    this.#remote = remote;
    this.#ready = this.#settled(
      remote.hello(
        PROTOCOL_VERSION,
        document.baseURI,
        proxy((event: EngineEvent) => this.#hear(event)),
        keptCanaries(),
      ),
    );
    this.#ready.then(
      (status) => this.#hear({ type: 'status', status }),
      () => undefined,
    );
    let isOver = false;
    let unwatch = (): void => undefined;
    // By its own name: when the lock of an engine that was ended is granted, `#end` is already that of the next one.
    const end = (reason: string, restarts: boolean): void => {
      if (isOver) return;
      isOver = true;
      unwatch();
      worker.terminate();
      this.#crashed(reason, restarts);
    };
    this.#end = end;
    watchWorker(worker, name, this.#ready, (reason) => end(reason, false));
    this.#ready.then(
      () => {
        if (isOver) return;
        unwatch = watchAnswers({
          isWaited: () => this.#waiting.size > 0,
          ask: () => remote.status(),
          onStuck: (isStuck) => this.#hear({ type: 'stuck', isStuck }),
        });
      },
      () => undefined,
    );
  }

  restart(): void {
    this.#end('it did not answer, and was ended by hand', true);
  }

  /** Starts again by itself, unless the engine has just done so (what fails at once would fail for ever) or `restarts`. */
  #crashed(reason: string, restarts: boolean): void {
    const now = performance.now();
    const restarted = restarts || now - this.#crashedAt > RESTART_PAUSE_MS;
    this.#crashedAt = now;
    const error = new VectorGitError(
      'worker/crashed',
      'The search engine stopped; what was committed is safe',
      { details: { reason, restarted } },
    );
    console.warn('The search engine stopped:', reason);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    if (restarted) this.#start();
    else this.#ready = Promise.reject(error);
    this.#ready.catch(() => undefined);
    for (const reject of waiting) reject(error);
    this.#hear({ type: 'crashed', restarted });
  }

  #hear(event: EngineEvent): void {
    if (event.type === 'committed') this.#committed.set(event.repositoryId, event.generation);
    if (event.type === 'removed') {
      this.#committed.delete(event.repositoryId);
      dropCanary(event.repositoryId);
    }
    if (event.type === 'canary') {
      keepCanary(event.canary);
      return;
    }
    for (const listener of this.#listeners) listener(event);
  }

  /** The value of a reply, or its error revived; a crash of the worker ends the wait. */
  async #settled<Value>(reply: Promise<Reply<Value>>): Promise<Value> {
    // Not a race with one promise of the crash: that would keep every reply alive as long as the worker.
    const settled = await new Promise<Reply<Value>>((resolve, reject) => {
      this.#waiting.add(reject);
      reply.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
    if (settled.ok) return settled.value;
    const { code, message, details } = settled.error;
    throw new VectorGitError(code, message, { details });
  }

  async #call<Value>(request: (remote: Remote<EngineApi>) => unknown): Promise<Value> {
    await this.#ready;
    return this.#settled(request(this.#remote) as Promise<Reply<Value>>);
  }

  whenReady(): Promise<EngineStatus> {
    return this.#ready;
  }

  repositories(): Promise<readonly RepositorySummary[]> {
    return this.#call((remote) => remote.repositories());
  }

  async ingest(input: IngestInput, options: IngestCallOptions = {}): Promise<IngestResult> {
    await this.#ready;
    const { source, entries } = await this.#sourceOf(input);
    return this.#ingest(source, options, entries);
  }

  async sync(id: RepositoryId, options: IngestCallOptions = {}): Promise<IngestResult> {
    const handle = await this.#call<FileSystemDirectoryHandle | null>((remote) =>
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
    return this.#call((remote) => remote.ingest(request, entries === null ? null : proxy(entries)));
  }

  async #sourceOf(
    input: IngestInput,
  ): Promise<{ readonly source: IngestSource; readonly entries: EntryDirectory | null }> {
    if (input.kind === 'entries') {
      return { source: { kind: 'entries', name: input.name }, entries: input.root };
    }
    if (input.kind === 'directory') return { source: input, entries: null };
    const pack = await packAmong(input.kind === 'files' ? input.files : [input.file]);
    if (pack !== null) return { source: { kind: 'pack', file: pack }, entries: null };
    if (input.kind !== 'files') return { source: input, entries: null };
    const archive = archiveAmong(input.files);
    if (archive !== null) return { source: { kind: 'archive', file: archive }, entries: null };
    const { name, files } = commonRoot(input.files);
    const stagingId = String(++this.#stagings);
    const sent: Promise<null>[] = [];
    for (let start = 0; start < files.length; start += FILES_PER_MESSAGE) {
      const batch = files.slice(start, start + FILES_PER_MESSAGE).map(({ path, file }) => ({
        path,
        bytes: file.size,
        lastModified: file.lastModified,
      }));
      const answer = this.#call<null>((remote) => remote.stageFiles(stagingId, name, batch));
      answer.catch(() => undefined); // told when its turn comes
      sent.push(answer);
      if (sent.length >= MESSAGES_IN_FLIGHT) await sent.shift();
    }
    await Promise.all(sent);
    return { source: { kind: 'staged', name, stagingId }, entries: entriesOfFiles(files) };
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
    return this.#call((remote) => remote.search(requestId, id, query, options));
  }

  /** A search that cancels the one before it, if that is still under way. */
  async #newestSearch<Value>(
    request: (remote: Remote<EngineApi>, requestId: RequestId) => unknown,
  ): Promise<Value> {
    this.#searches++;
    const requestId = this.#searches;
    if (this.#lastSearch > 0) void this.#remote.cancelSearch(this.#lastSearch);
    this.#lastSearch = requestId;
    try {
      return await this.#call<Value>((remote) => request(remote, requestId));
    } finally {
      if (this.#lastSearch === requestId) this.#lastSearch = 0;
    }
  }

  explain(id: RepositoryId, question: string): Promise<Explanation> {
    const older = this.#lastExplain;
    this.#lastExplain--;
    const requestId = this.#lastExplain;
    if (older < 0) void this.#remote.cancelSearch(older);
    return this.#call((remote) => remote.explain(requestId, id, question));
  }

  recheck(id: RepositoryId, citations: readonly KeptCitation[]): Promise<readonly CitationFate[]> {
    return this.#call((remote) => remote.recheck(id, citations));
  }

  complete(id: RepositoryId, text: string, caret: number): Promise<CompletionReply> {
    return this.#call((remote) => remote.complete(id, text, caret));
  }

  similar(
    id: RepositoryId,
    place: ChunkPlace,
    narrow: readonly string[] = [],
  ): Promise<SimilarReply | null> {
    return this.#newestSearch((remote, requestId) => remote.similar(requestId, id, place, narrow));
  }

  file(id: RepositoryId, path: string): Promise<FileView> {
    return this.#call((remote) => remote.file(id, path));
  }

  files(id: RepositoryId): Promise<readonly FileListing[]> {
    return this.#call((remote) => remote.files(id));
  }

  skipped(id: RepositoryId): Promise<readonly SkippedEntry[]> {
    return this.#call((remote) => remote.skipped(id));
  }

  parseNotes(id: RepositoryId): Promise<readonly ParseNote[]> {
    return this.#call((remote) => remote.parseNotes(id));
  }

  exportPack(id: RepositoryId): Promise<ExportedPack> {
    return this.#call((remote) => remote.exportPack(id));
  }

  status(): Promise<EngineStatus> {
    return this.#call((remote) => remote.status());
  }

  async cancel(): Promise<void> {
    await this.#call((remote) => remote.cancel());
  }

  async remove(id: RepositoryId): Promise<void> {
    await this.#ready;
    dropCanary(id);
    await this.#call((remote) => remote.remove(id));
  }

  history(id: RepositoryId): Promise<readonly GenerationSummary[]> {
    return this.#call((remote) => remote.history(id));
  }

  diff(id: RepositoryId, from: Generation, to: Generation): Promise<readonly FileChange[]> {
    return this.#call((remote) => remote.diff(id, from, to));
  }

  rollBack(id: RepositoryId, generation: Generation): Promise<Generation> {
    return this.#call((remote) => remote.rollBack(id, generation));
  }

  async label(id: RepositoryId, generation: Generation, label: string | null): Promise<void> {
    await this.#call((remote) => remote.label(id, generation, label));
  }

  verify(id: RepositoryId): Promise<VerifyReport> {
    return this.#call((remote) => remote.verify(id));
  }

  health(): Promise<readonly HealthEvent[]> {
    return this.#call((remote) => remote.health());
  }

  storage(): Promise<StorageReport> {
    return this.#call((remote) => remote.storage());
  }

  settings(): Promise<EngineSettings> {
    return this.#call((remote) => remote.settings());
  }

  changeSettings(changes: Partial<EngineSettings>): Promise<EngineSettings> {
    return this.#call((remote) => remote.changeSettings(changes));
  }

  models(): Promise<readonly ModelListing[]> {
    return this.#call((remote) => remote.models());
  }

  async chooseModel(id: string): Promise<void> {
    await this.#call((remote) => remote.chooseModel(id));
  }

  addModelFolder(id: string, files: readonly File[]): Promise<ModelListing> {
    const staged = files.map((file) => {
      const path = file.webkitRelativePath;
      return { path: path === '' ? file.name : path.slice(path.indexOf('/') + 1), file };
    });
    return this.#call((remote) => remote.addModelFolder(id, staged, 'folder'));
  }

  addHubModel(id: string, files: readonly StagedFile[]): Promise<ModelListing> {
    return this.#call((remote) => remote.addModelFolder(id, files, 'hub'));
  }

  async removeModel(id: string): Promise<void> {
    await this.#call((remote) => remote.removeModel(id));
  }

  async persist(): Promise<boolean> {
    return (await navigator.storage?.persist?.()) ?? false;
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lastCommitted(id: RepositoryId): Generation {
    return this.#committed.get(id) ?? NO_GENERATION;
  }
}
