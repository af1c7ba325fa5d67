import { invariant, type RepositoryId, VectorGitError } from '../domain/api.ts';
import type { CatalogueRecord } from '../storage/api.ts';
import { type OpenedSource, openHandle, openSource, StagedFiles } from './opened-sources.ts';
import type { IngestRequest } from './protocol.ts';
import type { EntryDirectory } from './protocol-source.ts';

/** Where the files of repositories come from: folders that the browser keeps, and what was given in this session. */
export class SourceDesk {
  readonly staged = new StagedFiles();
  readonly #record: (id: RepositoryId) => Promise<CatalogueRecord>;
  /** Of this session, so that "include anyway" needs no new drop. */
  readonly #given = new Map<RepositoryId, OpenedSource>();

  /** `record` rejects with `repository/not-found`. */
  constructor(record: (id: RepositoryId) => Promise<CatalogueRecord>) {
    this.#record = record;
  }

  /** True when the source was given in this session. */
  has(id: RepositoryId): boolean {
    return this.#given.has(id);
  }

  keep(id: RepositoryId, source: OpenedSource): void {
    this.#given.set(id, source);
  }

  forget(id: RepositoryId): void {
    this.#given.delete(id);
  }

  /** The source of a repository when it can be read without the person: its kept folder, or that of this session. */
  async atHand(id: RepositoryId): Promise<OpenedSource | null> {
    const { handle } = await this.#record(id);
    const opened = handle === null ? null : await openHandle(handle).catch(() => null);
    return opened ?? this.#given.get(id) ?? null;
  }

  /** What a request is to read. `repository/source-needed` when that is no longer at hand. */
  async open(
    { source, repositoryId }: IngestRequest,
    entries: EntryDirectory | null,
  ): Promise<OpenedSource> {
    invariant(source.kind !== 'pack', 'a pack is not read as files are');
    if (source.kind !== 'kept') return openSource(source, this.staged, entries);
    if (repositoryId !== null) {
      const { handle } = await this.#record(repositoryId);
      if (handle !== null) return openHandle(handle);
      const given = this.#given.get(repositoryId);
      if (given !== undefined) return given;
    }
    throw new VectorGitError(
      'repository/source-needed',
      'The files are no longer at hand; drop the folder or archive again',
    );
  }
}
