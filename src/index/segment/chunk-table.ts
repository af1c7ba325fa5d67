import {
  type Chunk,
  type ChunkId,
  type ChunkType,
  type Definition,
  type DefinitionKind,
  VectorGitError,
} from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';

/** The order is the format: append only. */
const CHUNK_TYPES: readonly ChunkType[] = [
  'function',
  'method',
  'class',
  'interface',
  'enum',
  'type',
  'module',
  'variable',
  'section',
  'block',
  'file',
];
const DEFINITION_KINDS: readonly DefinitionKind[] = [
  'function',
  'method',
  'class',
  'interface',
  'enum',
  'type',
  'module',
  'variable',
  'macro',
  'property',
];

/** What is stored of a chunk; its text is a byte span of its file's text. */
export interface ChunkRow
  extends Pick<Chunk, 'id' | 'startLine' | 'endLine' | 'type' | 'name' | 'tags' | 'definitions'> {
  /** Ordinal of the file in the segment. */
  readonly file: number;
  /** Half-open byte span in the file's UTF-8 text. */
  readonly byteStart: number;
  readonly byteEnd: number;
}

/**
 * Chunks of one segment as columns. Layout: u32 count; u32 columns file, startLine, endLine, byteStart, byteEnd,
 * id (high and low half); u8 column type; u32 × (count + 1) starts of details; u32 detail bytes; details: name
 * (string, empty for none), tags, definitions (kind u8, line varint, name).
 */
export function encodeChunkTable(rows: readonly ChunkRow[]): Uint8Array<ArrayBuffer> {
  const details = new ByteWriter(rows.length * 32 + 16);
  const detailStarts = new Uint32Array(rows.length + 1);
  for (const [index, row] of rows.entries()) {
    details.string(row.name ?? '');
    details.varint(row.tags.length);
    for (const tag of row.tags) details.string(tag);
    details.varint(row.definitions.length);
    for (const definition of row.definitions) {
      details.u8(DEFINITION_KINDS.indexOf(definition.kind));
      details.varint(definition.line);
      details.string(definition.name);
    }
    detailStarts[index + 1] = details.size;
  }
  const column = (value: (row: ChunkRow) => number): Uint32Array => Uint32Array.from(rows, value);
  const out = new ByteWriter(rows.length * 36 + details.size + 64);
  out.u32(rows.length);
  out.array(column((row) => row.file));
  out.array(column((row) => row.startLine));
  out.array(column((row) => row.endLine));
  out.array(column((row) => row.byteStart));
  out.array(column((row) => row.byteEnd));
  out.array(column((row) => Number.parseInt(row.id.slice(6, 14), 16)));
  out.array(column((row) => Number.parseInt(row.id.slice(14), 16)));
  out.array(Uint8Array.from(rows, (row) => CHUNK_TYPES.indexOf(row.type)));
  out.array(detailStarts);
  out.u32(details.size);
  out.raw(details.finish());
  return out.finish();
}

/** Reads the columns in place; names and definitions are decoded only when a chunk is shown. */
export class ChunkTable {
  readonly count: number;
  /** File ordinal by chunk. */
  readonly files: Uint32Array;
  readonly startLines: Uint32Array;
  readonly endLines: Uint32Array;
  readonly byteStarts: Uint32Array;
  readonly byteEnds: Uint32Array;
  /** First and last 8 hex digits of the ids, for ordering without strings. */
  readonly idHigh: Uint32Array;
  readonly idLow: Uint32Array;
  readonly #types: Uint8Array;
  readonly #detailStarts: Uint32Array;
  readonly #details: Uint8Array;

  constructor(bytes: Uint8Array) {
    const reader = new ByteReader(bytes);
    this.count = reader.u32();
    this.files = reader.u32Array(this.count);
    this.startLines = reader.u32Array(this.count);
    this.endLines = reader.u32Array(this.count);
    this.byteStarts = reader.u32Array(this.count);
    this.byteEnds = reader.u32Array(this.count);
    this.idHigh = reader.u32Array(this.count);
    this.idLow = reader.u32Array(this.count);
    this.#types = reader.u8Array(this.count);
    this.#detailStarts = reader.u32Array(this.count + 1);
    this.#details = reader.raw(reader.u32());
  }

  id(chunk: number): ChunkId {
    return `chunk_${hex8(this.idHigh[chunk] as number)}${hex8(this.idLow[chunk] as number)}` as ChunkId;
  }

  row(chunk: number): ChunkRow {
    const type = CHUNK_TYPES[this.#types[chunk] as number];
    if (type === undefined) throw new VectorGitError('index/corrupt', 'A stored chunk has no type');
    const reader = new ByteReader(
      this.#details.subarray(
        this.#detailStarts[chunk] as number,
        this.#detailStarts[chunk + 1] as number,
      ),
    );
    const name = reader.string();
    const tags = Array.from({ length: reader.varint() }, () => reader.string());
    const definitions = Array.from({ length: reader.varint() }, () => readDefinition(reader));
    return {
      id: this.id(chunk),
      file: this.files[chunk] as number,
      startLine: this.startLines[chunk] as number,
      endLine: this.endLines[chunk] as number,
      byteStart: this.byteStarts[chunk] as number,
      byteEnd: this.byteEnds[chunk] as number,
      type,
      name: name === '' ? null : name,
      tags,
      definitions,
    };
  }
}

function readDefinition(reader: ByteReader): Definition {
  const kind = DEFINITION_KINDS[reader.u8()];
  if (kind === undefined) {
    throw new VectorGitError('index/corrupt', 'A stored definition has no kind');
  }
  const line = reader.varint();
  return { kind, line, name: reader.string() };
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}
