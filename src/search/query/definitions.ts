import type { ChunkType, DefinitionKind } from '../../domain/api.ts';
import type { SegmentReader } from '../../index/api.ts';

/** Names that a segment's chunks define, as parallel columns in order of chunks. */
export interface SegmentDefinitions {
  /** Qualified. */
  readonly names: readonly string[];
  readonly kinds: readonly DefinitionKind[];
  /** Chunk in the segment. */
  readonly chunks: Uint32Array;
  /** By chunk. */
  readonly types: readonly ChunkType[];
}

const bySegment = new WeakMap<SegmentReader, SegmentDefinitions>();

/** Decoded at first use and kept as long as the segment is open; a segment never changes. */
export function definitionsOf(reader: SegmentReader): SegmentDefinitions {
  const known = bySegment.get(reader);
  if (known !== undefined) return known;
  const names: string[] = [];
  const kinds: DefinitionKind[] = [];
  const chunks: number[] = [];
  const types: ChunkType[] = [];
  for (let chunk = 0; chunk < reader.chunks.count; chunk++) {
    const row = reader.chunks.row(chunk);
    types.push(row.type);
    for (const { name, kind } of row.definitions) {
      names.push(name);
      kinds.push(kind);
      chunks.push(chunk);
    }
  }
  const definitions = { names, kinds, chunks: Uint32Array.from(chunks), types };
  bySegment.set(reader, definitions);
  return definitions;
}
