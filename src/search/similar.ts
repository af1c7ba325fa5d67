import type { ChunkPlace, SimilarReply } from '../domain/api.ts';
import { nearestCosines, type Snapshot, topK } from '../index/api.ts';
import { hitOf } from './hit.ts';
import type { OpenedGeneration } from './opened-generation.ts';
import { narrowAlone } from './query/narrowing.ts';
import type { SearchPorts } from './search-ports.ts';

/**
 * The chunks whose vectors are nearest to that of one chunk, best first, the chunk itself and copies of its text left
 * out, and what `narrow` does not let through. Its stored vector asks, nothing is embedded. Null when the chunk is not in
 * this generation or has no vector.
 */
export async function similarChunks(
  generation: OpenedGeneration,
  place: ChunkPlace,
  limit: number,
  narrow: readonly string[],
  ports: SearchPorts,
): Promise<SimilarReply | null> {
  const { snapshot } = generation;
  const ordinal = ordinalAt(snapshot, place);
  if (ordinal === null) return null;
  const { segment, chunk } = snapshot.locate(ordinal);
  const { vectors } = segment.reader;
  const scale = vectors?.scales[chunk] ?? 0;
  if (vectors === null || scale === 0) return null;
  const { dimension } = vectors;
  const codes = vectors.codes.slice(chunk * dimension, (chunk + 1) * dimension);
  const cosines = new Float64Array(snapshot.size);
  nearestCosines(
    { codes, scale },
    snapshot.segments.flatMap(({ reader: { vectors: block }, base }) =>
      block === null || block.dimension !== dimension ? [] : [{ block, base }],
    ),
    cosines,
  );
  const id = segment.reader.chunks.id(chunk);
  const { accepted, problems } = await narrowAlone(generation, narrow, ports);
  const accept = (other: number): boolean => {
    if (snapshot.live[other] === 0 || accepted?.[other] === 0) return false;
    const at = snapshot.locate(other);
    return at.segment.reader.chunks.id(at.chunk) !== id;
  };
  const nearest = topK(cosines, limit, 0, snapshot.compareChunks, accept);
  const hits = await Promise.all(
    nearest.map(async (found, index) => {
      const similarity = cosines[found] as number;
      const meaning = { rank: index + 1, similarity, contribution: similarity };
      const parts = { keyword: null, meaning, features: [] };
      return hitOf(generation, found, similarity, parts, await generation.texts.chunk(found), []);
    }),
  );
  return { hits, problems };
}

function ordinalAt(snapshot: Snapshot, { path, startLine }: ChunkPlace): number | null {
  for (const { file, segment, base } of snapshot.files()) {
    if (file.path !== path) continue;
    const chunks = snapshot.segments[segment]?.reader.chunks;
    for (let chunk = file.firstChunk; chunk < file.firstChunk + file.chunks; chunk++) {
      if (chunks?.startLines[chunk] === startLine) return base + chunk;
    }
  }
  return null;
}
