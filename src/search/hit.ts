import type { ScoreParts, SearchHit, Span } from '../domain/api.ts';
import type { OpenedGeneration } from './opened-generation.ts';
import { chooseSnippet } from './snippet.ts';

/** A chunk as it is shown, with its text. `marks`: ordered spans of the text. */
export function hitOf(
  generation: OpenedGeneration,
  ordinal: number,
  score: number,
  parts: ScoreParts,
  text: string,
  marks: readonly Span[],
): SearchHit {
  const { segment, chunk } = generation.snapshot.locate(ordinal);
  const row = segment.reader.chunks.row(chunk);
  const file = generation.snapshot.fileOf(ordinal);
  const repository = generation.repositories?.find(({ end }) => ordinal < end);
  return {
    chunkId: row.id,
    path: file.path,
    startLine: row.startLine,
    endLine: row.endLine,
    type: row.type,
    name: row.name,
    language: file.language,
    definitions: row.definitions,
    score,
    parts,
    text,
    marks,
    snippet: chooseSnippet(text, marks, row.startLine, row.definitions),
    ...(repository && { repository: { id: repository.id, name: repository.name } }),
  };
}
