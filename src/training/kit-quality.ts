import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Chunker, createChunker } from '../chunking/api.ts';
import { type Chunk, languageOfPath } from '../domain/api.ts';
import { contextualText, type Embedder } from '../embedding/api.ts';
import { best, fileMeans, type Place, similarities, withFileTerm } from './chunk-ranking.ts';

/** The modules of a kit, as its README describes them. */
interface Kit {
  readonly walk: (root: string) => string[];
  readonly loadKit: (folder: string) => KitRepository[];
  readonly score: (results: KitResults, kit: KitRepository[]) => KitReport;
}

interface KitRepository {
  readonly name: string;
  readonly root: string;
  readonly split: string;
  readonly ann: { readonly queries: readonly { readonly query: string }[] };
}

type KitResults = Record<string, Record<string, Place[]>>;
type Figure = { readonly macro: { readonly ndcg: number } };

/** What the scorer answers, as far as it is read here. */
export interface KitReport extends Figure {
  readonly byCategory: Record<string, Figure>;
  readonly byLanguage: Record<string, Figure>;
}

/** NDCG@10 of the chunk vectors alone, and with the file's term, as the product's stage `vectors-file` has it. */
export interface KitQuality {
  readonly vectors: KitReport;
  readonly vectorsWithFile: KitReport;
  readonly chunks: number;
  readonly chunksPerSecond: number;
}

/** The repositories of a kit's split, chunked with the product's chunker. */
export async function chunkKit(
  kitFolder: string,
  reposFolder: string,
  split: string,
): Promise<{ readonly kit: Kit; readonly repositories: [KitRepository, Chunk[]][] }> {
  const kit = {
    ...(await import(pathToFileURL(path.resolve(kitFolder, 'kit.mjs')).href)),
    ...(await import(pathToFileURL(path.resolve(kitFolder, 'score.mjs')).href)),
  } as Kit;
  const chunker = await chunkerOfNode();
  const repositories: [KitRepository, Chunk[]][] = [];
  for (const repository of kit.loadKit(path.resolve(kitFolder))) {
    if (split !== 'all' && repository.split !== split) continue;
    const root = path.join(reposFolder, repository.name, repository.root);
    const chunks: Chunk[] = [];
    for (const file of kit.walk(root)) {
      const text = readFileSync(path.join(root, file), 'utf8').replaceAll(/\r\n?/g, '\n');
      const { chunks: found } = await chunker.chunk({
        path: file,
        text,
        language: languageOfPath(file),
      });
      chunks.push(...found);
    }
    repositories.push([repository, chunks]);
  }
  return { kit, repositories };
}

function chunkerOfNode(): Promise<Chunker> {
  const file = (name: string) =>
    name === 'tree-sitter'
      ? 'node_modules/web-tree-sitter/web-tree-sitter.wasm'
      : `node_modules/@vscode/tree-sitter-wasm/wasm/${name}.wasm`;
  return createChunker({ load: async (name) => new Uint8Array(readFileSync(file(name))) });
}

/** Asks every question of the kit. */
export async function measureKit(
  { kit, repositories }: Awaited<ReturnType<typeof chunkKit>>,
  embedder: Embedder,
): Promise<KitQuality> {
  const plain: KitResults = {};
  const withFile: KitResults = {};
  let count = 0;
  let milliseconds = 0;
  for (const [repository, chunks] of repositories) {
    const texts = chunks.map(contextualText);
    const start = performance.now();
    const vectors = await embedder.embedDocuments(texts);
    milliseconds += performance.now() - start;
    count += chunks.length;
    const files = fileMeans(chunks, vectors, embedder.model.dimension);
    const plainOfRepository: Record<string, Place[]> = {};
    const withFileOfRepository: Record<string, Place[]> = {};
    for (const { query } of repository.ann.queries) {
      const asked = await embedder.embedQuery(query);
      const own = similarities(vectors, asked);
      const shared = similarities(files, asked);
      plainOfRepository[query] = best(own, chunks);
      withFileOfRepository[query] = best(withFileTerm(own, shared, chunks), chunks);
    }
    plain[repository.name] = plainOfRepository;
    withFile[repository.name] = withFileOfRepository;
  }
  const judged = repositories.map(([repository]) => repository);
  return {
    vectors: kit.score(plain, judged),
    vectorsWithFile: kit.score(withFile, judged),
    chunks: count,
    chunksPerSecond: Math.round((1_000 * count) / milliseconds),
  };
}
