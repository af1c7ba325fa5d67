import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { realChunks } from '../src/embedding/fixtures/real-chunks.ts';
import { loadStaticEmbedder } from '../src/embedding/static/static-embedder.ts';
import { StaticTokenizer } from '../src/embedding/static/static-tokenizer.ts';
import { parseTokenizerJson } from '../src/embedding/static/tokenizer-file.ts';
import { expect, test } from './support/test.ts';

const MODEL = 'vectorgit-code-v1';
const LEAST_COSINE = 0.999;
const root = resolve(import.meta.dirname, '..');

/** The library as it is published with ONNX Runtime in it, and the runtime's binary, on the page's origin. */
const REFERENCE: Readonly<Record<string, string>> = {
  'library.js': 'node_modules/@xenova/transformers/dist/transformers.min.js',
  'ort.mjs': 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
  'ort.wasm': 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
};

/** The library's pipeline, as far as it is used. */
interface Extractor {
  (text: string, options: object): Promise<{ data: Float32Array }>;
  tokenizer(texts: string[]): { input_ids: { data: BigInt64Array } };
  model(inputs: object): Promise<{ sentence_embedding: { data: Float32Array; dispose(): void } }>;
}

test('the model run by the library on ONNX Runtime gives the ids and vectors of the static engine', async ({
  page,
  site,
  context,
}) => {
  await context.route('**/reference/**', (route) => {
    const file = REFERENCE[new URL(route.request().url()).pathname.split('/reference/')[1] ?? ''];
    return file === undefined
      ? route.fulfill({ status: 404 })
      : route.fulfill({ path: resolve(root, file) });
  });
  await page.goto(site.url);

  const all = await realChunks();
  expect(all.length).toBeGreaterThanOrEqual(2_000);
  const texts = all.map(({ text }) => text);
  const folder = resolve(root, 'dist/models', MODEL);
  const embedder = await loadStaticEmbedder({
    read: async (name) => new Uint8Array(readFileSync(resolve(folder, name))),
  });
  const { dimension } = embedder.model;
  const vocabulary = parseTokenizerJson(
    new Uint8Array(readFileSync(resolve(folder, 'tokenizer.json'))),
  );
  const tokenizer = new StaticTokenizer(vocabulary);
  await page.evaluate(async (id) => {
    const base = new URL('reference/', document.baseURI);
    const { env, pipeline } = await import(new URL('library.js', base).href);
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    env.useBrowserCache = false;
    env.useWasmCache = false;
    env.localModelPath = new URL('models/', document.baseURI).pathname;
    env.backends.onnx.wasm.wasmPaths = {
      mjs: new URL('ort.mjs', base).href,
      wasm: new URL('ort.wasm', base).href,
    };
    env.backends.onnx.wasm.numThreads = 1;
    const options = { dtype: 'q8', device: 'wasm' };
    Object.assign(globalThis, { extractor: await pipeline('feature-extraction', id, options) });
  }, MODEL);

  let least = 1;
  for (let start = 0; start < texts.length; start += 250) {
    const batch = texts.slice(start, start + 250);
    const rows = await page.evaluate(async (some) => {
      const { extractor } = globalThis as unknown as { extractor: Extractor };
      const rows: { ids: string; vector: number[] }[] = [];
      for (const text of some) {
        const inputs = extractor.tokenizer([text]);
        const { sentence_embedding: output } = await extractor.model(inputs);
        const vector = Array.from(output.data, (value) => Math.round(value * 1e6));
        rows.push({ ids: inputs.input_ids.data.join(), vector });
        output.dispose();
      }
      return rows;
    }, batch);
    for (const [at, text] of batch.entries()) {
      const own = await embedder.embedQuery(text);
      const ids = tokenizer.ids.subarray(0, tokenizer.encode(text));
      expect(rows[at]?.ids, text).toBe(ids.join());
      const other = rows[at]?.vector ?? [];
      let product = 0;
      for (let d = 0; d < dimension; d++) product += (own[d] ?? 0) * ((other[d] ?? 0) / 1e6);
      least = Math.min(least, product);
    }
  }
  expect(least).toBeGreaterThanOrEqual(LEAST_COSINE);

  // The pipeline, as anybody would call it, gives the same.
  const [text = ''] = texts;
  const piped = await page.evaluate(async (asked) => {
    const { extractor } = globalThis as unknown as { extractor: Extractor };
    const { data } = await extractor(asked, { pooling: 'mean', normalize: true });
    return Array.from(data);
  }, text);
  const own = await embedder.embedQuery(text);
  const cosine = own.reduce((sum, value, d) => sum + value * (piped[d] ?? 0), 0);
  expect(cosine).toBeGreaterThanOrEqual(LEAST_COSINE);
});
