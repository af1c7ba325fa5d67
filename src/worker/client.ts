/** The page's side of the boundary: what can be asked of the engine, and its start. */
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
import type {
  EngineEvent,
  EngineStatus,
  ExportedPack,
  FileListing,
  FileView,
  IngestResult,
} from './protocol.ts';
import type { ModelListing } from './protocol-models.ts';
import type { EntryDirectory, StagedFile } from './protocol-source.ts';

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
