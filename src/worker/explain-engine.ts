/** The engine's side of Explain: reads one generation for the pure room `explain`. */
import type { SearchOptions } from '../domain/api.ts';
import {
  type CitationFate,
  composeExplanation,
  type Explanation,
  fateOf,
  gatherEvidence,
  type KeptCitation,
  type Passage,
} from '../explain/api.ts';
import { findSecret } from '../repository/api.ts';
import { type OpenedGeneration, type SearchPorts, search } from '../search/api.ts';

/** The answer from the code alone, over one generation. `cancelled` when the signal says so. */
export async function explainQuestion(
  generation: OpenedGeneration,
  question: string,
  ports: SearchPorts,
): Promise<Explanation> {
  const evidence = await gatherEvidence(question, {
    find: (query: string, options: SearchOptions) => search(generation, query, options, ports),
    chunksOf: (path) => passagesOfFile(generation, path),
  });
  const explanation = composeExplanation(evidence);
  const secrets = explanation.passages.filter(({ text }) => findSecret(text) !== null);
  return { ...explanation, secretChunks: secrets.map(({ chunkId }) => chunkId) };
}

/** What has become of each citation of an older generation, in their order. */
export async function recheckCitations(
  generation: OpenedGeneration,
  citations: readonly KeptCitation[],
): Promise<CitationFate[]> {
  const { snapshot, texts } = generation;
  const places = placesById(generation, new Set(citations.map(({ chunkId }) => chunkId)));
  const files = new Map<string, Promise<string>>();
  for (const { file, segment, ordinal } of snapshot.files()) {
    if (citations.some(({ path }) => path === file.path))
      files.set(file.path, texts.file(segment, ordinal));
  }
  return Promise.all(
    citations.map(async (citation) =>
      fateOf(citation, {
        file: (await files.get(citation.path)) ?? null,
        sameChunk: await Promise.all(
          (places.get(citation.chunkId) ?? []).map(async (ordinal) => ({
            path: snapshot.fileOf(ordinal).path,
            startLine: startLineOf(generation, ordinal),
            text: await texts.chunk(ordinal),
          })),
        ),
      }),
    ),
  );
}

async function passagesOfFile(
  { snapshot, texts }: OpenedGeneration,
  path: string,
): Promise<Passage[]> {
  for (const { file, base } of snapshot.files()) {
    if (file.path !== path) continue;
    return Promise.all(
      Array.from({ length: file.chunks }, async (_, index): Promise<Passage> => {
        const ordinal = base + file.firstChunk + index;
        const { segment, chunk } = snapshot.locate(ordinal);
        const { id, startLine, endLine, type, name, definitions } =
          segment.reader.chunks.row(chunk);
        return {
          chunkId: id,
          path,
          startLine,
          endLine,
          type,
          name,
          language: file.language,
          definitions,
          text: await texts.chunk(ordinal),
        };
      }),
    );
  }
  return [];
}

/** Ordinals of the live chunks that have one of the ids. Cost: one look at every id. */
function placesById(
  { snapshot }: OpenedGeneration,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly number[]> {
  const highs = new Set([...wanted].map((id) => Number.parseInt(id.slice(6, 14), 16)));
  const places = new Map<string, number[]>();
  for (const { reader, base } of snapshot.segments) {
    for (let chunk = 0; chunk < reader.chunks.count; chunk++) {
      if (!highs.has(reader.chunks.idHigh[chunk] as number) || snapshot.live[base + chunk] === 0)
        continue;
      const id = reader.chunks.id(chunk);
      if (wanted.has(id)) places.set(id, [...(places.get(id) ?? []), base + chunk]);
    }
  }
  return places;
}

function startLineOf({ snapshot }: OpenedGeneration, ordinal: number): number {
  const { segment, chunk } = snapshot.locate(ordinal);
  return segment.reader.chunks.startLines[chunk] as number;
}
