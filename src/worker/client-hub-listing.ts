/** Reads what the hub says of a model: which files to fetch, how large they are and how to know that they are whole. */
import { MODEL_FILES } from './protocol-models.ts';

/** One file to fetch. */
export interface HubFile {
  readonly name: string;
  readonly bytes: number;
  /** Hex digits. The hub tells SHA-256 of large files, and of the others git's own name: SHA-1 of `blob <bytes>\0<content>`. */
  readonly checksum: { readonly kind: 'sha256' | 'git-blob'; readonly hex: string };
}

/** The files of one commit that are needed to run a model. */
export interface HubListing {
  /** 40 hex digits. */
  readonly commit: string;
  readonly files: readonly HubFile[];
  readonly bytes: number;
}

/** A model whose files do not do, with the first one that is missing. */
export interface IncompleteModel {
  readonly missing: string;
}

/**
 * Reads the answer of `GET /api/models/<id>/revision/main?blobs=true` (Hugging Face, "Hub API Endpoints": `sha`, `siblings`
 * of `rfilename`, `size`, `blobId`, `lfs.sha256`). Null for what has another form.
 */
export function readHubListing(json: string): HubListing | IncompleteModel | null {
  const model = parsed(json);
  if (!isRecord(model) || !isHex(model.sha, 40) || !Array.isArray(model.siblings)) return null;
  const byName = new Map(model.siblings.filter(isRecord).map((entry) => [entry.rfilename, entry]));
  const weights = MODEL_FILES.weights.find((name) => byName.has(name));
  const missing = MODEL_FILES.needed.find((name) => !byName.has(name));
  if (missing !== undefined) return { missing };
  if (weights === undefined) return { missing: MODEL_FILES.weights[0] };
  const files: HubFile[] = [];
  for (const name of [...MODEL_FILES.needed, ...MODEL_FILES.optional, weights]) {
    const entry = byName.get(name);
    if (entry === undefined) continue;
    const file = fileOf(name, entry);
    if (file === null) return null;
    files.push(file);
  }
  return { commit: model.sha, files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Whether the content is what the hub said it would be. */
export async function isWhole({ bytes, checksum }: HubFile, content: Uint8Array<ArrayBuffer>) {
  if (content.byteLength !== bytes) return false;
  const { kind, hex } = checksum;
  if (kind === 'sha256') return hexOf(await crypto.subtle.digest('SHA-256', content)) === hex;
  const header = new TextEncoder().encode(`blob ${bytes}\0`);
  const blob = await new Blob([header, content]).arrayBuffer();
  return hexOf(await crypto.subtle.digest('SHA-1', blob)) === hex;
}

function fileOf(name: string, { size, blobId, lfs }: Record<string, unknown>): HubFile | null {
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return null;
  if (isRecord(lfs) && isHex(lfs.sha256, 64)) {
    return { name, bytes: size, checksum: { kind: 'sha256', hex: lfs.sha256 } };
  }
  if (!isHex(blobId, 40)) return null;
  return { name, bytes: size, checksum: { kind: 'git-blob', hex: blobId } };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHex(value: unknown, digits: number): value is string {
  return typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/.test(value);
}

function hexOf(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
