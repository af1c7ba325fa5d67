import { chunkIdOf } from '../chunking/api.ts';
import type { Chunk, ContentHash, SourceFile } from '../domain/api.ts';
import {
  ChunkTable,
  contentOf,
  decodeFileTable,
  decodeVectors,
  type FileRow,
  type SealedSegment,
  SegmentWriter,
} from '../index/api.ts';
import { isCleanPath } from './clean-path.ts';
import { isHashOf } from './content-hash.ts';
import { invalidPack, type PackSegment, type PackVectors } from './pack-format.ts';
import { derivedParts } from './segment-parts.ts';

/** A segment made anew from what a pack says of it: nothing of it is taken over unseen. */
export interface CheckedSegment {
  readonly sealed: SealedSegment;
  readonly vectors: { readonly identity: PackVectors; readonly payload: Uint8Array } | null;
}

export interface SegmentCheck {
  readonly segment: PackSegment;
  /** Payloads by kind; `text` in their order. */
  readonly sections: ReadonlyMap<string, readonly Uint8Array<ArrayBuffer>[]>;
  /** Paths of the pack so far; those of this segment are added. */
  readonly paths: Set<string>;
  /** True when the pack was written by this very format: then the tables must be byte for byte as we write them. */
  readonly sameFormat: boolean;
  /** True when the derived parts, too, must be as we make them. */
  readonly sameFeatures: boolean;
  readonly breathe: () => Promise<void>;
}

