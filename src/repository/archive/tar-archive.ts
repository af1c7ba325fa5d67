/*
 * Reads a .tar or .tar.gz from front to end, once. A plain .tar can be sliced, so only places are kept. What comes out of gzip
 * cannot be reached again, so the files' bytes are kept, packed into Blobs of some megabytes, which a browser moves to disk when
 * they become many: what this room holds itself is one pack. Files over the size that is ever read are passed over.
 * An archive that ends early is refused as a whole: half a repository would look like a whole one.
 */

import { VectorGitError } from '../../domain/api.ts';
import type { TreeFile } from '../path-tree.ts';
import { HARD_FILE_LIMIT_BYTES } from '../size-limit.ts';
import { type ArchiveContent, linkDetail } from './archive-content.ts';
import { type ArchiveLimits, archiveMeter, invalidArchive } from './archive-limits.ts';
import { archivePath } from './archive-path.ts';
import { type ByteReader, byteReader } from './byte-reader.ts';
import { parsePaxRecords, parseTarHeader, TAR_BLOCK, type TarHeader } from './tar-header.ts';

/** Size of a long name or of pax records; real ones have some hundred bytes. */
const MAX_EXTENSION_BYTES = 1_048_576;

/** Errors: `repository/archive-invalid`, `repository/archive-limit`. */
export async function readTar(
  file: Blob,
  gzipped: boolean,
  limits: ArchiveLimits,
): Promise<ArchiveContent> {
  const meter = archiveMeter(file.size, limits);
  const plain = file.stream();
  const stream = gzipped ? plain.pipeThrough(new DecompressionStream('gzip')) : plain;
  const reader = byteReader(stream, (bytes) => meter.countBytes(bytes));
  const packs = gzipped ? packStore() : null;
  const content: ArchiveContent = { files: [], skipped: [] };
  const byPath = new Map<string, TreeFile>();
  try {
    for await (const header of headers(reader)) {
      meter.countEntry();
      const start = reader.offset;
      const keeps = addEntry(content, byPath, header, () => {
        if (packs === null) return async () => file.slice(start, start + header.bytes);
        return packs.reserve(header.bytes);
      });
      if (keeps && packs !== null) packs.add(await exactly(reader, header.bytes));
      else if ((await reader.skip(header.bytes)) < header.bytes) throw endsEarly();
      // The last file's padding may be missing in archives of sloppy tools.
      await reader.skip(padding(header.bytes));
    }
    packs?.finish();
  } catch (error) {
    if (error instanceof VectorGitError) throw error;
    throw invalidArchive('it is damaged, or its end is missing', error);
  } finally {
    await reader.cancel();
  }
  return content;
}

/** Files the entry under files or skipped; true when its bytes must be kept now. */
function addEntry(
  content: ArchiveContent,
  byPath: Map<string, TreeFile>,
  header: TarHeader,
  keep: () => () => Promise<Blob>,
): boolean {
  const { bytes, lastModified, type } = header;
  if (type === '5' || (type === '0' && header.name.endsWith('/'))) return false;
  const skip = (path: string, reason: 'unsafe-path' | 'unreadable', detail: string): false => {
    content.skipped.push({ path, bytes, files: 1, reason, detail });
    return false;
  };
  const place = archivePath(header.name);
  if ('unsafe' in place) return skip(header.name, 'unsafe-path', place.unsafe);
  const { path } = place;
  if (path === '') return skip(header.name, 'unsafe-path', 'the entry has no name');
  if (type === '2') return skip(path, 'unsafe-path', linkDetail(header.link));
  if (type === '1') {
    // A hard link is another name of a file that came before.
    const target = archivePath(header.link);
    const original = 'path' in target ? byPath.get(target.path) : undefined;
    if (original === undefined) return skip(path, 'unsafe-path', linkDetail(header.link));
    add({ ...original, path });
    return false;
  }
  if (type !== '0' && type !== '7') {
    return skip(path, 'unreadable', `an entry of type "${type}", which is no plain file`);
  }
  const kept = bytes <= HARD_FILE_LIMIT_BYTES;
  const open = kept ? keep() : async () => Promise.reject(new Error('too large to be unpacked'));
  add({ path, bytes, lastModified, open });
  return kept;

  function add(file: TreeFile): void {
    content.files.push(file);
    byPath.set(file.path, file);
  }
}

