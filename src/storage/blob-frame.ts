import { VectorGitError } from '../domain/api.ts';
import { checksum } from './checksum.ts';

/** What a stored blob holds. The number is the format: append only. */
export const BLOB_KINDS = {
  files: 1,
  chunks: 2,
  postings: 3,
  text: 4,
  vectors: 5,
  skipped: 6,
  stats: 7,
  grams: 8,
} as const;

export type BlobKind = keyof typeof BLOB_KINDS;

/** Where a blob is and what it must be, as the manifest names it. */
export interface BlobRef {
  readonly key: string;
  readonly kind: BlobKind;
  /** Of the payload. */
  readonly bytes: number;
  /** XXH64 of the payload, 16 hex digits. */
  readonly checksum: string;
}

const MAGIC = 0x42_47_47_56; // "VGGB" in the file's order of bytes
const FRAME_VERSION = 1;
const HEADER_BYTES = 24;

/**
 * A stored blob: u32 magic, u16 frame version, u16 kind, u32 payload bytes, u32 zero, 8 bytes XXH64 of the payload,
 * payload. The same length and checksum stand in the manifest, so that a whole blob in a wrong place is noticed
 * too; every byte of the header is compared at reading. The checksum is taken by who makes the ref.
 */
export function frame(
  { kind, checksum: known }: Pick<BlobRef, 'kind' | 'checksum'>,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const framed = new Uint8Array(HEADER_BYTES + payload.length);
  const view = new DataView(framed.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, FRAME_VERSION, true);
  view.setUint16(6, BLOB_KINDS[kind], true);
  view.setUint32(8, payload.length, true);
  view.setBigUint64(16, BigInt(`0x${known}`), false);
  framed.set(payload, HEADER_BYTES);
  return framed;
}

/** The payload, a view; `index/corrupt` with the reason when a single byte is not what the manifest says. */
export function unframe(framed: unknown, ref: BlobRef): Uint8Array {
  const reject = (reason: string): never => {
    throw new VectorGitError('index/corrupt', `A stored part of the index is damaged: ${reason}`, {
      details: { key: ref.key, kind: ref.kind, reason },
    });
  };
  if (!(framed instanceof Uint8Array)) return reject('missing');
  if (framed.length !== HEADER_BYTES + ref.bytes) return reject('length');
  const view = new DataView(framed.buffer, framed.byteOffset, framed.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return reject('magic');
  if (view.getUint16(4, true) !== FRAME_VERSION) return reject('frame version');
  if (view.getUint16(6, true) !== BLOB_KINDS[ref.kind]) return reject('kind');
  if (view.getUint32(8, true) !== ref.bytes || view.getUint32(12, true) !== 0) {
    return reject('header');
  }
  const stored = view.getBigUint64(16, false).toString(16).padStart(16, '0');
  const payload = framed.subarray(HEADER_BYTES);
  if (stored !== ref.checksum || checksum(payload) !== ref.checksum) return reject('checksum');
  return payload;
}
