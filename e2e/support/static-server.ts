/** Serves the production build below a path, as any static host would, and counts what is asked. */
import { fileURLToPath } from 'node:url';
import { serve } from '../../.ci/serve.mjs';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url)).replace(/[\\/]$/, '');

export interface StaticServerOptions {
  /** Folder to serve; the build when not given. */
  readonly root?: string;
  /** With a slash at both ends. */
  readonly basePath?: string;
  /** Changes a file on its way. */
  readonly transform?: (path: string, body: Buffer) => Buffer;
}

export interface StaticServer {
  /** Where the page is; the same after a restart. */
  readonly url: string;
  readonly origin: string;
  /** Paths asked for so far, in order, as `GET /some/path/`. */
  readonly requests: readonly string[];
  /** Closes the port and every open connection. */
  stop(): Promise<void>;
  /** Opens the same port again. */
  start(): Promise<void>;
}

export async function startStaticServer(options: StaticServerOptions = {}): Promise<StaticServer> {
  const requests: string[] = [];
  const settings = {
    root: options.root ?? DIST,
    basePath: options.basePath ?? '/some/path/',
    onRequest: (method: string, path: string) => void requests.push(`${method} ${path}`),
    ...(options.transform === undefined ? {} : { transform: options.transform }),
  };
  let running: Awaited<ReturnType<typeof serve>> | null = await serve(settings);
  const { url, port } = running;
  return {
    url,
    origin: new URL(url).origin,
    requests,
    async stop() {
      const server = running;
      running = null;
      await server?.close();
    },
    async start() {
      running ??= await serve({ ...settings, port });
    },
  };
}