/** What a file that changed its hash is told apart by at the next sync: no content has it. */
const UNKNOWN_HASH = '0'.repeat(64) as ContentHash;
const LANGUAGE = /^[a-z0-9][a-z0-9+#.-]{0,31}$/;
const MAX_FILE_BYTES = 2 ** 40;
/** Lengths of stored vectors after quantisation. */
const NORM_TOLERANCE = 0.05;

/**
 * Checks one segment wholly: paths, UTF-8, spans, lines, chunk ids against their texts, vectors; then writes it
 * anew with our own writer and compares. What is answered is ours: a reader cannot meet what it could not have
 * written. `pack/invalid` with the reason.
 */
export async function checkSegment(check: SegmentCheck): Promise<CheckedSegment> {
  const { segment, sections, breathe } = check;
  const one = (kind: string): Uint8Array<ArrayBuffer> =>
    sections.get(kind)?.[0] ?? new Uint8Array();
  const texts = sections.get('text') ?? [];
  const files = reading('the file table', () => decodeFileTable(one('files')));
  const chunks = reading('the chunk table', () => new ChunkTable(one('chunks')));
  if (files.length !== segment.files || files.length === 0) {
    throw invalidPack('it has another number of files', 'the file table');
  }
  if (chunks.count !== segment.chunks) {
    throw invalidPack('it has another number of chunks', 'the chunk table');
  }
  checkFileRows(files, chunks.count, texts, check.paths);

  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  const writer = new SegmentWriter((text) => encoder.encode(text));
  for (const [ordinal, row] of files.entries()) {
    const where = `the file ${row.path}`;
    const { file, chunks: cut } = reading(where, () =>
      contentOf({ files, chunks, texts }, ordinal, (bytes) => decoder.decode(bytes)),
    );
    checkFile(file, row, where);
    for (let index = 0; index < cut.length; index++) {
      if (chunks.files[row.firstChunk + index] !== ordinal) {
        throw invalidPack('a chunk names another file', where);
      }
    }
    checkChunks(cut, row, where);
    const contentHash = (await isHashOf(file)) ? file.contentHash : UNKNOWN_HASH;
    reading(where, () => writer.add({ ...file, contentHash, lastModified: 0 }, cut));
    await breathe();
  }
  const sealed = writer.seal();
  if (check.sameFormat && !isEqual(sealed.chunks, one('chunks'))) {
    throw invalidPack('it is not what the texts give', 'the chunk table');
  }
  checkDerived(check, sealed, files, texts);
  return { sealed, vectors: checkVectors(segment, one('vectors')) };
}

/** Paths, and spans that follow each other through all texts without a gap. */
function checkFileRows(
  files: readonly FileRow[],
  chunkCount: number,
  texts: readonly Uint8Array[],
  paths: Set<string>,
): void {
  let chunk = 0;
  let blob = 0;
  let offset = 0;
  for (const row of files) {
    const where = `the file ${JSON.stringify(row.path.slice(0, 200))}`;
    if (!isCleanPath(row.path)) throw invalidPack('its path leads out or hides something', where);
    if (paths.has(row.path)) throw invalidPack('it comes twice', where);
    paths.add(row.path);
    if (!Number.isInteger(row.bytes) || row.bytes < 0 || row.bytes > MAX_FILE_BYTES) {
      throw invalidPack('its size is impossible', where);
    }
    if (!LANGUAGE.test(row.language)) throw invalidPack('its language is no language', where);
    if (row.firstChunk !== chunk) throw invalidPack('its chunks do not follow', where);
    chunk += row.chunks;
    if (row.textBlob === blob + 1 && offset === texts[blob]?.length) {
      blob++;
      offset = 0;
    }
    if (row.textBlob !== blob || row.textStart !== offset || row.textEnd < offset) {
      throw invalidPack('its text does not follow', where);
    }
    offset = row.textEnd;
    if (offset > (texts[blob]?.length ?? -1)) throw invalidPack('its text is cut short', where);
  }
  if (chunk !== chunkCount) throw invalidPack('files and chunks differ', 'the file table');
  if (blob !== texts.length - 1 || offset !== texts[blob]?.length) {
    throw invalidPack('there is text of no file', 'the file table');
  }
}

function checkFile(file: SourceFile, row: FileRow, where: string): void {
  if (file.text === '') throw invalidPack('it is empty', where);
  if (file.text.includes('\r')) throw invalidPack('it has line ends that are never stored', where);
  if (row.lines !== linesOf(file.text)) throw invalidPack('it has another number of lines', where);
}

function checkChunks(chunks: readonly Chunk[], row: FileRow, where: string): void {
  let previous = 1;
  for (const chunk of chunks) {
    const { startLine, endLine, definitions, content, id } = chunk;
    if (startLine < previous || endLine < startLine || endLine > row.lines) {
      throw invalidPack('a chunk has impossible lines', where);
    }
    previous = startLine;
    if (definitions.some(({ line }) => line < 1 || line > row.lines)) {
      throw invalidPack('a definition has an impossible line', where);
    }
    if (chunkIdOf(content) !== id) throw invalidPack('a chunk has the id of another text', where);
  }
}

/**
 * Derived parts are made anew whatever the pack says. Those it carries must be equal: a difference is a lie or a
 * damage. Beyond ASCII another browser's tables of Unicode may cut words otherwise, and then ours are right here.
 */
function checkDerived(
  { sections, sameFormat, sameFeatures }: SegmentCheck,
  sealed: SealedSegment,
  files: readonly FileRow[],
  texts: readonly Uint8Array[],
): void {
  const made = derivedParts(sealed);
  const plain =
    files.every(({ path }) => isAscii(new TextEncoder().encode(path))) && texts.every(isAscii);
  for (const [kind, [carried]] of sections) {
    if (kind === 'files' || kind === 'chunks' || kind === 'text' || kind === 'vectors') continue;
    const ours = made.get(kind);
    if (ours === undefined && sameFormat && sameFeatures) {
      throw invalidPack('nothing of this kind is known', `the ${kind}`);
    }
    if (ours === undefined || carried === undefined || !plain) continue;
    if (sameFormat && sameFeatures && !isEqual(ours, carried)) {
      throw invalidPack('they are not what the texts give', `the ${kind}`);
    }
  }
  for (const kind of sameFormat && sameFeatures ? made.keys() : []) {
    if (!sections.has(kind)) throw invalidPack('they are missing', `the ${kind}`);
  }
}

function checkVectors(segment: PackSegment, payload: Uint8Array): CheckedSegment['vectors'] {
  const identity = segment.vectors;
  if (identity === null) return null;
  const where = 'the vectors';
  const block = reading(where, () => decodeVectors(payload));
  const { dimension, documents, scales, codes } = block;
  if (dimension !== identity.dimension) throw invalidPack('they have another dimension', where);
  if (documents !== segment.chunks) throw invalidPack('they are of other chunks', where);
  for (let row = 0; row < documents; row++) {
    let squares = 0;
    for (let at = row * dimension; at < (row + 1) * dimension; at++) {
      const code = codes[at] as number;
      if (code === -128) throw invalidPack('a value is out of range', where);
      squares += code * code;
    }
    const length = Math.sqrt(squares) * (scales[row] as number);
    // A text without any known word has no direction: all zero.
    const fits = squares === 0 ? scales[row] === 0 : Math.abs(length - 1) <= NORM_TOLERANCE;
    if (!fits) throw invalidPack('one is not of unit length', where);
  }
  return { identity, payload };
}

/** Anything that a decoder refuses makes the pack invalid. */
function reading<Value>(where: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw invalidPack('it cannot be read', where, cause);
  }
}

function linesOf(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (at + 1 < text.length) lines++;
  }
  return lines;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}
