import type { FeatureExtractionPipeline } from '@xenova/transformers';
import { VectorGitError } from '../../domain/api.ts';
import type { Embedder } from '../embedder.ts';
import { hasGpu, installGpuRuntime } from './gpu-runtime.ts';
import {
  closeFolder,
  configureLibrary,
  type LibraryOptions,
  openFolder,
} from './library-folders.ts';
import { readTransformerSettings } from './transformer-settings.ts';

/** The library, as far as it is used. */
type Library = Pick<typeof import('@xenova/transformers'), 'env' | 'pipeline'>;

/** What a transformer needs to be loaded. */
export interface TransformersOptions extends LibraryOptions {
  /** Which export to run: `q8` is onnx/model_quantized.onnx, `fp32` onnx/model.onnx. */
  readonly precision?: 'q8' | 'fp32';
  /** As `wasmPaths`, of the runtime with WebGPU, which is taken where there is a GPU. Without them the CPU computes. */
  readonly gpuPaths?: LibraryOptions['wasmPaths'];
  /** Texts run at once. */
  readonly batchSize?: number;
  /** The library and the device to ask it for, when not the build's own: for tests outside of a browser. */
  readonly library?: () => Promise<Library>;
  readonly device?: 'wasm' | 'auto';
}

const BATCH_SIZE = 8;

/**
 * Loads any feature-extraction model of the library (`@xenova/transformers`, fetched with the first
 * call) on ONNX Runtime: on WebGPU where there is one and the export has full precision, else on WASM. Reads files only through `files`, never from the network by itself.
 * `model/unavailable` when the folder or the runtime cannot be had, `model/checksum-mismatch` and
 * `model/invalid` for a folder that is not what it should be.
 */
export async function loadTransformersEmbedder(options: TransformersOptions): Promise<Embedder> {
  const { id } = options;
  const folder = await openFolder(id, options.files);
  const settings = await readTransformerSettings((name) => folder.read(name).catch(() => null));
  let extractor: FeatureExtractionPipeline;
  let dimension: number;
  try {
    const { gpuPaths, precision = 'q8' } = options;
    const gpu = gpuPaths !== undefined && (await hasGpu());
    if (gpu) await installGpuRuntime();
    const library = await (options.library ?? (() => import('@xenova/transformers')))();
    configureLibrary(library.env, gpu ? { ...options, wasmPaths: gpuPaths } : options);
    extractor = await library.pipeline('feature-extraction', id, {
      dtype: precision,
      // A runtime that was handed to the library has no list of devices there.
      device: gpu ? 'auto' : (options.device ?? 'wasm'),
      session_options: {
        executionProviders: gpu && precision === 'fp32' ? ['webgpu', 'wasm'] : ['wasm'],
      },
    });
    limitTokens(extractor, settings.maxTokens);
    dimension = (await extractor(['a'], { pooling: settings.pooling })).dims.at(-1) ?? 0;
  } catch (cause) {
    closeFolder(id);
    if (folder.failure() !== null) throw folder.failure();
    throw new VectorGitError('model/unavailable', `The model ${id} could not be loaded`, {
      details: { model: id },
      cause,
    });
  }
  const embed = async (texts: readonly string[], prefix: string): Promise<Float32Array> => {
    const vectors = new Float32Array(texts.length * dimension);
    // Texts of like length together: a batch is as long as its longest text.
    const order = texts.map((_, at) => at);
    order.sort((a, b) => (texts[a] as string).length - (texts[b] as string).length);
    const size = options.batchSize ?? BATCH_SIZE;
    for (let start = 0; start < order.length; start += size) {
      const rows = order.slice(start, start + size);
      const batch = rows.map((row) => prefix + texts[row]);
      const output = await extractor(batch, { pooling: settings.pooling, normalize: true });
      const values = output.data as Float32Array;
      rows.forEach((row, at) => {
        vectors.set(values.subarray(at * dimension, (at + 1) * dimension), row * dimension);
      });
      output.dispose();
    }
    return vectors;
  };
  return {
    model: { id, dimension, engine: 'transformers', checksum: await folder.checksum() },
    embedDocuments: (texts) => embed(texts, settings.documentPrefix),
    embedQuery: (text) => embed([text], settings.queryPrefix),
    dispose: () => {
      closeFolder(id);
      void extractor.dispose();
    },
  };
}

/** The pipeline cuts texts at the tokenizer's own limit, which a model's other files may undercut. */
function limitTokens({ tokenizer }: FeatureExtractionPipeline, maxTokens: number): void {
  Object.defineProperty(tokenizer, 'model_max_length', { value: maxTokens, configurable: true });
}
