/**
 * Writes a .tar.gz whose bytes depend on its content only: ustar headers with a fixed time, owner and mode,
 * files in the order given. ustar is enough here: paths up to 100 bytes, or 255 when they split at a slash.
 */
import { gzipSync } from 'node:zlib';

const BLOCK = 512;
const MAX_NAME = 100;
const MAX_PREFIX = 155;
/** 2020-01-01T00:00:00Z: any fixed time does, one that tools do not warn about is kinder. */
const MODIFIED_SECONDS = 1_577_836_800;

export interface TarFile {
  /** With slashes, without a leading one. */
  readonly path: string;
  readonly content: Buffer;
}

export function tarGzip(files: readonly TarFile[]): Buffer {
  const blocks = files.flatMap(({ path, content }) => [
    headerOf(path, content.length),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  // Two empty blocks end an archive. Node's gzip header has no time in it.
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

function headerOf(path: string, bytes: number): Buffer {
  const { prefix, name } = split(path);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, MAX_NAME, 'utf8');
  header.write('0000644\0', 100, 'ascii');
  header.write('0000000\0', 108, 'ascii');
  header.write('0000000\0', 116, 'ascii');
  header.write(`${octal(bytes)}\0`, 124, 'ascii');
  header.write(`${octal(MODIFIED_SECONDS)}\0`, 136, 'ascii');
  // The checksum counts itself as eight spaces.
  header.write('        ', 148, 'ascii');
  header.write('0', 156, 'ascii');
  header.write('ustar\0', 257, 'ascii');
  header.write('00', 263, 'ascii');
  header.write(prefix, 345, MAX_PREFIX, 'utf8');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return header;
}

function octal(value: number): string {
  return value.toString(8).padStart(11, '0');
}

function split(path: string): { prefix: string; name: string } {
  if (Buffer.byteLength(path) <= MAX_NAME) return { prefix: '', name: path };
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const prefix = path.slice(0, slash);
    const name = path.slice(slash + 1);
    if (Buffer.byteLength(name) <= MAX_NAME && Buffer.byteLength(prefix) <= MAX_PREFIX)
      return { prefix, name };
  }
  throw new Error(`Path too long for a ustar header: ${path}`);
}
