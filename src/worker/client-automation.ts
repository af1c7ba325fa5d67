import type {
  Generation,
  RepositoryId,
  RepositorySummary,
  SearchHit,
  SearchOptions,
  SkippedEntry,
} from '../domain/api.ts';
import type { EngineClient } from './client.ts';
import type { EngineStatus } from './protocol.ts';

/** What the page exposes as `window.vectorgit`, for tests, scripts and agents; README has it under "Automation". */
export interface Automation {
  whenReady(): Promise<void>;
  repositories(): Promise<
    Pick<
      RepositorySummary,
      'id' | 'name' | 'generation' | 'files' | 'chunks' | 'skipped' | 'bytes' | 'model'
    >[]
  >;
  /** Resolves when all is committed, vectors too. */
  ingest(
    source: FileList | readonly File[] | FileSystemDirectoryHandle,
    options?: { readonly name?: string },
  ): Promise<{ id: RepositoryId; generation: Generation }>;
  search(
    repositoryId: RepositoryId,
    query: string,
    options?: SearchOptions,
  ): Promise<{ generation: Generation; milliseconds: number; hits: readonly SearchHit[] }>;
  skipped(repositoryId: RepositoryId): Promise<readonly SkippedEntry[]>;
  status(): Promise<EngineStatus>;
  cancel(): Promise<void>;
  remove(repositoryId: RepositoryId): Promise<void>;
}

/** The same client that the UI uses, in the documented form. */
export function automationOf(client: EngineClient): Automation {
  return {
    whenReady: async () => {
      await client.whenReady();
    },
    repositories: async () =>
      (await client.repositories()).map(
        ({ id, name, generation, files, chunks, skipped, bytes, model }) => ({
          id,
          name,
          generation,
          files,
          chunks,
          skipped,
          bytes,
          model,
        }),
      ),
    ingest: async (source, options = {}) => {
      const input =
        source instanceof FileSystemDirectoryHandle
          ? ({ kind: 'directory', handle: source } as const)
          : ({ kind: 'files', files: [...source] } as const);
      const { id, generation } = await client.ingest(input, options);
      return { id, generation };
    },
    search: (repositoryId, query, options) => client.search(repositoryId, query, options),
    skipped: (repositoryId) => client.skipped(repositoryId),
    status: () => client.status(),
    cancel: () => client.cancel(),
    remove: (repositoryId) => client.remove(repositoryId),
  };
}
