import type { Chunk, ChunkType, Definition, SourceFile } from '../domain/api.ts';
import { chunkIdOf } from './chunk-id.ts';
import type { LineTable } from './line-table.ts';
import type { Outline } from './outline.ts';
import type { Piece } from './packing.ts';
import { isTestPath } from './tags.ts';

/** Turns pieces into chunks: content and id, definitions by line, tags. */
export function assemble(
  file: Pick<SourceFile, 'path' | 'language'>,
  lines: LineTable,
  outline: Outline,
  pieces: readonly Piece[],
): Chunk[] {
  const definitions = [...outline.definitions].sort((a, b) => a.line - b.line);
  const inTestFile = isTestPath(file.path);
  let next = 0;
  return pieces.map((piece) => {
    const own: Definition[] = [];
    for (; next < definitions.length; next++) {
      const definition = definitions[next];
      if (definition === undefined || definition.line > piece.end + 1) break;
      own.push(definition);
    }
    const content = lines.slice(piece.start, piece.end);
    const tags = new Set(piece.continued ? [] : (piece.label?.tags ?? []));
    if (piece.continued) tags.add('continued');
    if (inTestFile) tags.add('test');
    return {
      id: chunkIdOf(content),
      path: file.path,
      startLine: piece.start + 1,
      endLine: piece.end + 1,
      type: typeOf(piece, pieces.length),
      name: piece.label?.name ?? null,
      language: file.language,
      tags: [...tags].sort(),
      definitions: own,
      content,
    };
  });
}

function typeOf(piece: Piece, pieces: number): ChunkType {
  if (piece.label !== null) return piece.label.type;
  return pieces === 1 ? 'file' : 'block';
}
