/** Serves the production build below a path, as any static host would, and counts what is asked. */
import { fileURLToPath } from 'node:url';
import { serve } from '../../.ci/serve.mjs';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url)).replace(/[\\/]$/, '');

const TEXT = /(?:\/|\.(?:html|js|css|json|webmanifest))$/;

export interface StaticServerOptions {
  /** Folder to serve; the build when not given. */
  readonly root?: string;
  /** With a slash at both ends. */
  readonly basePath?: string;
}

/** What is sent in place of a file's content. */
export type Rewrite = (path: string, content: string) => string;

export interface StaticServer {
  /** Where the page is; the same after a restart. */
  readonly url: string;
  readonly origin: string;
  /** Paths asked for so far, in order, as `GET /some/path/`. */
  readonly requests: readonly string[];
  /** From now on, texts (pages, scripts, styles) are changed on their way: another build, a damaged host. */
  rewrite(rule: Rewrite): void;
  /** From now on, the bytes of any file are changed on their way; null: no longer. */
  damage(rule: ((path: string, body: Buffer) => Buffer) | null): void;
  /** From now on, requests for these paths get no answer until the server stops. */
  hold(rule: (path: string) => boolean): void;
  /** Closes the port and every open connection. */
  stop(): Promise<void>;
  /** Opens the same port again. */
  start(): Promise<void>;
}

export async function startStaticServer(options: StaticServerOptions = {}): Promise<StaticServer> {
  const requests: string[] = [];
  let rule: Rewrite = (_path, content) => content;
  let damage: ((path: string, body: Buffer) => Buffer) | null = null;
  let isHeld = (_path: string): boolean => false;
  const settings = {
    root: options.root ?? DIST,
    basePath: options.basePath ?? '/some/path/',
    onRequest: (method: string, path: string) => void requests.push(`${method} ${path}`),
    answer: (_method: string, path: string) =>
      isHeld(path) ? new Promise<string>(() => undefined) : null,
    transform: (path: string, body: Buffer) => {
      const sent = TEXT.test(path) ? Buffer.from(rule(path, body.toString())) : body;
      return damage?.(path, sent) ?? sent;
    },
  };
  let running: Awaited<ReturnType<typeof serve>> | null = await serve(settings);
  const { url, port } = running;
  return {
    url,
    origin: new URL(url).origin,
    requests,
    rewrite(next) {
      rule = next;
    },
    damage(next) {
      damage = next;
    },
    hold(rule) {
      isHeld = rule;
    },
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
