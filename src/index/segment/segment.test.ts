import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chunk, ChunkId, ContentHash, SourceFile } from '../../domain/api.ts';
import { ByteReader } from '../codec/byte-reader.ts';
import { ByteWriter } from '../codec/byte-writer.ts';
import { decodeUtf8, encodeUtf8 } from '../codec/utf8.ts';
import { encodeVectors } from '../vector/vector-block.ts';
import { openSegment } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';

const encoder = new TextEncoder();

function source(path: string, text: string): SourceFile {
  return {
    path,
    text,
    bytes: encoder.encode(text).length,
    lastModified: 1_700_000_000_123,
    encoding: 'utf-16be',
    lossy: true,
    language: 'typescript',
    contentHash: 'ab'.repeat(32) as ContentHash,
  };
}

function chunk(file: SourceFile, startLine: number, endLine: number, id: string): Chunk {
  return {
    id: `chunk_${id.padStart(16, '0')}` as ChunkId,
    path: file.path,
    startLine,
    endLine,
    type: 'function',
    name: 'Outer.inner',
    language: file.language,
    tags: ['test'],
    definitions: [{ name: 'Outer.inner', kind: 'method', line: startLine }],
    content: file.text
      .split('\n')
      .slice(startLine - 1, endLine)
      .join('\n'),
  };
}

describe('a segment', () => {
  it('gives back files, chunks and the exact text of each chunk, non-ASCII included', () => {
    const file = source('src/größe.ts', 'first ✓\nsecond 検索\nthird\n');
    const other = source('b.ts', 'only');
    const writer = new SegmentWriter((text) => encoder.encode(text));
    const chunks = [chunk(file, 1, 2, 'fedcba9876543210'), chunk(file, 3, 3, 'ff')];
    writer.add(file, chunks);
    writer.add(other, [chunk(other, 1, 1, '1')]);
    const sealed = writer.seal();
    const reader = openSegment({ ...sealed, vectors: null });

    expect(reader.files.map(({ path, chunks: count }) => [path, count])).toEqual([
      ['src/größe.ts', 2],
      ['b.ts', 1],
    ]);
    expect(reader.files[0]).toMatchObject({ lossy: true, encoding: 'utf-16be', lines: 3 });
    expect(reader.chunks.id(0)).toBe('chunk_fedcba9876543210');
    for (const [ordinal, expected] of [...chunks, chunk(other, 1, 1, '1')].entries()) {
      const row = reader.chunks.row(ordinal);
      const place = reader.files[row.file];
      const text = sealed.texts[place?.textBlob ?? -1];
      const start = place?.textStart ?? 0;
      const bytes = text?.subarray(start + row.byteStart, start + row.byteEnd);
      expect(new TextDecoder().decode(bytes)).toBe(expected.content);
      expect(row).toMatchObject({ name: 'Outer.inner', tags: ['test'], type: 'function' });
    }
  });

  it('is refused as corrupt when its parts are of different segments or cut short', () => {
    const writer = new SegmentWriter((text) => encoder.encode(text));
    const file = source('a.ts', 'one\ntwo');
    writer.add(file, [chunk(file, 1, 2, '1')]);
    const sealed = writer.seal();
    const foreign = encodeVectors(new Float32Array(8).fill(0.5), 4);
    expect(() => openSegment({ ...sealed, vectors: foreign })).toThrow(/do not belong together/);
    expect(() =>
      openSegment({ ...sealed, postings: sealed.postings.subarray(0, -3), vectors: null }),
    ).toThrow(/ends too early/);
  });
});

describe('the codec', () => {
  it('reads what it wrote, for all numbers and strings', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(0xffffffff), fc.string({ unit: 'binary' }))),
        (values) => {
          const writer = new ByteWriter(1);
          for (const [number, text] of values) {
            writer.varint(number);
            writer.string(text);
          }
          const reader = new ByteReader(writer.finish());
          for (const [number, text] of values) {
            expect(reader.varint()).toBe(number);
            expect(reader.string()).toBe(new TextDecoder().decode(encoder.encode(text)));
          }
          expect(reader.remaining).toBe(0);
        },
      ),
      { seed: 7 },
    );
  });

  it('encodes UTF-8 as the platform does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect([...encodeUtf8(text)]).toEqual([...encoder.encode(text)]);
        expect(decodeUtf8(encoder.encode(text))).toBe(text);
      }),
      { seed: 7 },
    );
  });
});
