import { VectorGitError } from '../domain/api.ts';
import {
  type Embedder,
  loadStaticEmbedder,
  loadTransformersEmbedder,
  type ModelFiles,
} from '../embedding/api.ts';
import { ORT_ADDRESSES, ORT_GPU_ADDRESSES } from './engine-assets.ts';
import { embeddingModels } from './model-folders.ts';

/** The model that the build ships, under `models/` of the page. */
export const DEFAULT_MODEL_ID = 'vectorgit-code-v1';

/** `name` or `owner/name`, as Hugging Face spells them; never a way out of the models folder. */
export const MODEL_ID = /^\w[\w.-]*(?:\/\w[\w.-]*)?$/;

/** Called while files come in. */
export type OnBytes = (loadedBytes: number, totalBytes: number) => void;

/**
 * Loads a model: from the folder that a person gave under this id, else from `models/` of the page. Its own
 * configuration says by which engine.
 */
export async function loadModel(id: string, baseUrl: string, onBytes: OnBytes): Promise<Embedder> {
  const files =
    (await embeddingModels.files(id)) ?? fetchedFiles(new URL(`models/${id}/`, baseUrl), onBytes);
  if (id === DEFAULT_MODEL_ID || (await isStatic(files))) return loadStaticEmbedder(files);
  const precision = (await hasQuantized(files)) ? 'q8' : 'fp32';
  return loadTransformersEmbedder({
    id,
    files,
    precision,
    wasmPaths: ORT_ADDRESSES,
    gpuPaths: ORT_GPU_ADDRESSES,
  });
}

async function isStatic(files: ModelFiles): Promise<boolean> {
  const config = await files.read('config.json');
  return /"model_type"\s*:\s*"vectorgit_static"/.test(new TextDecoder().decode(config));
}

/** A folder without a manifest is taken to have the quantised export, as those of the hub do. */
async function hasQuantized(files: ModelFiles): Promise<boolean> {
  const manifest = await files.read('manifest.json').catch(() => null);
  return manifest === null || new TextDecoder().decode(manifest).includes('model_quantized.onnx');
}

function fetchedFiles(folder: URL, onBytes: OnBytes): ModelFiles {
  let loadedBytes = 0;
  let totalBytes = 0;
  return {
    read: async (name) => {
      const response = await fetch(new URL(name, folder)).catch((cause: unknown) => {
        throw new VectorGitError('model/unavailable', 'The model could not be fetched', { cause });
      });
      if (!response.ok || response.body === null) {
        throw new VectorGitError('model/unavailable', `The model's ${name} could not be fetched`, {
          details: { file: name, status: response.status },
        });
      }
      totalBytes += Number(response.headers.get('content-length') ?? 0);
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const reader = response.body.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        parts.push(read.value);
        loadedBytes += read.value.length;
        onBytes(loadedBytes, totalBytes);
      }
      return new Uint8Array(await new Blob(parts).arrayBuffer());
    },
  };
}
