/**
 * A stand-in for the hub of models: it lists the files of one model with their checksums as Hugging Face's API does,
 * serves small files itself and sends the large one from another origin, by a redirect. It misbehaves on demand.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { HUB_SOURCES } from '../../src/worker/protocol-hub.ts';

export type HubFault = 'cut' | 'damaged' | 'hang' | 'no-weights';

export interface HubServer {
  readonly origin: string;
  /** Where large files come from. */
  readonly fileOrigin: string;
  /** Paths asked of both, in order. */
  readonly requests: readonly string[];
  /** What was sent along that could tell who asks. */
  readonly revealing: readonly string[];
  fault: HubFault | null;
  /** The text with the real hub's addresses replaced by these: what a build for this hub would have. */
  relocate(text: string): string;
  /** Lets a file that hangs go on to its end. */
  goOn(): void;
  close(): Promise<void>;
}

const COMMIT = 'c0ffee0123456789c0ffee0123456789c0ffee01';
const LARGE = /\.onnx$/;

export async function startHubServer(
  model: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<HubServer> {
  const requests: string[] = [];
  const revealing: string[] = [];
  const state: { fault: HubFault | null } = { fault: null };
  let release: () => void = () => undefined;

  const listing = () => ({
    id: model,
    sha: COMMIT,
    siblings: [...files]
      .filter(([name]) => state.fault !== 'no-weights' || !LARGE.test(name))
      .map(([rfilename, content]) => ({
        rfilename,
        size: content.length,
        blobId: hash('sha1', Buffer.from(`blob ${content.length}\0`), content),
        ...(LARGE.test(rfilename)
          ? { lfs: { sha256: hash('sha256', content), size: content.length, pointerSize: 134 } }
          : {}),
      })),
  });

  const send = async (response: ServerResponse, content: Uint8Array): Promise<void> => {
    const { fault } = state;
    response.writeHead(200, { 'Content-Length': content.length });
    const half = content.length >> 1;
    response.write(content.subarray(0, half));
    if (fault === 'cut') return void setImmediate(() => response.destroy());
    if (fault === 'hang') {
      await new Promise<void>((resolve) => {
        release = resolve;
        response.on('close', resolve);
      });
      if (response.destroyed) return;
    }
    const rest = Buffer.from(content.subarray(half));
    if (fault === 'damaged') rest[0] = (rest[0] ?? 0) ^ 1;
    response.end(rest);
  };

  const serve = (answer: (path: string, response: ServerResponse) => void) =>
    createServer((request, response) => {
      const path = request.url ?? '/';
      requests.push(path);
      const { cookie, referer, authorization } = request.headers;
      for (const header of [cookie, referer, authorization]) if (header) revealing.push(header);
      response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
      answer(path, response);
    });

  const large = serve((path, response) => {
    const content = files.get(path.slice(1));
    if (content === undefined) response.writeHead(404).end();
    else void send(response, content);
  });
  const fileOrigin = await listen(large, 'localhost');
  const hub = serve((path, response) => {
    if (path === `/api/models/${model}/revision/main?blobs=true`) {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      return void response.end(JSON.stringify(listing()));
    }
    const prefix = `/${model}/resolve/${COMMIT}/`;
    const name = path.startsWith(prefix) ? path.slice(prefix.length) : '';
    const content = files.get(name);
    // As the hub does, which does not tell what is private from what is not there.
    if (content === undefined)
      return void response.writeHead(401).end('Invalid username or password.');
    if (LARGE.test(name))
      return void response.writeHead(302, { Location: `${fileOrigin}/${name}` }).end();
    response.end(content);
  });
  const origin = await listen(hub, '127.0.0.1');

  return {
    origin,
    fileOrigin,
    requests,
    revealing,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    relocate: (text) => {
      const [main, ...others] = HUB_SOURCES;
      return others
        .reduce<string>((so, source) => so.replaceAll(source, fileOrigin), text)
        .replaceAll(main, origin);
    },
    goOn: () => release(),
    close: async () => {
      await Promise.all([close(hub), close(large)]);
    },
  };
}

function hash(algorithm: 'sha1' | 'sha256', ...parts: readonly Uint8Array[]): string {
  const digest = createHash(algorithm);
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

async function listen(server: Server, host: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `http://${host}:${address.port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
