import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Chunker, createChunker } from '../chunking/api.ts';
import { type Chunk, languageOfPath } from '../domain/api.ts';
import { contextualText, type Embedder } from '../embedding/api.ts';

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

type Place = { readonly path: string; readonly startLine: number; readonly endLine: number };
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

const FILE_MEAN_SHARE = 0.5;
const TOP = 10;

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

/** For each chunk the unit mean of its file's vectors. */
function fileMeans(
  chunks: readonly Chunk[],
  vectors: Float32Array,
  dimension: number,
): Float32Array {
  const sums = new Map<string, Float32Array>();
  chunks.forEach((chunk, row) => {
    const sum = sums.get(chunk.path) ?? new Float32Array(dimension);
    for (let d = 0; d < dimension; d++)
      sum[d] = (sum[d] as number) + (vectors[row * dimension + d] as number);
    sums.set(chunk.path, sum);
  });
  const means = new Float32Array(vectors.length);
  chunks.forEach((chunk, row) => {
    const sum = sums.get(chunk.path) as Float32Array;
    const norm = Math.hypot(...sum) || 1;
    means.set(
      sum.map((value) => value / norm),
      row * dimension,
    );
  });
  return means;
}

/** Half of the cosine with the file's mean is given to the file's best chunk. */
function withFileTerm(
  own: Float32Array,
  shared: Float32Array,
  chunks: readonly Chunk[],
): Float32Array {
  const bestOf = new Map<string, number>();
  chunks.forEach(({ path: file }, at) => {
    const before = bestOf.get(file);
    if (before === undefined || (own[at] as number) > (own[before] as number)) bestOf.set(file, at);
  });
  const scores = own.slice();
  for (const at of bestOf.values()) {
    scores[at] = (own[at] as number) + FILE_MEAN_SHARE * (shared[at] as number);
  }
  return scores;
}

function similarities(rows: Float32Array, asked: Float32Array): Float32Array {
  const found = new Float32Array(rows.length / asked.length);
  for (let row = 0; row < found.length; row++) {
    let sum = 0;
    for (let d = 0; d < asked.length; d++)
      sum += (rows[row * asked.length + d] as number) * (asked[d] as number);
    found[row] = sum;
  }
  return found;
}

function best(scores: Float32Array, chunks: readonly Chunk[]): Place[] {
  const order = chunks
    .map((_, at) => at)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  return order.slice(0, TOP).map((at) => {
    const { path: file, startLine, endLine } = chunks[at] as Chunk;
    return { path: file, startLine, endLine };
  });
}
