/**
 * Wire types between the page and the engine worker; nothing else lives here.
 * Everything is structured-clonable; `Blob`-like things and handles are passed by reference by the browser.
 */
import type {
  Canary,
  ChunkId,
  ChunkPlace,
  ChunkType,
  CompletionReply,
  Definition,
  Generation,
  IngestProgress,
  IngestSettings,
  LanguageId,
  ParseNote,
  RepositoryId,
  RepositorySummary,
  SearchOptions,
  SearchReply,
  SimilarReply,
  SkippedEntry,
} from '../domain/api.ts';
import type { CitationFate, Explanation, KeptCitation } from '../explain/api.ts';
import type { ModelsApi } from './protocol-models.ts';
import type { Reply, WireError } from './protocol-reply.ts';
import type { EntryDirectory, IngestSource, StagedFacts } from './protocol-source.ts';
import type { StoreApi, StoreEvent } from './protocol-store.ts';

/** Bumped when a request or reply changes its shape: page and worker of different builds refuse each other. */
export const PROTOCOL_VERSION = 7;

export type RequestId = number;

export interface IngestRequest {
  /** Null makes a new repository, or renews the one of the same name. */
  readonly repositoryId: RepositoryId | null;
  readonly name: string | null;
  readonly source: IngestSource;
  readonly settings: Partial<IngestSettings>;
}

export interface IngestResult {
  readonly id: RepositoryId;
  readonly generation: Generation;
  /** Nothing differed, so nothing was written. */
  readonly unchanged: boolean;
}

export type ModelState =
  | {
      readonly state: 'loading';
      readonly id: string;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly state: 'ready';
      readonly id: string;
      readonly dimension: number;
      readonly engine: 'static' | 'transformers';
    }
  | { readonly state: 'failed'; readonly id: string; readonly error: WireError };

export interface EngineStatus {
  readonly state: 'idle' | 'ingesting' | 'failed';
  /** Of the ingest under way, else null. */
  readonly progress: IngestProgress | null;
  readonly model: ModelState;
  /** Of the last ingest when it failed; cleared by the next one. */
  readonly error: WireError | null;
}

export type EngineEvent =
  | { readonly type: 'status'; readonly status: EngineStatus }
  /** A new generation can be read, in this tab or by another one. */
  | {
      readonly type: 'committed';
      readonly repositoryId: RepositoryId;
      readonly generation: Generation;
    }
  | { readonly type: 'removed'; readonly repositoryId: RepositoryId }
  /** Told by the client, not by the engine, which is gone. Not restarted: it had stopped just before, too. */
  | { readonly type: 'crashed'; readonly restarted: boolean }
  /** By the page's own watch: the engine has not answered for 30 s though it is waited for; false when it does after all. */
  | { readonly type: 'stuck'; readonly isStuck: boolean }
  | StoreEvent;

export interface FileOutline {
  readonly chunkId: ChunkId;
  readonly startLine: number;
  readonly endLine: number;
  readonly type: ChunkType;
  readonly name: string | null;
  readonly definitions: readonly Definition[];
}

/** One whole indexed file. */
export interface FileView {
  readonly path: string;
  readonly language: LanguageId;
  readonly generation: Generation;
  readonly text: string;
  readonly lossy: boolean;
  readonly outline: readonly FileOutline[];
}

export interface FileListing {
  readonly path: string;
  readonly language: LanguageId;
  readonly bytes: number;
  readonly chunks: number;
}

export interface ExportedPack {
  readonly file: File;
  /** Indexed files that are not in it, and why. */
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

/** What the worker exposes. Few coarse calls; every reply is a `Reply`. */
export interface EngineApi extends StoreApi, ModelsApi {
  /**
   * `baseUrl`: the page's own base, against which models and other public files are resolved.
   * `canaries`: what the page has kept of earlier commits.
   */
  hello(
    protocolVersion: number,
    baseUrl: string,
    onEvent: (event: EngineEvent) => void,
    canaries: readonly Canary[],
  ): Promise<Reply<EngineStatus>>;
  repositories(): Promise<Reply<readonly RepositorySummary[]>>;
  /** One batch of a folder named `name`; an `ingest` of the staged source follows the last one. */
  stageFiles(stagingId: string, name: string, files: readonly StagedFacts[]): Promise<Reply<null>>;
  /** `entries` (of those, and of staged files) is an argument of its own: Comlink passes proxies at the top level only. */
  ingest(request: IngestRequest, entries: EntryDirectory | null): Promise<Reply<IngestResult>>;
  /** The kept folder handle, so that the page can ask for permission; null when there is none. */
  keptHandle(id: RepositoryId): Promise<Reply<FileSystemDirectoryHandle | null>>;
  search(
    requestId: RequestId,
    id: RepositoryId,
    query: string,
    options: SearchOptions,
  ): Promise<Reply<SearchReply>>;
  /** As `search`, for a text that was copied from elsewhere: code, an error, a stack trace, a diff. */
  searchPasted(
    requestId: RequestId,
    id: RepositoryId,
    text: string,
    options: SearchOptions,
  ): Promise<Reply<SearchReply>>;
  /** The answer from the code alone. Cancelled as a search is. */
  explain(requestId: RequestId, id: RepositoryId, question: string): Promise<Reply<Explanation>>;
  /** What has become of citations of an older generation, in their order. */
  recheck(
    id: RepositoryId,
    citations: readonly KeptCitation[],
  ): Promise<Reply<readonly CitationFate[]>>;
  /** Ways to go on with a query at the caret (UTF-16 units). */
  complete(id: RepositoryId, text: string, caret: number): Promise<Reply<CompletionReply>>;
  /** Chunks most like one that is indexed, narrowed by queries; null when it is gone, or has no vector. Cancelled as a search is. */
  similar(
    requestId: RequestId,
    id: RepositoryId,
    place: ChunkPlace,
    narrow: readonly string[],
  ): Promise<Reply<SimilarReply | null>>;
  file(id: RepositoryId, path: string): Promise<Reply<FileView>>;
  files(id: RepositoryId): Promise<Reply<readonly FileListing[]>>;
  skipped(id: RepositoryId): Promise<Reply<readonly SkippedEntry[]>>;
  /** What the chunker told of the files that were cut since the engine started, by path: nothing of it is stored. */
  parseNotes(id: RepositoryId): Promise<Reply<readonly ParseNote[]>>;
  /** The newest generation as one file, `<name>.vgpack`; no skipped file and no secret is in it. */
  exportPack(id: RepositoryId): Promise<Reply<ExportedPack>>;
  status(): Promise<Reply<EngineStatus>>;
  /** Stops the ingest under way at its next step; what was committed stays. */
  cancel(): Promise<Reply<null>>;
  cancelSearch(requestId: RequestId): Promise<Reply<null>>;
  remove(id: RepositoryId): Promise<Reply<null>>;
}
