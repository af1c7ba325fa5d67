import {
  CHUNK_TYPES,
  type Chunk,
  type ChunkId,
  type ChunkType,
  DEFINITION_KINDS,
  type Definition,
  type DefinitionKind,
  VectorGitError,
} from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';
import { decodeUtf8 } from '../codec/utf8.ts';

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
  for (let index = 0; index < rows.length; index++) {
    encodeDetails(rows[index] as ChunkRow, details);
    detailStarts[index + 1] = details.size;
  }
  const column = (value: (row: ChunkRow) => number): Uint32Array =>
    new Uint32Array(rows.map(value));
  const out = new ByteWriter(rows.length * 36 + details.size + 64);
  out.u32(rows.length);
  out.array(column((row) => row.file));
  out.array(column((row) => row.startLine));
  out.array(column((row) => row.endLine));
  out.array(column((row) => row.byteStart));
  out.array(column((row) => row.byteEnd));
  out.array(column((row) => Number.parseInt(row.id.slice(6, 14), 16)));
  out.array(column((row) => Number.parseInt(row.id.slice(14), 16)));
  out.array(new Uint8Array(rows.map((row) => CHUNK_TYPES.indexOf(row.type))));
  out.array(detailStarts);
  out.u32(details.size);
  out.raw(details.finish());
  return out.finish();
}

function encodeDetails({ name, tags, definitions }: ChunkRow, into: ByteWriter): void {
  into.string(name ?? '');
  into.varint(tags.length);
  for (const tag of tags) into.string(tag);
  into.varint(definitions.length);
  for (const definition of definitions) {
    into.u8(DEFINITION_KINDS.indexOf(definition.kind));
    into.varint(definition.line);
    into.string(definition.name);
  }
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

  /**
   * Calls back with each definition whose last component is `plain` (lower case, letters and digits only) apart from
   * case and from what stands between its words; `isExact` when it is spelled `name`. A search looks at thousands of
   * chunks for a common name: the stored bytes are compared in place, and decoded only where they hold more than ASCII.
   */
  forEachDefinitionOf(
    chunk: number,
    name: string,
    plain: string,
    visit: (kind: DefinitionKind, isExact: boolean) => void,
  ): void {
    const bytes = this.#details;
    const end = this.#detailStarts[chunk + 1] as number;
    let at = this.#detailStarts[chunk] as number;
    // By hand: a reader with its checks takes four times as long, and these bytes have their checksum.
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; at < end; shift += 7) {
        const byte = bytes[at++] as number;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      return value;
    };
    // `at += varint()` would take `at` as it was before the call.
    const pass = (length: number): void => {
      at += length;
    };
    pass(varint());
    for (let tags = varint(); tags > 0; tags--) pass(varint());
    for (let definitions = varint(); definitions > 0 && at < end; definitions--) {
      const kind = DEFINITION_KINDS[bytes[at++] as number];
      varint();
      const length = varint();
      const start = at;
      at += length;
      if (kind === undefined || length < plain.length) continue;
      const match = matchName(bytes, start, at, name, plain);
      if (match !== null) visit(kind, match);
    }
  }

  /**
   * Calls back with every definition in order: its kind as index into `DEFINITION_KINDS`, and where its qualified name
   * is among the details (`detail`). `index/corrupt` when one has no kind.
   */
  forEachDefinition(
    visit: (chunk: number, kind: number, start: number, end: number) => void,
  ): void {
    const reader = new ByteReader(this.#details);
    for (let chunk = 0; chunk < this.count; chunk++) {
      reader.raw(reader.varint());
      for (let tags = reader.varint(); tags > 0; tags--) reader.raw(reader.varint());
      for (let definitions = reader.varint(); definitions > 0; definitions--) {
        const kind = reader.u8();
        if (DEFINITION_KINDS[kind] === undefined) throw kindless();
        reader.varint();
        const length = reader.varint();
        const start = reader.offset;
        reader.raw(length);
        visit(chunk, kind, start, start + length);
      }
    }
  }

  /** Text of a span of the details. */
  detail(start: number, end: number): string {
    return decodeUtf8(this.#details, start, end);
  }

  type(chunk: number): ChunkType {
    const type = CHUNK_TYPES[this.#types[chunk] as number];
    if (type === undefined) throw new VectorGitError('index/corrupt', 'A stored chunk has no type');
    return type;
  }

  row(chunk: number): ChunkRow {
    const type = this.type(chunk);
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
  if (kind === undefined) throw kindless();
  const line = reader.varint();
  return { kind, line, name: reader.string() };
}

function kindless(): VectorGitError {
  return new VectorGitError('index/corrupt', 'A stored definition has no kind');
}

/** Whether the last component of a stored name is spelled `name`; null when it is another name. */
function matchName(
  bytes: Uint8Array,
  start: number,
  end: number,
  name: string,
  plain: string,
): boolean | null {
  // From the end: the last component ends at the first dot.
  let at = plain.length - 1;
  let first = end;
  while (first > start) {
    const byte = bytes[first - 1] as number;
    if (byte > 127) return matchDecoded(bytes.subarray(start, end), name, plain);
    if (byte === DOT) break;
    first--;
    const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte;
    if (!isLetterOrDigit(lower)) continue;
    if (at < 0 || plain.charCodeAt(at) !== lower) return null;
    at--;
  }
  if (at >= 0) return null;
  if (end - first !== name.length) return false;
  for (let index = 0; index < name.length; index++) {
    if (bytes[first + index] !== name.charCodeAt(index)) return false;
  }
  return true;
}

function matchDecoded(bytes: Uint8Array, name: string, plain: string): boolean | null {
  const whole = decodeUtf8(bytes, 0, bytes.length);
  const last = whole.slice(whole.lastIndexOf('.') + 1);
  return plainName(last) === plain ? last === name : null;
}

const DOT = 46;

function isLetterOrDigit(lower: number): boolean {
  return (lower >= 97 && lower <= 122) || (lower >= 48 && lower <= 57);
}

/** A name without regard to case and to what is between its words: `parse_config` is `ParseConfig`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}
