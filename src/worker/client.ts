/** The page's side of the boundary: starts the worker, revives errors, keeps what only a page can do. */
import type {
  Generation,
  RepositoryId,
  RepositorySummary,
  SearchOptions,
  SearchReply,
  SkippedEntry,
} from '../domain/api.ts';
import type {
  EngineEvent,
  EngineStatus,
  EntryDirectory,
  FileListing,
  FileView,
  IngestResult,
} from './protocol.ts';

/** What a page can hand in. A `File` that is an archive is unpacked; a list of files is one repository. */
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
  file(id: RepositoryId, path: string): Promise<FileView>;
  files(id: RepositoryId): Promise<readonly FileListing[]>;
  skipped(id: RepositoryId): Promise<readonly SkippedEntry[]>;
  status(): Promise<EngineStatus>;
  cancel(): Promise<void>;
  remove(id: RepositoryId): Promise<void>;
  /** Calls back on every event from now on; returns the way to stop. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Generation that the page has seen committed last, by repository. */
  lastCommitted(id: RepositoryId): Generation;
}
