import { type Chunk, invariant, type SourceFile } from '../../domain/api.ts';
import { GramFilterWriter } from '../grams/gram-filter.ts';
import type { Lexicon } from '../lexical/lexicon.ts';
import { PostingsWriter } from '../lexical/postings-writer.ts';
import { type ChunkRow, encodeChunkTable } from './chunk-table.ts';
import { encodeFileTable, type FileRow } from './file-table.ts';

/**
 * Text blobs are closed at this size, so that reading one file reads little else: the hits of a search lie all over the
 * repository, and with 2 MB its first answer at 50,000 chunks read every text there is. Chromium, 53 MB of text, a busy
 * machine, four times in turns: with 250, 120 and 60 kB forty of them are read in 61, 32 and 18 ms, all are written
 * in .63, .35 and .80 s. Values that are above 64 kB when compressed go into files of their own, others into its tables.
 */
const TEXT_BLOB_BYTES = 120_000;

/** The parts of a sealed segment, ready to be stored; vectors come apart, they may come later. */
export interface SealedSegment {
  readonly files: Uint8Array<ArrayBuffer>;
  readonly chunks: Uint8Array<ArrayBuffer>;
  readonly postings: Uint8Array<ArrayBuffer>;
  /** Which runs of characters each chunk may hold: see `GramFilter`. */
  readonly grams: Uint8Array<ArrayBuffer>;
  readonly texts: readonly Uint8Array<ArrayBuffer>[];
  readonly fileCount: number;
  readonly chunkCount: number;
}

/**
 * Collects files and their chunks until a segment is sealed. Texts are kept as UTF-8; `encode` is the platform's
 * UTF-8 encoder.
 */
export class SegmentWriter {
  readonly #encode: (text: string) => Uint8Array;
  readonly #files: FileRow[] = [];
  readonly #chunks: ChunkRow[] = [];
  readonly #postings: PostingsWriter;
  readonly #grams = new GramFilterWriter();
  readonly #texts: Uint8Array[][] = [];
  #openTextBytes = 0;
  #textBytes = 0;

  /** `lexicon`: of writers before, whose words need not be split again. */
  constructor(encode: (text: string) => Uint8Array, lexicon?: Lexicon) {
    this.#encode = encode;
    this.#postings = new PostingsWriter(lexicon);
  }

  get fileCount(): number {
    return this.#files.length;
  }

  get chunkCount(): number {
    return this.#chunks.length;
  }

  get textBytes(): number {
    return this.#textBytes;
  }

  /** Adds a file with its chunks, which are in order of lines and inside of the text. */
  add(file: SourceFile, chunks: readonly Chunk[]): void {
    const text = this.#encode(file.text);
    const lineStarts = startsOfLines(text);
    const firstChunk = this.#chunks.length;
    for (const chunk of chunks) {
      const byteStart = lineStarts[chunk.startLine - 1];
      const nextLine = lineStarts[chunk.endLine];
      invariant(byteStart !== undefined, 'a chunk starts inside of its file');
      const byteEnd = nextLine === undefined ? endOfLastLine(text) : nextLine - 1;
      this.#chunks.push({
        id: chunk.id,
        file: this.#files.length,
        startLine: chunk.startLine,
        endLine: chunk.endLine,
        byteStart,
        byteEnd,
        type: chunk.type,
        name: chunk.name,
        tags: chunk.tags,
        definitions: chunk.definitions,
      });
      const { content } = chunk;
      // As many bytes as units: all of it is ASCII.
      const isAscii = byteEnd - byteStart === content.length;
      const ascii = isAscii ? text.subarray(byteStart, byteEnd) : undefined;
      this.#postings.add({ path: file.path, names: namesOf(chunk), content, ascii });
      this.#grams.add(content, ascii);
    }
    const at = this.#place(text);
    this.#files.push({
      path: file.path,
      bytes: file.bytes,
      lastModified: file.lastModified,
      contentHash: file.contentHash,
      language: file.language,
      encoding: file.encoding,
      lossy: file.lossy,
      lines: lineStarts.length,
      firstChunk,
      chunks: chunks.length,
      textBlob: at.blob,
      textStart: at.start,
      textEnd: at.start + text.length,
    });
  }

  #place(text: Uint8Array): { blob: number; start: number } {
    if (this.#texts.length === 0 || this.#openTextBytes >= TEXT_BLOB_BYTES) {
      this.#texts.push([]);
      this.#openTextBytes = 0;
    }
    const start = this.#openTextBytes;
    (this.#texts.at(-1) as Uint8Array[]).push(text);
    this.#openTextBytes += text.length;
    this.#textBytes += text.length;
    return { blob: this.#texts.length - 1, start };
  }

  seal(): SealedSegment {
    return {
      files: encodeFileTable(this.#files),
      chunks: encodeChunkTable(this.#chunks),
      postings: this.#postings.finish(),
      grams: this.#grams.finish(),
      texts: this.#texts.map(concatenate),
      fileCount: this.#files.length,
      chunkCount: this.#chunks.length,
    };
  }
}

function namesOf(chunk: Chunk): string[] {
  const names = chunk.definitions.map((definition) => definition.name);
  if (chunk.name !== null) names.push(chunk.name);
  return names;
}

/** Byte offset of each line's first byte; a final line end opens no further line. */
function startsOfLines(text: Uint8Array): number[] {
  const starts = [0];
  for (let index = text.indexOf(10); index !== -1; index = text.indexOf(10, index + 1)) {
    if (index + 1 < text.length) starts.push(index + 1);
  }
  return starts;
}

function endOfLastLine(text: Uint8Array): number {
  return text.at(-1) === 10 ? text.length - 1 : text.length;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
