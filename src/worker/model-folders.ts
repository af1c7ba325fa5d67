import { VectorGitError } from '../domain/api.ts';
import { hasGpu, type ModelFiles, type ModelManifest, sha256 } from '../embedding/api.ts';
import { MODEL_FILES, type ModelOrigin } from './protocol-models.ts';
import type { StagedFile } from './protocol-source.ts';

const MANIFEST = 'manifest.json';

/** A model that is kept, its size and where it came from. */
export interface KeptModel {
  readonly id: string;
  readonly bytes: number;
  readonly origin: ModelOrigin;
}

/** What a kept folder's manifest says besides; models kept by earlier builds lack it. */
interface KeptManifest extends ModelManifest {
  readonly origin?: ModelOrigin;
}

/** Chooses among the paths of a folder those that are the model, or tells the first that it needs and has not. */
export type ModelLayout = (
  paths: readonly string[],
  hasGpu: boolean,
) => { readonly files: readonly string[] } | { readonly missing: string };

/**
 * Models of one kind that a person gave, in the origin's private file system: a folder a model, the names of its files
 * with `/` escaped. manifest.json is written last, so that a folder without it is one that was cut off; it has the
 * SHA-256 of every file, which each load compares. In workers only.
 */
export class ModelFolders {
  readonly #root: string;
  readonly #layout: ModelLayout;

  constructor(root: string, layout: ModelLayout) {
    this.#root = root;
    this.#layout = layout;
  }

  /** By id. */
  async list(): Promise<readonly KeptModel[]> {
    const root = await this.#open(false);
    if (root === null) return [];
    const models: KeptModel[] = [];
    for await (const name of root.keys()) {
      const id = decodeURIComponent(name);
      const manifest = await this.manifest(id);
      if (manifest === null) continue;
      const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
      models.push({ id, bytes, origin: manifest.origin ?? 'folder' });
    }
    return models.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The files of a kept model; null when there is none of this id. */
  async files(id: string): Promise<ModelFiles | null> {
    const root = await this.#open(false);
    const folder = await root?.getDirectoryHandle(encodeURIComponent(id)).catch(() => null);
    if (!folder) return null;
    return {
      read: async (name) => {
        const handle = await folder.getFileHandle(encodeURIComponent(name));
        return new Uint8Array(await (await handle.getFile()).arrayBuffer());
      },
    };
  }

  /** What is kept of a model; null when there is none of this id, or only a part of it. */
  async manifest(id: string): Promise<KeptManifest | null> {
    try {
      const bytes = await (await this.files(id))?.read(MANIFEST);
      return JSON.parse(new TextDecoder().decode(bytes)) as KeptManifest;
    } catch {
      return null;
    }
  }

  /** Keeps the files of a folder in Hugging Face layout under the id, in place of what was there. */
  async keep(id: string, files: readonly StagedFile[], origin: ModelOrigin): Promise<KeptModel> {
    const byPath = new Map<string, File>(files.map(({ path, file }) => [path, file]));
    const chosen = this.#layout([...byPath.keys()], await hasGpu());
    if ('missing' in chosen) {
      throw new VectorGitError(
        'model/invalid',
        `The folder is no model: it has no ${chosen.missing}`,
        { details: { model: id, file: chosen.missing } },
      );
    }
    const root = await this.#open(true);
    if (root === null) {
      throw new VectorGitError(
        'model/unavailable',
        'This browser has no place to keep a model in; put its folder in models/ of the site instead',
      );
    }
    await this.remove(id);
    try {
      return await this.#write(root, id, chosen.files, byPath, origin);
    } catch (error) {
      // A part without its manifest would take room, and nobody could see it.
      await this.remove(id);
      throw error;
    }
  }

  async #write(
    root: FileSystemDirectoryHandle,
    id: string,
    names: readonly string[],
    byPath: ReadonlyMap<string, File>,
    origin: ModelOrigin,
  ): Promise<KeptModel> {
    const folder = await root.getDirectoryHandle(encodeURIComponent(id), { create: true });
    const listed: ModelManifest['files'][number][] = [];
    for (const name of names) {
      const file = byPath.get(name);
      if (file === undefined) continue;
      const bytes = new Uint8Array(await file.arrayBuffer());
      await write(folder, name, bytes);
      listed.push({ name, bytes: bytes.byteLength, sha256: await sha256(bytes) });
    }
    const config: unknown = JSON.parse((await byPath.get('config.json')?.text()) ?? '{}');
    const manifest: KeptManifest = { id, dimension: dimensionOf(config), files: listed, origin };
    await write(folder, MANIFEST, new TextEncoder().encode(JSON.stringify(manifest)));
    return { id, bytes: listed.reduce((sum, { bytes }) => sum + bytes, 0), origin };
  }

  /** Removes a kept model; nothing happens when there is none. */
  async remove(id: string): Promise<void> {
    const root = await this.#open(false);
    await root?.removeEntry(encodeURIComponent(id), { recursive: true }).catch(() => undefined);
  }

  /** Null where there is no such file system, or nothing was ever kept. */
  async #open(create: boolean): Promise<FileSystemDirectoryHandle | null> {
    try {
      const origin = await navigator.storage.getDirectory();
      return await origin.getDirectoryHandle(this.#root, { create });
    } catch {
      return null;
    }
  }
}

/** The models for vectors. */
export const embeddingModels = new ModelFolders('vectorgit-models', (paths, gpu) => {
  const { needed, optional, weights } = MODEL_FILES;
  const there = new Set(paths);
  const missing = needed.find((name) => !there.has(name));
  if (missing !== undefined) return { missing };
  // A GPU takes the full precision, which the CPU is too slow for.
  const order = gpu ? [...weights].reverse() : weights;
  const graph = order.find((name) => there.has(name));
  if (graph === undefined) return { missing: weights[0] };
  return { files: [...needed, ...optional.filter((name) => there.has(name)), graph] };
});

/** Of the manifest only: the model itself says what it gives. */
function dimensionOf(config: unknown): number {
  const { hidden_size: size } = (config ?? {}) as { hidden_size?: unknown };
  return typeof size === 'number' && Number.isInteger(size) && size > 0 ? size : 1;
}

async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const handle = await folder.getFileHandle(encodeURIComponent(name), { create: true });
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(0);
    access.write(bytes);
    access.flush();
  } finally {
    access.close();
  }
}
