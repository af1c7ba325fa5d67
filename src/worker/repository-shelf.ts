import {
  type Canary,
  NO_GENERATION,
  type RepositoryId,
  type RepositorySummary,
  VectorGitError,
} from '../domain/api.ts';
import { OpenedRepository } from '../search/api.ts';
import {
  Catalogue,
  type CatalogueRecord,
  type Manifest,
  manifestHash,
  RepositoryStore,
  storedBytes,
} from '../storage/api.ts';

interface ShelvedRepository {
  readonly store: RepositoryStore;
  readonly opened: OpenedRepository;
}

/** The repositories of this device, each opened once for this worker. */
export class RepositoryShelf {
  readonly catalogue: Catalogue;
  readonly #opened = new Map<RepositoryId, Promise<ShelvedRepository>>();

  private constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  static async open(): Promise<RepositoryShelf> {
    return new RepositoryShelf(await Catalogue.open());
  }

  /** `repository/not-found` for an id that is not in the catalogue. */
  async record(id: RepositoryId): Promise<CatalogueRecord> {
    const record = await this.catalogue.get(id);
    if (record === null) {
      throw new VectorGitError(
        'repository/not-found',
        'There is no such repository on this device',
        {
          details: { id },
        },
      );
    }
    return record;
  }

  async get(id: RepositoryId): Promise<ShelvedRepository> {
    const known = this.#opened.get(id);
    if (known !== undefined) return known;
    const record = await this.record(id);
    const opening = RepositoryStore.open(record.database).then((store) => ({
      store,
      opened: new OpenedRepository(store),
    }));
    this.#opened.set(id, opening);
    opening.catch(() => this.#opened.delete(id));
    return opening;
  }

  /** HEAD has moved, here or in another tab. */
  async refresh(id: RepositoryId): Promise<void> {
    (await this.#opened.get(id))?.opened.refresh();
  }

  /** Forgets a repository that another tab removed. */
  async forget(id: RepositoryId): Promise<void> {
    const opened = await this.#opened.get(id);
    this.#opened.delete(id);
    opened?.store.close();
  }

  async remove(id: RepositoryId): Promise<void> {
    const { store } = await this.get(id);
    this.#opened.delete(id);
    await this.catalogue.remove(id);
    await store.destroy();
  }

  /** What the page is to keep of a commit; null when the repository was removed meanwhile. */
  async canaryOf(id: RepositoryId, manifest: Manifest): Promise<Canary | null> {
    const record = await this.catalogue.get(id);
    if (record === null) return null;
    return {
      repositoryId: id,
      name: record.name,
      generation: manifest.generation,
      chunks: manifest.counts.chunks,
      bytes: storedBytes(manifest),
      manifestHash: await manifestHash(manifest),
      time: manifest.committedAt,
      home: 'disk',
    };
  }

  async summaries(): Promise<RepositorySummary[]> {
    const records = await this.catalogue.list();
    return Promise.all(records.map((record) => this.#summary(record)));
  }

  async #summary(record: CatalogueRecord): Promise<RepositorySummary> {
    const { store } = await this.get(record.id);
    const manifest = await store.head();
    const vectors = manifest?.segments.find((segment) => segment.vectors !== null)?.vectors;
    return {
      id: record.id,
      name: record.name,
      generation: manifest?.generation ?? NO_GENERATION,
      files: manifest?.counts.files ?? 0,
      chunks: manifest?.counts.chunks ?? 0,
      embedded: manifest?.counts.embedded ?? 0,
      skipped: manifest?.counts.skipped ?? 0,
      bytes: manifest === null ? 0 : storedBytes(manifest),
      sourceBytes: manifest?.counts.sourceBytes ?? 0,
      model: vectors?.modelId ?? null,
      committedAt: manifest?.committedAt ?? record.createdAt,
      source: record.source,
      canSync: record.handle !== null,
      complete: manifest?.complete ?? false,
      languages: manifest?.counts.languages ?? [],
    };
  }
}
