import { VectorGitError } from '../domain/api.ts';

/** Reads files of one model folder; the caller fetches (same origin) and reports progress. */
export interface ModelFiles {
  /** The whole file; `name` is relative to the folder. */
  read(name: string): Promise<Uint8Array>;
}

/** manifest.json of a model folder: what every file must be. */
export interface ModelManifest {
  readonly id: string;
  readonly dimension: number;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    /** 64 lower-case hex digits. */
    readonly sha256: string;
  }[];
}

/** SHA-256 as 64 lower-case hex digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Opens a model folder by its manifest. The reader that is answered compares each file with the
 * manifest before anybody uses it: `model/checksum-mismatch` for a wrong byte, `model/invalid` for a
 * manifest that is none or does not list the file.
 */
export async function openModelFolder(files: ModelFiles): Promise<{
  readonly manifest: ModelManifest;
  /** SHA-256 over what the manifest says of the files that vectors depend on: a new word in the card is no new model. */
  readonly checksum: string;
  readonly read: (name: string) => Promise<Uint8Array>;
}> {
  const manifestBytes = await files.read('manifest.json');
  const manifest = parseManifest(manifestBytes);
  const read = async (name: string): Promise<Uint8Array> => {
    const entry = manifest.files.find((file) => file.name === name);
    if (entry === undefined) throw invalidModel(`its manifest does not list ${name}`, name);
    const bytes = await files.read(name);
    if (bytes.byteLength !== entry.bytes || (await sha256(bytes)) !== entry.sha256) {
      throw new VectorGitError(
        'model/checksum-mismatch',
        `The model file ${name} is damaged: its checksum is not the one of the manifest; reload to fetch it again`,
        { details: { file: name, bytes: bytes.byteLength, expectedBytes: entry.bytes } },
      );
    }
    return bytes;
  };
  return { manifest, checksum: await identityOf(manifest), read };
}

function identityOf({ id, files }: ModelManifest): Promise<string> {
  const lines = files.flatMap(({ name, sha256: sum }) =>
    name.endsWith('.md') ? [] : [`${sum}  ${name}\n`],
  );
  return sha256(new TextEncoder().encode([`${id}\n`, ...lines.sort()].join('')));
}

/** The failure of a model that is not what it should be. */
export function invalidModel(reason: string, file: string, cause?: unknown): VectorGitError {
  return new VectorGitError('model/invalid', `The model cannot be used: ${reason}`, {
    details: { file },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Parses a JSON file of a model; `model/invalid` when it is none. */
export function parseModelJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalidModel(`${file} is not JSON`, file, cause);
  }
}

/** True for an object whose members can be looked at. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseManifest(bytes: Uint8Array): ModelManifest {
  const value = parseModelJson(bytes, 'manifest.json');
  const bad = () => invalidModel('its manifest.json has another form', 'manifest.json');
  if (!isRecord(value) || typeof value.id !== 'string' || !Array.isArray(value.files)) throw bad();
  if (!Number.isInteger(value.dimension) || (value.dimension as number) < 1) throw bad();
  const files = value.files.map((file: unknown) => {
    if (
      !isRecord(file) ||
      typeof file.name !== 'string' ||
      typeof file.bytes !== 'number' ||
      typeof file.sha256 !== 'string'
    ) {
      throw bad();
    }
    return { name: file.name, bytes: file.bytes, sha256: file.sha256 };
  });
  return { id: value.id, dimension: value.dimension as number, files };
}
