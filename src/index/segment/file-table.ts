import {
  type ContentHash,
  type LanguageId,
  type TextEncoding,
  VectorGitError,
} from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';

/** One file of a segment, as stored. */
export interface FileRow {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly contentHash: ContentHash;
  readonly language: LanguageId;
  readonly encoding: TextEncoding;
  readonly lossy: boolean;
  readonly lines: number;
  /** Ordinal of the file's first chunk; its chunks follow each other. */
  readonly firstChunk: number;
  readonly chunks: number;
  /** Which of the segment's text blobs holds the file. */
  readonly textBlob: number;
  /** Half-open byte span of the file's UTF-8 text in that blob. */
  readonly textStart: number;
  readonly textEnd: number;
}

/** The order is the format: append only. */
const ENCODINGS: readonly TextEncoding[] = ['utf-8', 'utf-16le', 'utf-16be'];
const LOSSY_BIT = 0x80;

/** Layout: u32 count, then per file the fields of `FileRow` in order, numbers as varint, hash as 32 bytes. */
export function encodeFileTable(rows: readonly FileRow[]): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter(rows.length * 96 + 4);
  out.u32(rows.length);
  for (const row of rows) {
    out.string(row.path);
    out.f64(row.bytes);
    out.f64(row.lastModified);
    out.raw(bytesOfHex(row.contentHash));
    out.string(row.language);
    out.u8(ENCODINGS.indexOf(row.encoding) | (row.lossy ? LOSSY_BIT : 0));
    out.varint(row.lines);
    out.varint(row.firstChunk);
    out.varint(row.chunks);
    out.varint(row.textBlob);
    out.varint(row.textStart);
    out.varint(row.textEnd);
  }
  return out.finish();
}

export function decodeFileTable(bytes: Uint8Array): FileRow[] {
  const reader = new ByteReader(bytes);
  const rows: FileRow[] = [];
  const count = reader.u32();
  for (let index = 0; index < count; index++) {
    const path = reader.string();
    const size = reader.f64();
    const lastModified = reader.f64();
    const contentHash = hexOfBytes(reader.raw(32)) as ContentHash;
    const language = reader.string();
    const flags = reader.u8();
    const encoding = ENCODINGS[flags & ~LOSSY_BIT];
    if (encoding === undefined) {
      throw new VectorGitError('index/corrupt', 'A stored file has an unknown encoding');
    }
    rows.push({
      path,
      bytes: size,
      lastModified,
      contentHash,
      language,
      encoding,
      lossy: (flags & LOSSY_BIT) !== 0,
      lines: reader.varint(),
      firstChunk: reader.varint(),
      chunks: reader.varint(),
      textBlob: reader.varint(),
      textStart: reader.varint(),
      textEnd: reader.varint(),
    });
  }
  return rows;
}

export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

const DIGITS = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));

/** At once, from the codes of its digits: an index of 50,000 chunks has 11,000 hashes to read before its first answer. */
export function hexOfBytes(bytes: Uint8Array): string {
  const codes: number[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number;
    codes.push(DIGITS[byte >> 4] as number, DIGITS[byte & 15] as number);
  }
  return String.fromCharCode(...codes);
}
