import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { realChunks } from '../src/embedding/fixtures/real-chunks.ts';
import { loadStaticEmbedder } from '../src/embedding/static/static-embedder.ts';
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

test('the model run by the library on ONNX Runtime gives the vectors of the static engine', async ({
  page,
  site,
  context,
}) => {
  // Two thousand texts by the library take about 20 s.
  test.setTimeout(120_000);
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
      const { extractor } = globalThis as unknown as {
        extractor: (
          text: string,
          options: object,
        ) => Promise<{ data: Float32Array; dispose(): void }>;
      };
      const rows: number[][] = [];
      for (const text of some) {
        const output = await extractor(text, { pooling: 'mean', normalize: true });
        rows.push(Array.from(output.data, (value) => Math.round(value * 1e6)));
        output.dispose();
      }
      return rows;
    }, batch);
    for (const [at, text] of batch.entries()) {
      const own = await embedder.embedQuery(text);
      const other = rows[at] ?? [];
      let product = 0;
      for (let d = 0; d < dimension; d++) product += (own[d] ?? 0) * ((other[d] ?? 0) / 1e6);
      least = Math.min(least, product);
    }
  }
  expect(least).toBeGreaterThanOrEqual(LEAST_COSINE);
});
