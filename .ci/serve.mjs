/**
 * A small static file server for the build: `npm start`, `npm run preview` and the end-to-end tests.
 *
 * It sends no header of its own beyond type, length and validator, so that what works here works on any dumb
 * host: the page's policy is in the page. It listens on 127.0.0.1 only.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './run-step.mjs';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 4173;
const PORTS_TRIED = 50;

/**
 * @typedef {object} ServeOptions
 * @property {string} root folder to serve
 * @property {string} [basePath] where the folder appears, with a slash at both ends
 * @property {number} [port] 0 takes any free one
 * @property {(method: string, path: string) => void} [onRequest]
 * @property {(method: string, path: string) => Promise<string> | null} [answer] in place of a file (tests)
 * @property {(path: string, body: Buffer) => Buffer} [transform] changes files on their way (tests)
 */

/**
 * Resolves when the port is open; rejects with EADDRINUSE when it is taken.
 * @param {ServeOptions} options
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>}
 */
export function serve({ root, basePath = '/', port = 0, onRequest, answer, transform }) {
  const server = createServer(async (request, response) => {
    const method = request.method ?? 'GET';
    const path = new URL(request.url ?? '/', `http://${HOST}`).pathname;
    onRequest?.(method, path);
    const text = answer?.(method, path) ?? null;
    if (text !== null) return end(response, 200, await text);
    if (method !== 'GET' && method !== 'HEAD') return end(response, 405, 'Method not allowed');
    const file = fileOf(root, basePath, path);
    const found = file === null ? null : await stat(file).catch(() => null);
    if (file === null || found === null || !found.isFile()) return end(response, 404, 'Not found');
    const etag = `"${found.size.toString(36)}-${Math.trunc(found.mtimeMs).toString(36)}"`;
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'no-cache');
    if (request.headers['if-none-match'] === etag && transform === undefined) {
      return response.writeHead(304).end();
    }
    if (transform !== undefined) {
      const body = transform(path, await readFile(file));
      response.writeHead(200, { 'Content-Length': body.length });
      return response.end(method === 'HEAD' ? undefined : body);
    }
    response.writeHead(200, { 'Content-Length': found.size });
    if (method === 'HEAD') return response.end();
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      const opened = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://${HOST}:${opened}${basePath}`,
        port: opened,
        close: () =>
          new Promise((closed, failed) => {
            server.close((error) => (error === undefined ? closed() : failed(error)));
            server.closeAllConnections();
          }),
      });
    });
  });
}

/**
 * On the default port, or the next free one.
 * @param {string} root
 * @param {number} [firstPort]
 */
export async function serveOnFreePort(root, firstPort = DEFAULT_PORT) {
  for (let port = firstPort; port < firstPort + PORTS_TRIED; port += 1) {
    try {
      return await serve({ root, port });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(`No free port between ${firstPort} and ${firstPort + PORTS_TRIED - 1}`);
}

/** @param {{ url: string, port: number }} site */
export function announce({ url, port }) {
  console.log(`\nVectorGit is at ${url}  (stop with Ctrl+C)`);
  if (port !== DEFAULT_PORT) {
    console.log(`Port ${DEFAULT_PORT} was taken: another address keeps its own indexes.`);
  }
}

/**
 * @param {string} root
 * @param {string} basePath
 * @param {string} path
 * @returns {string | null} null when the path is not below the root
 */
function fileOf(root, basePath, path) {
  if (!path.startsWith(basePath)) return null;
  /** @type {string} */
  let relative;
  try {
    relative = decodeURIComponent(path.slice(basePath.length));
  } catch {
    return null;
  }
  if (relative.includes('\0')) return null;
  if (relative === '' || relative.endsWith('/')) relative += 'index.html';
  const file = normalize(join(root, relative));
  return file.startsWith(root + sep) ? file : null;
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function end(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  announce(await serveOnFreePort(join(ROOT, 'dist')));
}
