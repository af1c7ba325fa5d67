import type { Generation, RepositoryId } from './ids.ts';
import type { IndexState } from './index-state.ts';

/** Where a repository's files came from, which decides whether it can be read again without the person. */
export type SourceKind = 'directory' | 'files' | 'archive' | 'pack';

/** One repository as the list shows it. */
export interface RepositorySummary {
  readonly id: RepositoryId;
  readonly name: string;
  readonly generation: Generation;
  readonly state: IndexState;
  readonly files: number;
  readonly chunks: number;
  /** Chunks that have a vector. */
  readonly embedded: number;
  /** Entries of the skipped list. */
  readonly skipped: number;
  /** Stored by VectorGit, in bytes. */
  readonly bytes: number;
  /** Of the indexed files, in bytes. */
  readonly sourceBytes: number;
  /** Id of the embedding model; null when there are no vectors. */
  readonly model: string | null;
  /** Milliseconds since 1970 of the last commit. */
  readonly committedAt: number;
  readonly source: SourceKind;
  /** True when a kept folder handle allows to sync without a new drop. */
  readonly canSync: boolean;
  /** False while the last ingest did not reach its end. */
  readonly complete: boolean;
  /** Indexed files by language, most first. */
  readonly languages: readonly { readonly language: string; readonly files: number }[];
}
