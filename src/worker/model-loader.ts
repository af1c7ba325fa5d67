import { VectorGitError } from '../domain/api.ts';
import {
  type Embedder,
  loadStaticEmbedder,
  loadTransformersEmbedder,
  type ModelFiles,
} from '../embedding/api.ts';
import { ORT_ADDRESSES } from './engine-assets.ts';
import type { ModelState } from './protocol.ts';
import { wireErrorOf } from './wire-error.ts';

/** The model that the build ships, under `models/` of the page. */
const DEFAULT_MODEL_ID = 'vectorgit-code-v1';

/** `name` or `owner/name`, as Hugging Face spells them; never a way out of the models folder. */
const MODEL_ID = /^\w[\w.-]*(?:\/\w[\w.-]*)?$/;

/**
 * Loads the model once and tells how far it is. A failed load is tried again at the next call.
 *
 * The page's address may name another model of the host (`?model=owner/name`, a folder in Hugging Face layout below
 * `models/`): it runs through the transformers engine.
 */
export class ModelLoader {
  readonly #folder: URL;
  readonly #onState: (state: ModelState) => void;
  #loading: Promise<Embedder | null> | null = null;
  readonly #id: string;
  #state: ModelState;

  constructor(baseUrl: string, onState: (state: ModelState) => void) {
    const wanted = new URL(baseUrl).searchParams.get('model') ?? DEFAULT_MODEL_ID;
    this.#id = MODEL_ID.test(wanted) ? wanted : DEFAULT_MODEL_ID;
    this.#folder = new URL(`models/${this.#id}/`, baseUrl);
    this.#state = { state: 'loading', id: this.#id, loadedBytes: 0, totalBytes: 0 };
    this.#onState = onState;
  }

  get state(): ModelState {
    return this.#state;
  }

  /** Null when the model cannot be had; the state says why. */
  embedder(): Promise<Embedder | null> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  #tell(state: ModelState): void {
    this.#state = state;
    this.#onState(state);
  }

  async #load(): Promise<Embedder | null> {
    try {
      const files = this.#files();
      const embedder =
        this.#id === DEFAULT_MODEL_ID
          ? await loadStaticEmbedder(files)
          : await loadTransformersEmbedder({ id: this.#id, files, wasmPaths: ORT_ADDRESSES });
      const { id, dimension, engine } = embedder.model;
      this.#tell({ state: 'ready', id, dimension, engine });
      return embedder;
    } catch (error) {
      this.#loading = null;
      this.#tell({ state: 'failed', id: this.#id, error: wireErrorOf(error) });
      return null;
    }
  }

  #files(): ModelFiles {
    let loadedBytes = 0;
    let totalBytes = 0;
    return {
      read: async (name) => {
        const response = await fetch(new URL(name, this.#folder)).catch((cause: unknown) => {
          throw new VectorGitError('model/unavailable', 'The model could not be fetched', {
            cause,
          });
        });
        if (!response.ok || response.body === null) {
          throw new VectorGitError(
            'model/unavailable',
            `The model's ${name} could not be fetched`,
            {
              details: { file: name, status: response.status },
            },
          );
        }
        totalBytes += Number(response.headers.get('content-length') ?? 0);
        const parts: Uint8Array<ArrayBuffer>[] = [];
        const reader = response.body.getReader();
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          parts.push(read.value);
          loadedBytes += read.value.length;
          this.#tell({ state: 'loading', id: this.#id, loadedBytes, totalBytes });
        }
        return new Uint8Array(await new Blob(parts).arrayBuffer());
      },
    };
  }
}
