import { VectorGitError } from '../domain/api.ts';
import { EMBEDDING_FORMAT, type Embedder, type EmbeddingModel } from '../embedding/api.ts';
import { type VectorsIdentity, vectorsIdentity } from '../ingest/api.ts';
import type { Manifest, VectorsEntry } from '../storage/api.ts';
import { embeddingModels } from './model-folders.ts';
import { DEFAULT_MODEL_ID, loadModel, MODEL_ID } from './model-loader.ts';
import type { ModelState } from './protocol.ts';
import type { ModelListing, ModelOrigin } from './protocol-models.ts';
import type { StagedFile } from './protocol-source.ts';
import { wireErrorOf } from './wire-error.ts';

export interface ModelDeskPorts {
  /** The page's own base: `models/` lies below it. */
  readonly baseUrl: string;
  readonly onState: (state: ModelState) => void;
  /** The choice that is kept on this device; null is the default. */
  readonly choice: () => Promise<string | null>;
  readonly keepChoice: (id: string | null) => Promise<void>;
}

/** Models that are known to work, for who looks for one (all of them on Hugging Face, with ONNX exports). */
const KNOWN_MODELS = [
  'Xenova/all-MiniLM-L6-v2',
  'Xenova/bge-small-en-v1.5',
  'jinaai/jina-embeddings-v2-base-code',
];

/** Between two messages of how much of a model has come. */
const PROGRESS_MS = 100;

/** List of the models that a host adds: `{ "models": ["owner/name", …] }`. */
const HOST_LIST = 'models/index.json';

/**
 * The models of this session: the chosen one, and while it has not made all vectors anew those that made the
 * present ones. The page's address may name a model for this session (`?model=owner/name`).
 */
export class ModelDesk {
  readonly #ports: ModelDeskPorts;
  readonly #ofAddress: string | null;
  #state: ModelState;
  #loading: Promise<Embedder | null> | null = null;
  #current: Embedder | null = null;
  /** Loaded to ask vectors of before a change; null while one is being loaded or could not be. */
  readonly #others = new Map<string, Embedder | null>();

  constructor(ports: ModelDeskPorts) {
    this.#ports = ports;
    const named = new URL(ports.baseUrl).searchParams.get('model');
    this.#ofAddress = named !== null && MODEL_ID.test(named) ? named : null;
    const id = this.#ofAddress ?? DEFAULT_MODEL_ID;
    this.#state = { state: 'loading', id, loadedBytes: 0, totalBytes: 0 };
  }

  get state(): ModelState {
    return this.#state;
  }

  /** The chosen model; null when it cannot be had (the state says why). A failed load is tried again. */
  embedder(): Promise<Embedder | null> {
    this.#loading ??= this.#loadChosen();
    return this.#loading;
  }

