/*
 * The 512-byte header of a tar entry (POSIX.1-1988 ustar, with the extensions of GNU tar and of pax, POSIX.1-2001):
 * name 0-99, size 124-135, time 136-147, checksum 148-155, type 156, link 157-256, magic 257-262, name's prefix 345-499.
 * Numbers are octal text, or (GNU) base 256 when the first bit is set.
 */

export const TAR_BLOCK = 512;

export interface TarHeader {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  /** One letter; '0' for a plain file. */
  readonly type: string;
  readonly link: string;
}

/** The header in a block; null when the checksum does not fit, so it is no header. */
export function parseTarHeader(block: Uint8Array): TarHeader | null {
  if (block.length < TAR_BLOCK || checksumOf(block) !== number(block, 148, 8)) return null;
  const bytes = number(block, 124, 12);
  const seconds = number(block, 136, 12);
  if (bytes === null) return null;
  const isUstar = text(block, 257, 5) === 'ustar';
  const isGnu = text(block, 257, 8) === 'ustar  ';
  const prefix = isUstar && !isGnu ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156] ?? 0);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    bytes,
    lastModified: (seconds ?? 0) * 1000,
    type,
    link: text(block, 157, 100),
  };
}

/** Records of a pax header: `length key=value\n`, the length in bytes including itself. Malformed ends are left out. */
export function parsePaxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number.parseInt(decoder.decode(bytes.subarray(at, space)), 10);
    if (space === -1 || !(length > space - at)) break;
    const record = decoder.decode(bytes.subarray(space + 1, at + length)).replace(/\n$/, '');
    const equals = record.indexOf('=');
    if (equals !== -1) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

function checksumOf(block: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < TAR_BLOCK; index += 1) {
    // The checksum's own field counts as blanks.
    sum += index >= 148 && index < 156 ? 32 : (block[index] ?? 0);
  }
  return sum;
}

function number(block: Uint8Array, start: number, length: number): number | null {
  const first = block[start] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = first & 0x3f;
    for (let index = 1; index < length; index += 1)
      value = value * 256 + (block[start + index] ?? 0);
    return Number.isSafeInteger(value) && (first & 0x40) === 0 ? value : null;
  }
  const digits = text(block, start, length).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

function text(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}
