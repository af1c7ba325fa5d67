/** Wire types of the store: history, health, storage. */
import type {
  Canary,
  EngineSettings,
  FileChange,
  Generation,
  GenerationSummary,
  HealthEvent,
  RepositoryId,
  StorageReport,
  VerifyReport,
} from '../domain/api.ts';
import type { Reply } from './protocol-reply.ts';

export type StoreEvent =
  | { readonly type: 'health'; readonly event: HealthEvent }
  /** Another tab has a newer version, or the database is being upgraded: the page asks for a reload. */
  | { readonly type: 'outdated' }
  /** To be kept by the page, in place of the one that it has of this repository. */
  | { readonly type: 'canary'; readonly canary: Canary };

/** The calls of the store. */
export interface StoreApi {
  /** Newest first. */
  history(id: RepositoryId): Promise<Reply<readonly GenerationSummary[]>>;
  /** By path. */
  diff(id: RepositoryId, from: Generation, to: Generation): Promise<Reply<readonly FileChange[]>>;
  /** The new generation, which has the content of the old one. */
  rollBack(id: RepositoryId, generation: Generation): Promise<Reply<Generation>>;
  label(id: RepositoryId, generation: Generation, label: string | null): Promise<Reply<null>>;
  /** Reads every byte of every kept generation; heals when the settings say so. */
  verify(id: RepositoryId): Promise<Reply<VerifyReport>>;
  /** Newest first. */
  health(): Promise<Reply<readonly HealthEvent[]>>;
  storage(): Promise<Reply<StorageReport>>;
  settings(): Promise<Reply<EngineSettings>>;
  changeSettings(changes: Partial<EngineSettings>): Promise<Reply<EngineSettings>>;
}
