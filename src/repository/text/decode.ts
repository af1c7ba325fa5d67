import type { TextEncoding } from '../../domain/api.ts';

export interface DecodedText {
  /** Without byte-order mark, every line end (`\r\n`, `\r`) turned into `\n`. */
  readonly text: string;
  readonly encoding: TextEncoding;
  /** True when bytes that are not valid in the encoding became U+FFFD. */
  readonly lossy: boolean;
}

/** The encoding that the first bytes show: by byte-order mark, else UTF-16 by its pattern of NULs, else UTF-8. */
export function detectEncoding(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return encodingByNuls(bytes) ?? 'utf-8';
}

/** Decodes the bytes; never throws. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): DecodedText {
  let raw: string;
  let lossy = false;
  try {
    raw = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    raw = new TextDecoder(encoding).decode(bytes);
    lossy = true;
  }
  return { text: unifyLineEnds(raw), encoding, lossy };
}

/** Turns `\r\n` and lone `\r` into `\n`, so that line numbers are those of editors. */
export function unifyLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * UTF-16 without a mark: mostly ASCII, so nearly every second byte is NUL and the bytes between never are. At least 4 units,
 * since two bytes prove nothing.
 */
function encodingByNuls(bytes: Uint8Array): TextEncoding | null {
  const length = Math.min(bytes.length, 8192) & ~1;
  if (length < 8) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (bytes[index] === 0) even += 1;
    if (bytes[index + 1] === 0) odd += 1;
  }
  const units = length / 2;
  if (even === 0 && odd > units * 0.7) return 'utf-16le';
  if (odd === 0 && even > units * 0.7) return 'utf-16be';
  return null;
}
