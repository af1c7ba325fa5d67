import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import { env, type FeatureExtractionPipeline, pipeline, type Tensor } from '@xenova/transformers';
import { contextualText, loadStaticEmbedder, StaticTokenizer } from '../../embedding/api.ts';
import type { CorpusChunk } from './corpus.ts';

const MODEL = 'vectorgit-code-v1';
const MODELS = '/models/';
const DIMENSION = 256;
const OUR_BATCH = 128;
const LIBRARY_BATCH = 8;
const ROUNDS = 7;
/** Of the library only so many texts are timed: it takes 20 times as long. */
const LIBRARY_TEXTS = 2_000;
const POOLED_TEXTS = 256;

/** Texts a second of each way, the best of some rounds that take turns. */
export async function embeddingRates(
  chunks: readonly CorpusChunk[],
): Promise<Readonly<Record<string, number>>> {
  const texts = chunks.map(({ path, text }) =>
    contextualText({ path, type: 'block', name: null, content: text }),
  );
  const read = async (name: string) =>
    new Uint8Array(await (await fetch(`${MODELS}${MODEL}/${name}`)).arrayBuffer());
  const embedder = await loadStaticEmbedder({ read });
  const tokenizer = new StaticTokenizer(await vocabularyOf(read));
  const extractor = await loadLibrary();
  const some = texts.slice(0, LIBRARY_TEXTS);
  const few = texts.slice(0, POOLED_TEXTS);
  const ways: Readonly<Record<string, readonly [number, () => unknown]>> = {
    VectorGit: [
      texts.length,
      async () => {
        for (const batch of batches(texts, OUR_BATCH)) await embedder.embedDocuments(batch);
      },
    ],
    'VectorGit, tokenizer alone': [
      texts.length,
      () => {
        for (const text of texts) tokenizer.encode(text);
      },
    ],
    'transformers.js, batch 8': [
      some.length,
      async () => {
        for (const batch of batches(some, LIBRARY_BATCH)) await embedByLibrary(extractor, batch);
      },
    ],
    'transformers.js, pooled by its pipeline': [
      few.length,
      async () => {
        for (const batch of batches(few, LIBRARY_BATCH)) await pool(extractor, batch);
      },
    ],
    'transformers.js, tokenizer alone': [
      some.length,
      () => {
        for (const batch of batches(some, LIBRARY_BATCH)) {
          extractor.tokenizer(batch, { padding: true, truncation: true });
        }
      },
    ],
  };
  const least = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, [, run]] of Object.entries(ways)) {
      if (round >= 3 && name.startsWith('transformers')) continue;
      const startedAt = performance.now();
      await run();
      const took = performance.now() - startedAt;
      least.set(name, Math.min(took, least.get(name) ?? Number.POSITIVE_INFINITY));
    }
  }
  return Object.fromEntries(
    Object.entries(ways).map(([name, [count]]) => [
      name,
      (count / (least.get(name) ?? Number.NaN)) * 1_000,
    ]),
  );
}

/** Milliseconds of each part of a plain pipeline: the library's vectors, eight texts at once, then Orama's hybrid index. */
export async function plainPipeline(
  chunks: readonly CorpusChunk[],
  query: string,
): Promise<Readonly<Record<string, number>>> {
  const extractor = await loadLibrary();
  const startedAt = performance.now();
  const vectors: number[][] = [];
  for (const batch of batches(
    chunks.map(({ path, text }) => `File: ${path}\n---\n${text}`),
    LIBRARY_BATCH,
  )) {
    vectors.push(...(await embedByLibrary(extractor, batch)));
  }
  const embeddedAt = performance.now();
  const database = create({
    schema: { path: 'string', text: 'string', embedding: `vector[${DIMENSION}]` } as const,
  });
  await insertMultiple(
    database,
    chunks.map(({ path, text }, index) => ({ path, text, embedding: vectors[index] ?? [] })),
    500,
  );
  const indexedAt = performance.now();
  const [vector = []] = await embedByLibrary(extractor, [query]);
  await searchOrama(database, {
    mode: 'hybrid',
    term: query,
    vector: { value: vector, property: 'embedding' },
    limit: 50,
  });
  return {
    embedding: embeddedAt - startedAt,
    indexing: indexedAt - embeddedAt,
    'first answer': performance.now() - indexedAt,
    total: performance.now() - startedAt,
  };
}

async function loadLibrary(): Promise<FeatureExtractionPipeline> {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = MODELS;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (wasm === undefined) throw new Error('the library has no WASM runtime');
  const address = (name: string) => new URL(`/ort/${name}`, location.href).href;
  wasm.wasmPaths = {
    mjs: address('ort-wasm-simd-threaded.mjs'),
    wasm: address('ort-wasm-simd-threaded.wasm'),
  };
  wasm.numThreads = 1;
  return pipeline('feature-extraction', MODEL, { dtype: 'q8', device: 'wasm' });
}

/** By the model's own output: the library's pooling in JavaScript takes twice as long. */
async function embedByLibrary(
  extractor: FeatureExtractionPipeline,
  batch: string[],
): Promise<number[][]> {
  const inputs: unknown = extractor.tokenizer(batch, { padding: true, truncation: true });
  const outputs = (await extractor.model(inputs)) as Readonly<Record<string, Tensor>>;
  const rows = outputs.sentence_embedding?.tolist() as number[][];
  for (const tensor of Object.values(outputs)) tensor.dispose();
  return rows;
}

async function pool(extractor: FeatureExtractionPipeline, batch: string[]): Promise<void> {
  (await extractor(batch, { pooling: 'mean', normalize: true })).dispose();
}

async function vocabularyOf(read: (name: string) => Promise<Uint8Array>): Promise<string[]> {
  const json = JSON.parse(new TextDecoder().decode(await read('tokenizer.json'))) as {
    readonly model: { readonly vocab: Readonly<Record<string, number>> };
  };
  return Object.entries(json.model.vocab)
    .sort(([, a], [, b]) => a - b)
    .map(([word]) => word);
}

function batches<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
