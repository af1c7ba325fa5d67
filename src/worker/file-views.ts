import { VectorGitError } from '../domain/api.ts';
import type { OpenedGeneration } from '../search/api.ts';
import type { FileListing, FileView } from './protocol.ts';

/** One whole file with its outline; `repository/path-not-found`. */
export async function fileView(
  { snapshot, texts, manifest }: OpenedGeneration,
  path: string,
): Promise<FileView> {
  for (const { file, segment, ordinal } of snapshot.files()) {
    if (file.path !== path) continue;
    const chunks = snapshot.segments[segment]?.reader.chunks;
    const outline = Array.from({ length: file.chunks }, (_, index) => {
      const row = chunks?.row(file.firstChunk + index);
      return row === undefined ? [] : [{ ...row, chunkId: row.id }];
    }).flat();
    return {
      path,
      language: file.language,
      generation: manifest.generation,
      text: await texts.file(segment, ordinal),
      lossy: file.lossy,
      outline: outline.map(({ chunkId, startLine, endLine, type, name, definitions }) => ({
        chunkId,
        startLine,
        endLine,
        type,
        name,
        definitions,
      })),
    };
  }
  throw new VectorGitError('repository/path-not-found', `${path} is not in the index`, {
    details: { path },
  });
}

/** All files, by path. */
export function fileListing({ snapshot }: OpenedGeneration): FileListing[] {
  return [...snapshot.files()]
    .map(({ file: { path, language, bytes, chunks } }) => ({ path, language, bytes, chunks }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
