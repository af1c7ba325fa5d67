/** Ending of the name of an exported index. */
export const PACK_EXTENSION = '.vgpack';

/** First bytes of one. As PNG's: a byte that is no text, the name, and line ends that a transfer as text would change. */
export const PACK_MAGIC: readonly number[] = [0x89, 0x56, 0x47, 0x50, 0x0d, 0x0a, 0x1a, 0x0a];

/** True for a name that says it is a pack. */
export function isPackName(name: string): boolean {
  return name.toLowerCase().endsWith(PACK_EXTENSION);
}

/** True for bytes that begin as a pack does, whatever the file is called. */
export function startsAsPack(bytes: Uint8Array): boolean {
  return PACK_MAGIC.every((byte, index) => bytes[index] === byte);
}
