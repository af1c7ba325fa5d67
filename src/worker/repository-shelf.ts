import {
  type Canary,
  DEFAULT_INGEST_SETTINGS,
  hasCode,
  type IndexState,
  NO_GENERATION,
  type RepositoryId,
  type RepositorySummary,
  type StorageHome,
  VectorGitError,
} from '../domain/api.ts';
import { indexStateOf, PRESENT_VERSIONS, type VectorsIdentity } from '../ingest/api.ts';
import { OpenedRepository } from '../search/api.ts';
import {
  asWriter,
  type Catalogue,
  type CatalogueRecord,
  type FoundHome,
  findHome,
  findStore,
  type Home,
  type Manifest,
  manifestHash,
  type RepositoryStore,
  storedBytes,
} from '../storage/api.ts';

export interface ShelvedRepository {
  readonly store: RepositoryStore;
  readonly opened: OpenedRepository;
}

export interface ShelfPorts {
  /** What the page has kept of earlier commits. */
  readonly canaries: readonly Canary[];
  /** A newer version owns the database. */
  readonly onOutdated: () => void;
  /** A home or a database could not be used, and another one took its place. */
  readonly onTrouble: (trouble: Trouble) => void;
}

export interface Trouble {
  /** Null: the browser's storage as a whole. */
  readonly record: CatalogueRecord | null;
  readonly why: string;
  readonly done: string;
}

/** The repositories of this device, each opened once for this worker. */
export class RepositoryShelf {
  readonly catalogue: Catalogue;
  readonly #home: Home;
  readonly #onTrouble: ShelfPorts['onTrouble'];
  readonly #opened = new Map<RepositoryId, Promise<ShelvedRepository>>();
  #isKept = true;

  private constructor(home: Home, catalogue: Catalogue, onTrouble: ShelfPorts['onTrouble']) {
    this.#home = home;
    this.catalogue = catalogue;
    this.#onTrouble = onTrouble;
  }

  /** Opens the first home that can be used, and lists again the repositories that only the page still knows. */
  static async open(ports: ShelfPorts): Promise<RepositoryShelf> {
    const prefer = ports.canaries.some(({ home }) => home === 'bucket') ? 'bucket' : 'disk';
    return RepositoryShelf.openAt(await findHome(prefer, ports.onOutdated), ports);
  }

  static async openAt(
    { home, catalogue, troubles }: FoundHome,
    { canaries, onTrouble }: ShelfPorts,
  ): Promise<RepositoryShelf> {
    const shelf = new RepositoryShelf(home, catalogue, onTrouble);
    if (troubles.length > 0) {
      const done =
        home.kind === 'memory'
          ? 'this session works in memory: nothing is kept when the page closes'
          : `the index is kept in another place of the browser's storage (${home.kind})`;
      onTrouble({ record: null, why: troubles.join('; '), done });
    }
    for (const canary of canaries) {
      if ((await catalogue.get(canary.repositoryId)) === null) {
        await catalogue.put(recordOf(canary));
      }
    }
    return shelf;
  }

