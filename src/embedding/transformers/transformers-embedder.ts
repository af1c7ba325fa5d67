import type { FeatureExtractionPipeline } from '@xenova/transformers';
import { VectorGitError } from '../../domain/api.ts';
import type { Embedder } from '../embedder.ts';
import { type ModelFiles, openModelFolder, sha256 } from '../model-files.ts';
import { readTransformerSettings } from './transformer-settings.ts';

/** The library, as far as it is used. */
type Library = Pick<typeof import('@xenova/transformers'), 'env' | 'pipeline'>;

/** What a transformer needs to be loaded. */
export interface TransformersOptions {
  /** The model's id, as in `Xenova/all-MiniLM-L6-v2`. */
  readonly id: string;
  /**
   * The model's folder in Hugging Face layout; a file that is not there rejects. With a manifest.json
   * every file is verified against it.
   */
  readonly files: ModelFiles;
  /** Addresses of ONNX Runtime's own module and binary, on the page's origin. */
  readonly wasmPaths: { readonly mjs: string; readonly wasm: string };
  /** Which export to run: `q8` is onnx/model_quantized.onnx, `fp32` onnx/model.onnx. */
  readonly precision?: 'q8' | 'fp32';
  /** More than one pays only in a cross-origin isolated page. */
  readonly threads?: number;
  /** Texts run at once. */
  readonly batchSize?: number;
  /** The library and the device to ask it for, when not the build's own: for tests outside of a browser. */
  readonly library?: () => Promise<Library>;
  readonly device?: 'wasm' | 'auto';
}

const MODELS_PATH = '/vectorgit-models/';
const BATCH_SIZE = 8;

/** Folders that are open now, by id: the library fetches through one function for all models. */
const openFolders = new Map<string, (name: string) => Promise<Uint8Array>>();

/**
 * Loads any feature-extraction model of the library (`@xenova/transformers`, fetched with the first
 * call) on ONNX Runtime's WASM. Reads files only through `files`, never from the network by itself.
 * `model/unavailable` when the folder or the runtime cannot be had, `model/checksum-mismatch` and
 * `model/invalid` for a folder that is not what it should be.
 */
export async function loadTransformersEmbedder(options: TransformersOptions): Promise<Embedder> {
  const { id } = options;
  const folder = await openFolder(options.files);
  const settings = await readTransformerSettings((name) => folder.read(name).catch(absent));
  openFolders.set(id, folder.read);
  let extractor: FeatureExtractionPipeline;
  let dimension: number;
  try {
    const library = await (options.library ?? (() => import('@xenova/transformers')))();
    configure(library.env, options);
    extractor = await library.pipeline('feature-extraction', id, {
      dtype: options.precision ?? 'q8',
      device: options.device ?? 'wasm',
      session_options: { executionProviders: ['wasm'] },
    });
    limitTokens(extractor, settings.maxTokens);
    dimension = (await extractor(['a'], { pooling: settings.pooling })).dims.at(-1) ?? 0;
  } catch (cause) {
    openFolders.delete(id);
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
      openFolders.delete(id);
      void extractor.dispose();
    },
  };
}

interface OpenFolder {
  readonly read: (name: string) => Promise<Uint8Array>;
  /** Identity of what was read. */
  readonly checksum: () => Promise<string>;
  /** What was wrong with a file, when it was more than absent: the library hides it. */
  readonly failure: () => VectorGitError | null;
}

async function openFolder(files: ModelFiles): Promise<OpenFolder> {
  const manifest = await files.read('manifest.json').catch(absent);
  if (manifest === null) {
    // A folder of somebody else's making: what was read is what it is.
    const sums = new Map<string, string>();
    const read = async (name: string) => {
      const bytes = await files.read(name);
      sums.set(name, await sha256(bytes));
      return bytes;
    };
    const checksum = () => {
      const lines = [...sums].map(([name, sum]) => `${sum}  ${name}\n`).sort();
      return sha256(new TextEncoder().encode(lines.join('')));
    };
    return { read, checksum, failure: () => null };
  }
  const verified = await openModelFolder(files);
  let failure: VectorGitError | null = null;
  const listed = new Set(verified.manifest.files.map(({ name }) => name));
  return {
    read: async (name) => {
      if (!listed.has(name)) throw new Error(`${name} is not part of the model`);
      try {
        return await verified.read(name);
      } catch (error) {
        if (error instanceof VectorGitError) failure = error;
        throw error;
      }
    },
    checksum: async () => verified.checksum,
    failure: () => failure,
  };
}

function configure(env: Library['env'], options: TransformersOptions): void {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useFS = false;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.localModelPath = MODELS_PATH;
  env.fetch = fetchFromFolders;
  const { wasm } = env.backends.onnx;
  if (wasm === undefined) throw new Error('the library has no WASM runtime');
  wasm.wasmPaths = { ...options.wasmPaths };
  wasm.numThreads = options.threads ?? 1;
}

/** Answers the library's requests for files of models from the open folders; anything else is absent. */
async function fetchFromFolders(input: string | URL): Promise<Response> {
  const place = String(input);
  const at = place.indexOf(MODELS_PATH);
  const rest = at < 0 ? '' : place.slice(at + MODELS_PATH.length);
  for (const [id, read] of openFolders) {
    if (!rest.startsWith(`${id}/`)) continue;
    const bytes = await read(decodeURIComponent(rest.slice(id.length + 1))).catch(absent);
    if (bytes !== null) {
      const headers = { 'content-length': String(bytes.byteLength) };
      return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
    }
  }
  return new Response(null, { status: 404 });
}

/** The pipeline cuts texts at the tokenizer's own limit, which a model's other files may undercut. */
function limitTokens({ tokenizer }: FeatureExtractionPipeline, maxTokens: number): void {
  Object.defineProperty(tokenizer, 'model_max_length', { value: maxTokens, configurable: true });
}

const absent = () => null;
