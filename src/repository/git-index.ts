/*
 * Reads the paths of tracked files from `.git/index` (gitformat-index(5), versions 2 to 4), only to learn which files a browser
 * hides. Layout: `DIRC`, version and count as 32-bit big-endian numbers, then the entries: ten 32-bit fields (mode is the 7th,
 * size the 10th), the object id (20 bytes, 32 in SHA-256 repositories), 16 bits of flags (12 of them the length of the path),
 * 16 more when the flag "extended" is set, the path. Up to version 3 the path ends with 1-8 NULs to a multiple of 8; in version 4
 * it is a number of bytes to cut from the previous path, then the rest up to a NUL.
 */

export interface TrackedFile {
  readonly path: string;
  /** In bytes, as at the last `git add` (modulo 2^32). */
  readonly bytes: number;
}

const FIXED_BYTES = 40;
const EXTENDED = 0x4000;
const REGULAR_FILE = 0o100000;
const FILE_TYPE = 0o170000;

/** Tracked regular files in the index's order; null when the bytes are no index that can be read. */
export function trackedFiles(bytes: Uint8Array): TrackedFile[] | null {
  return parse(bytes, 20) ?? parse(bytes, 32);
}

function parse(bytes: Uint8Array, hashBytes: number): TrackedFile[] | null {
  if (bytes.length < 12 + hashBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4);
  if (view.getUint32(0) !== 0x44495243 || version < 2 || version > 4) return null;
  const count = view.getUint32(8);
  const decoder = new TextDecoder();
  const files: TrackedFile[] = [];
  let offset = 12;
  let previous: Uint8Array = new Uint8Array(0);
  for (let entry = 0; entry < count; entry += 1) {
    const flagsAt = offset + FIXED_BYTES + hashBytes;
    if (flagsAt + 4 > bytes.length) return null;
    const flags = view.getUint16(flagsAt);
    let at = flagsAt + (version >= 3 && (flags & EXTENDED) !== 0 ? 4 : 2);
    let kept = 0;
    if (version === 4) {
      const cut = offsetNumber(bytes, at);
      if (cut === null || cut.value > previous.length) return null;
      kept = previous.length - cut.value;
      at = cut.next;
    }
    const end = bytes.indexOf(0, at);
    if (end === -1) return null;
    const path = new Uint8Array(kept + end - at);
    path.set(previous.subarray(0, kept));
    path.set(bytes.subarray(at, end), kept);
    // The length is stored too (12 bits): the check that tells a wrong size of the object id.
    if ((flags & 0xfff) !== Math.min(path.length, 0xfff) || path.length === 0) return null;
    if ((view.getUint32(offset + 24) & FILE_TYPE) === REGULAR_FILE) {
      files.push({ path: decoder.decode(path), bytes: view.getUint32(offset + 36) });
    }
    previous = path;
    offset = version === 4 ? end + 1 : offset + ((end - offset + 8) & ~7);
  }
  return files;
}

/** Git's "offset encoding" of a number: 7 bits a byte, each continuation adds one. */
function offsetNumber(bytes: Uint8Array, start: number): { value: number; next: number } | null {
  let at = start;
  let byte = bytes[at];
  if (byte === undefined) return null;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    at += 1;
    byte = bytes[at];
    if (byte === undefined || value > 0xffffff) return null;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next: at + 1 };
}