/** The headers in order, those of extensions applied. The reader stands on the content, which the caller consumes. */
async function* headers(reader: ByteReader): AsyncGenerator<TarHeader> {
  let longName: string | null = null;
  let longLink: string | null = null;
  let pax = new Map<string, string>();
  for (;;) {
    const block = await reader.read(TAR_BLOCK);
    // An archive ends with blocks of zeros; at least the end of a whole entry is taken too.
    if (block.length === 0 || block.every((byte) => byte === 0)) {
      if (reader.offset <= TAR_BLOCK && block.length === 0) throw invalidArchive('it is empty');
      return;
    }
    if (block.length < TAR_BLOCK) throw endsEarly();
    const header = parseTarHeader(block);
    if (header === null) throw invalidArchive(`no tar header at byte ${reader.offset - TAR_BLOCK}`);
    if ('xgLK'.includes(header.type)) {
      if (header.bytes > MAX_EXTENSION_BYTES) throw invalidArchive('a header is too large');
      const bytes = await exactly(reader, header.bytes);
      await reader.skip(padding(header.bytes));
      const value = new TextDecoder().decode(bytes).replace(/\0.*$/s, '');
      // Global records ('g', git's own is the commit) say nothing about a single file.
      if (header.type === 'x') pax = parsePaxRecords(bytes);
      if (header.type === 'L') longName = value;
      if (header.type === 'K') longLink = value;
      continue;
    }
    yield withExtensions(header, longName, longLink, pax);
    longName = null;
    longLink = null;
    pax = new Map();
  }
}

function withExtensions(
  header: TarHeader,
  longName: string | null,
  longLink: string | null,
  pax: ReadonlyMap<string, string>,
): TarHeader {
  const size = pax.get('size');
  const time = Number(pax.get('mtime'));
  const sparse = [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'));
  const bytes = size === undefined ? header.bytes : Number(size);
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw invalidArchive('a size that is no number');
  return {
    name: pax.get('path') ?? longName ?? header.name,
    link: pax.get('linkpath') ?? longLink ?? header.link,
    bytes,
    lastModified:
      Number.isFinite(time) && pax.has('mtime') ? Math.floor(time * 1000) : header.lastModified,
    type: sparse ? 'S' : header.type,
  };
}

async function exactly(reader: ByteReader, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await reader.read(length);
  if (bytes.length < length) throw endsEarly();
  return bytes;
}

function padding(bytes: number): number {
  return (TAR_BLOCK - (bytes % TAR_BLOCK)) % TAR_BLOCK;
}

function endsEarly(): VectorGitError {
  return invalidArchive('it ends in the middle of a file');
}

/** A pack becomes one Blob at this size. */
const PACK_BYTES = 8 * 1024 * 1024;

/** Keeps the bytes of many small files in few Blobs. */
function packStore(): {
  reserve(bytes: number): () => Promise<Blob>;
  add(bytes: Uint8Array<ArrayBuffer>): void;
  finish(): void;
} {
  const packs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const finish = (): void => {
    packs.push(new Blob(parts));
    parts = [];
    size = 0;
  };
  return {
    reserve(bytes) {
      const pack = packs.length;
      const start = size;
      return async () => {
        const whole = packs[pack];
        if (whole === undefined) throw new Error('the archive was not read to its end');
        return whole.slice(start, start + bytes);
      };
    },
    add(bytes) {
      parts.push(bytes);
      size += bytes.length;
      if (size >= PACK_BYTES) finish();
    },
    finish,
  };
}
