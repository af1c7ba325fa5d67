import type {
  EngineSettings,
  FileChange,
  Generation,
  GenerationSummary,
  HealthEvent,
  RepositoryId,
  RepositorySummary,
  SearchOptions,
  SearchReply,
  SkippedEntry,
  StorageReport,
  VerifyReport,
} from '../domain/api.ts';
import type { EngineClient } from './client.ts';
import type { ExplainAnswer } from './client-explain.ts';
import type { EngineEvent, EngineStatus, FileListing, FileView } from './protocol.ts';
import type { ModelListing } from './protocol-models.ts';

/** What the page exposes as `window.vectorgit`, for tests, scripts and agents; README has it under "Automation". */
export interface Automation {
  whenReady(): Promise<void>;
  repositories(): Promise<
    Pick<
      RepositorySummary,
      'id' | 'name' | 'generation' | 'files' | 'chunks' | 'skipped' | 'bytes' | 'model' | 'complete'
    >[]
  >;
  /** Resolves when all is committed, vectors too. */
  ingest(
    source: FileList | readonly File[] | FileSystemDirectoryHandle,
    options?: { readonly name?: string },
  ): Promise<{ id: RepositoryId; generation: Generation }>;
  search(repositoryId: RepositoryId, query: string, options?: SearchOptions): Promise<SearchReply>;
  /** What a text names (a stack trace, a diff), then what is like it; nothing in it is query language. */
  searchPasted(
    repositoryId: RepositoryId,
    text: string,
    options?: SearchOptions,
  ): Promise<SearchReply>;
  /** The answer from the code alone, each statement with the places it cites. */
  explain(repositoryId: RepositoryId, question: string): Promise<ExplainAnswer>;
  skipped(repositoryId: RepositoryId): Promise<readonly SkippedEntry[]>;
  files(repositoryId: RepositoryId): Promise<readonly FileListing[]>;
  file(repositoryId: RepositoryId, path: string): Promise<FileView>;
  /** The newest generation as one file, which `ingest([file])` takes in elsewhere. */
  exportPack(repositoryId: RepositoryId): Promise<File>;
  status(): Promise<EngineStatus>;
  cancel(): Promise<void>;
  remove(repositoryId: RepositoryId): Promise<void>;
  history(repositoryId: RepositoryId): Promise<readonly GenerationSummary[]>;
  diff(
    repositoryId: RepositoryId,
    from: Generation,
    to: Generation,
  ): Promise<readonly FileChange[]>;
  rollBack(repositoryId: RepositoryId, generation: Generation): Promise<Generation>;
  label(repositoryId: RepositoryId, generation: Generation, label: string | null): Promise<void>;
  verify(repositoryId: RepositoryId): Promise<VerifyReport>;
  health(): Promise<readonly HealthEvent[]>;
  storage(): Promise<StorageReport>;
  settings(): Promise<EngineSettings>;
  changeSettings(changes: Partial<EngineSettings>): Promise<EngineSettings>;
  models(): Promise<readonly ModelListing[]>;
  chooseModel(id: string): Promise<void>;
  addModelFolder(id: string, files: readonly File[]): Promise<ModelListing>;
  removeModel(id: string): Promise<void>;
  /** Calls back on every event from now on; returns the way to stop. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** The same client that the UI uses, in the documented form. */
export function automationOf(client: EngineClient): Automation {
  return {
    whenReady: async () => {
      await client.whenReady();
    },
    repositories: async () =>
      (await client.repositories()).map(
        ({ id, name, generation, files, chunks, skipped, bytes, model, complete }) => ({
          id,
          name,
          generation,
          files,
          chunks,
          skipped,
          bytes,
          model,
          complete,
        }),
      ),
    ingest: async (source, options = {}) => {
      // Not by the handle's class, which WebKitGTK does not have.
      const input =
        Symbol.iterator in source
          ? ({ kind: 'files', files: [...source] } as const)
          : ({ kind: 'directory', handle: source } as const);
      const { id, generation } = await client.ingest(input, options);
      return { id, generation };
    },
    search: (repositoryId, query, options) => client.search(repositoryId, query, options),
    searchPasted: (repositoryId, text, options) => client.searchPasted(repositoryId, text, options),
    explain: async (repositoryId, question) => {
      const [explanation, { explainAnswerOf }] = await Promise.all([
        client.explain(repositoryId, question),
        import('./client-explain.ts'),
      ]);
      return explainAnswerOf(explanation);
    },
    skipped: (repositoryId) => client.skipped(repositoryId),
    files: (repositoryId) => client.files(repositoryId),
    file: (repositoryId, path) => client.file(repositoryId, path),
    exportPack: async (repositoryId) => (await client.exportPack(repositoryId)).file,
    status: () => client.status(),
    cancel: () => client.cancel(),
    remove: (repositoryId) => client.remove(repositoryId),
    history: (repositoryId) => client.history(repositoryId),
    diff: (repositoryId, from, to) => client.diff(repositoryId, from, to),
    rollBack: (repositoryId, generation) => client.rollBack(repositoryId, generation),
    label: (repositoryId, generation, label) => client.label(repositoryId, generation, label),
    verify: (repositoryId) => client.verify(repositoryId),
    health: () => client.health(),
    storage: () => client.storage(),
    settings: () => client.settings(),
    changeSettings: (changes) => client.changeSettings(changes),
    models: () => client.models(),
    chooseModel: (id) => client.chooseModel(id),
    addModelFolder: (id, files) => client.addModelFolder(id, files),
    removeModel: (id) => client.removeModel(id),
    subscribe: (listener) => client.subscribe(listener),
  };
}
