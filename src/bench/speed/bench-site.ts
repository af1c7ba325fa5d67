import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build, defaultClientConditions } from 'vite';
import { readCorpus } from './corpus.ts';

const OUT = '.cache/bench/speed-page';
/** Clocks of an isolated page tell 5 µs instead of 100. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
/** What the library asks for, by the beginning of its address. */
const FOLDERS = [
  ['/models/', 'public/models'],
  ['/ort/', 'node_modules/onnxruntime-web/dist'],
] as const;
const TYPES: Readonly<Record<string, string>> = {
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
};
const HTML =
  '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>';

/** Builds the bench's page with the product's bundler and serves it, with the corpus beside it. */
export async function openBenchSite(
  corpusFolder: string,
): Promise<{ readonly url: string; close(): void }> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    // As the product's own build has the library (vite.config.ts).
    resolve: {
      alias: [{ find: /^onnxruntime-web\/webgpu$/, replacement: 'onnxruntime-web/wasm' }],
      conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
    },
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: 'chrome120',
      lib: { entry: 'src/bench/speed/page.ts', formats: ['es'], fileName: () => 'page.js' },
    },
  });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const answer = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { 'content-type': type, ...ISOLATED }).end(body);
    };
    if (pathname === '/') return answer('text/html', HTML);
    if (pathname === '/corpus.json') {
      const corpus = readCorpus(corpusFolder, Number(searchParams.get('size')));
      return answer('application/json', JSON.stringify(corpus));
    }
    const folder = FOLDERS.find(([prefix]) => pathname.startsWith(prefix));
    try {
      if (folder !== undefined) {
        const file = path.join(folder[1], path.normalize(pathname.slice(folder[0].length)));
        return answer(TYPES[path.extname(file)] ?? 'application/json', readFileSync(file));
      }
      answer('text/javascript', readFileSync(path.join(OUT, path.basename(pathname))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