  /** Where the repositories are kept: memory, too, when the database of only one of them cannot be used. */
  get home(): StorageHome {
    return this.#isKept ? this.#home.kind : 'memory';
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
    const opening = this.#open(id);
    this.#opened.set(id, opening);
    opening.catch(() => this.#opened.delete(id));
    return opening;
  }

  async #open(id: RepositoryId): Promise<ShelvedRepository> {
    const known = await this.record(id);
    const { store, record, isKept, troubles } = await findStore(known, this.#home);
    if (troubles.length > 0) {
      if (isKept) await this.catalogue.put(record);
      this.#isKept &&= isKept;
      const done = isKept
        ? 'a new database took its place; the old one was left as it is'
        : 'it works in memory until the page closes';
      this.#onTrouble({ record, why: troubles.join('; '), done });
    }
    if (record.lost !== undefined) store.countFrom(record.lost);
    return { store, opened: new OpenedRepository(store) };
  }

  /** HEAD has moved, here or in another tab. */
  async refresh(id: RepositoryId): Promise<void> {
    (await this.#opened.get(id))?.opened.refresh();
  }

  /**
   * For the writer, in its lock: the repository as it is, put into the list again when another tab, which gave up
   * before its first commit, took it out meanwhile.
   */
  async hold(record: CatalogueRecord): Promise<ShelvedRepository> {
    if ((await this.catalogue.get(record.id)) === null) {
      await this.catalogue.put(record);
      await this.#close(record.id);
    }
    return this.get(record.id);
  }

  /** Forgets a repository that another tab removed, unless it was put back since. */
  async forget(id: RepositoryId): Promise<void> {
    const opening = this.#opened.get(id);
    const isThere = (await this.catalogue.get(id)) !== null;
    if (!isThere && this.#opened.get(id) === opening) await this.#close(id);
  }

  async #close(id: RepositoryId): Promise<void> {
    const opening = this.#opened.get(id);
    this.#opened.delete(id);
    (await opening?.catch(() => undefined))?.store.close();
  }

  /** A repository of which nothing was committed is not kept, unless another tab is writing it. True when it went. */
  async dropUncommitted(id: RepositoryId): Promise<boolean> {
    try {
      return await asWriter(id, async () => {
        const { store } = await this.get(id);
        if (((await store.head())?.generation ?? NO_GENERATION) !== NO_GENERATION) return false;
        await this.remove(id);
        return true;
      });
    } catch (error) {
      if (hasCode(error, 'index/writer-locked')) return false;
      throw error;
    }
  }

  async remove(id: RepositoryId): Promise<void> {
    const { store } = await this.get(id);
    // Whoever asks for it before it is off the list gets this store, which makes no database anew once it is destroyed.
    await this.catalogue.remove(id);
    this.#opened.delete(id);
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
      home: this.#home.kind,
      database: record.database,
    };
  }

  /** `model`: what this device makes vectors with; null while it is not known. */
  async summaries(model: VectorsIdentity | null): Promise<RepositorySummary[]> {
    const records = await this.catalogue.list();
    return Promise.all(records.map((record) => this.#summary(record, model)));
  }

  async #summary(
    record: CatalogueRecord,
    model: VectorsIdentity | null,
  ): Promise<RepositorySummary> {
    const { manifest, state } = await this.#index(record, model);
    const vectors = manifest?.segments.find((segment) => segment.vectors !== null)?.vectors;
    return {
      id: record.id,
      name: record.name,
      generation: manifest?.generation ?? NO_GENERATION,
      state,
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

  /** Null, too, for one that cannot be read: it is listed all the same, so that it can be renewed or removed. */
  async #index(
    { id, settings }: CatalogueRecord,
    model: VectorsIdentity | null,
  ): Promise<{ readonly manifest: Manifest | null; readonly state: IndexState }> {
    try {
      const manifest = await (await this.get(id)).store.head();
      const versions = PRESENT_VERSIONS;
      const state = indexStateOf(manifest, { versions, settings, model, contentDiffers: false });
      return { manifest, state };
    } catch (error) {
      if (hasCode(error, 'worker/outdated')) throw error;
      if (hasCode(error, 'index/format-too-new'))
        return { manifest: null, state: 'format-too-new' };
      if (hasCode(error, 'index/format-too-old'))
        return { manifest: null, state: 'format-too-old' };
      return { manifest: null, state: 'corrupt' };
    }
  }
}

/** A record for a repository that the catalogue has lost and the page still knows. Its folder must be given again. */
function recordOf({ repositoryId, name, database, time }: Canary): CatalogueRecord {
  return {
    id: repositoryId,
    name,
    database,
    source: 'files',
    handle: null,
    settings: DEFAULT_INGEST_SETTINGS,
    createdAt: time,
  };
}
