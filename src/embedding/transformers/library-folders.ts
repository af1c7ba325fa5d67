import { VectorGitError } from '../../domain/api.ts';
import { type ModelFiles, openModelFolder, sha256 } from '../model-files.ts';

/*
 * How `@xenova/transformers` gets at files: from folders that are open here, through the one `fetch` that it is given.
 * It is told of no other place, so no file of a model ever comes from the network by its doing.
 */

/** What any model of the library needs to be loaded. */
export interface LibraryOptions {
  /** The model's id, as in `Xenova/all-MiniLM-L6-v2`. */
  readonly id: string;
  /**
   * The model's folder in Hugging Face layout; a file that is not there rejects. With a manifest.json
   * every file is verified against it.
   */
  readonly files: ModelFiles;
  /** Addresses of ONNX Runtime's own module and binary, on the page's origin. */
  readonly wasmPaths: { readonly mjs: string; readonly wasm: string };
  /** More than one pays only in a cross-origin isolated page. */
  readonly threads?: number;
}

const MODELS_PATH = '/vectorgit-models/';

/** Folders that are open now, by id: the library fetches through one function for all models. */
const openFolders = new Map<string, (name: string) => Promise<Uint8Array>>();

/** A model's folder while the library may read it. */
export interface OpenFolder {
  readonly read: (name: string) => Promise<Uint8Array>;
  /** Identity of what was read. */
  readonly checksum: () => Promise<string>;
  /** What was wrong with a file, when it was more than absent: the library hides it. */
  readonly failure: () => VectorGitError | null;
}

/**
 * Opens a model's folder for the library, under the model's id, until `closeFolder`. With a manifest.json every file is
 * compared with it; without one what was read is what the model is.
 */
export async function openFolder(id: string, files: ModelFiles): Promise<OpenFolder> {
  const folder = await verifiedFolder(files);
  openFolders.set(id, folder.read);
  return folder;
}

/** From now on the library finds no file of this model. */
export function closeFolder(id: string): void {
  openFolders.delete(id);
}

async function verifiedFolder(files: ModelFiles): Promise<OpenFolder> {
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

/** Makes the library read from open folders and from nowhere else, on our own copy of ONNX Runtime. */
export function configureLibrary(
  env: typeof import('@xenova/transformers').env,
  options: Pick<LibraryOptions, 'wasmPaths' | 'threads'>,
): void {
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

const absent = () => null;