  /** What vectors are made with here; null until the model is loaded. */
  async identity(): Promise<VectorsIdentity | null> {
    if (this.#state.state !== 'ready') return null;
    const embedder = await this.embedder();
    return embedder === null ? null : vectorsIdentity(embedder);
  }

  /**
   * The loaded model that made the most of a generation's vectors, so that a search goes on while they are
   * made anew; never waits. Null when none is loaded.
   */
  embedderFor({ segments }: Manifest): Embedder | null {
    const chunksOf = ({ model }: Embedder) =>
      segments.reduce(
        (sum, { vectors, chunkCount }) => (isBy(vectors, model) ? sum + chunkCount : sum),
        0,
      );
    const loaded = [this.#current, ...this.#others.values()].filter((one) => one !== null);
    const [best] = loaded.sort((a, b) => chunksOf(b) - chunksOf(a));
    if (best !== undefined && chunksOf(best) === 0) {
      const maker = segments.find(({ vectors }) => vectors !== null)?.vectors?.modelId;
      if (maker !== undefined && maker !== this.#current?.model.id) void this.#loadOther(maker);
    }
    return best ?? null;
  }

  /** No vectors of other models are left to be searched. */
  releaseOthers(): void {
    for (const other of this.#others.values()) other?.dispose();
    this.#others.clear();
  }

  async models(): Promise<readonly ModelListing[]> {
    const { id: chosen } = this.#state;
    const [ofHost, kept] = await Promise.all([this.#hostModels(), embeddingModels.list()]);
    const listings = new Map<string, ModelListing>();
    const list = (id: string, source: ModelListing['source'], bytes: number | null) => {
      if (listings.has(id)) return;
      const available = source !== 'known';
      listings.set(id, { id, source, chosen: id === chosen, available, bytes });
    };
    list(DEFAULT_MODEL_ID, 'build', null);
    for (const { id, bytes, origin } of kept) list(id, origin, bytes);
    for (const id of ofHost) list(id, 'host', null);
    if (this.#ofAddress !== null) list(this.#ofAddress, 'host', null);
    for (const id of KNOWN_MODELS) list(id, 'known', null);
    return [...listings.values()];
  }

  /** Loads the model and keeps the choice; the one before stays loaded for the vectors that it made. */
  async choose(id: string): Promise<Embedder> {
    if (!MODEL_ID.test(id)) throw unknownModel(id);
    const before = await this.embedder();
    if (before?.model.id === id) return before;
    const beforeState = this.#state;
    try {
      const embedder = this.#others.get(id) ?? (await this.#load(id));
      this.#others.delete(id);
      if (before !== null) this.#others.set(before.model.id, before);
      await this.#ports.keepChoice(id === DEFAULT_MODEL_ID ? null : id);
      this.#ready(embedder);
      this.#loading = Promise.resolve(embedder);
      return embedder;
    } catch (error) {
      this.#tell(beforeState);
      throw error;
    }
  }

  async addFolder(
    id: string,
    files: readonly StagedFile[],
    origin: ModelOrigin,
  ): Promise<ModelListing> {
    if (!MODEL_ID.test(id) || id === DEFAULT_MODEL_ID) throw unknownModel(id);
    const { bytes } = await embeddingModels.keep(id, files, origin);
    return { id, source: origin, chosen: id === this.#state.id, available: true, bytes };
  }

  /** True when the default took its place. */
  async remove(id: string): Promise<boolean> {
    await embeddingModels.remove(id);
    if (this.#state.id !== id) return false;
    await this.choose(DEFAULT_MODEL_ID);
    return true;
  }

  async #loadChosen(): Promise<Embedder | null> {
    const id = this.#ofAddress ?? (await this.#ports.choice()) ?? DEFAULT_MODEL_ID;
    try {
      const embedder = await this.#load(id);
      this.#ready(embedder);
      return embedder;
    } catch (error) {
      this.#loading = null;
      this.#tell({ state: 'failed', id, error: wireErrorOf(error) });
      return null;
    }
  }

  #load(id: string): Promise<Embedder> {
    this.#tell({ state: 'loading', id, loadedBytes: 0, totalBytes: 0 });
    let toldAt = performance.now();
    return loadModel(id, this.#ports.baseUrl, (loadedBytes, totalBytes) => {
      // It comes in hundreds of pieces, while a first search is waited for.
      if (performance.now() - toldAt < PROGRESS_MS) return;
      toldAt = performance.now();
      this.#tell({ state: 'loading', id, loadedBytes, totalBytes });
    });
  }

  async #loadOther(id: string): Promise<void> {
    if (this.#others.has(id) || !MODEL_ID.test(id)) return;
    const isThere = (await this.models()).some((model) => model.id === id && model.available);
    if (this.#others.has(id) || !isThere) return;
    this.#others.set(id, null);
    const embedder = await loadModel(id, this.#ports.baseUrl, () => undefined).catch(() => null);
    if (embedder !== null && this.#others.has(id)) this.#others.set(id, embedder);
  }

  #ready(embedder: Embedder): void {
    this.#current = embedder;
    const { id, dimension, engine } = embedder.model;
    this.#tell({ state: 'ready', id, dimension, engine });
  }

  #tell(state: ModelState): void {
    this.#state = state;
    this.#ports.onState(state);
  }

  async #hostModels(): Promise<readonly string[]> {
    try {
      const response = await fetch(new URL(HOST_LIST, this.#ports.baseUrl));
      const { models } = (await response.json()) as { models: unknown };
      if (!response.ok || !Array.isArray(models)) return [];
      return models.filter((id): id is string => typeof id === 'string' && MODEL_ID.test(id));
    } catch {
      return [];
    }
  }
}

function isBy(vectors: VectorsEntry | null, { id, checksum }: EmbeddingModel): boolean {
  return (
    vectors?.modelId === id &&
    vectors.modelChecksum === checksum &&
    vectors.embeddingFormat === EMBEDDING_FORMAT
  );
}

function unknownModel(id: string): VectorGitError {
  return new VectorGitError('model/invalid', `${id} is no name for a model`, {
    details: { model: id },
  });
}
