/**
 * The files of one build in Cache Storage, each under its address and the hash of its content.
 *
 * So a new build finds unchanged files (a model, a grammar) where the old one left them, a half-deployed site is
 * never taken for a whole one, and what a host sends in place of a file (an HTML page with status 200, a damaged
 * body) is passed on to whoever asked but never kept. The shell is apart from the large files, which the user may
 * not have asked for.
 *
 * Cache names carry the scope, since all pages of an origin share Cache Storage.
 */
import type { OfflineFile, OfflineTier } from './offline-files.ts';

/** What the cache needs of the world; in the service worker, its globals. */
export interface OfflineWorld {
  readonly caches: CacheStorage;
  readonly fetch: (request: Request) => Promise<Response>;
}

export interface OfflineCache {
  /** The file that answers this request, or null when the request is none of ours. */
  fileFor(request: Request): OfflineFile | null;
  /**
   * The kept copy, else the network's answer together with the work of keeping it, which the caller lets finish.
   * Rejects as `fetch` does when there is neither.
   */
  respond(
    file: OfflineFile,
    request: Request,
  ): Promise<{ response: Response; kept: Promise<void> }>;
  /** A file of an earlier build that an older tab still asks for; else the network's answer. */
  respondStale(request: Request): Promise<Response>;
  /**
   * Fetches and keeps all files of a tier that are not there yet; rejects at the first that is not as built. With a
   * signal it ends at the file under way, well, as soon as the signal says so.
   */
  keepAll(tier: OfflineTier, signal?: AbortSignal): Promise<void>;
  /** Removes what this build does not have. */
  removeStale(): Promise<void>;
}

export function offlineCache(
  files: readonly OfflineFile[],
  scope: string,
  { caches, fetch }: OfflineWorld,
): OfflineCache {
  const cacheNames = { shell: `vectorgit-shell ${scope}`, large: `vectorgit-large ${scope}` };

  const cacheOf = (file: OfflineFile): Promise<Cache> =>
    caches.open(file.tier === 'shell' ? cacheNames.shell : cacheNames.large);
  const urlOf = (file: OfflineFile): string => new URL(file.path, scope).href;
  const byUrl = new Map(files.map((file) => [urlOf(file), file]));
  const keyOf = (file: OfflineFile): string => `${urlOf(file)}?sha256=${file.sha256}`;

  /** Keeps the answer when it is the file; false when it is something else. */
  const keep = async (file: OfflineFile, response: Response): Promise<boolean> => {
    if (response.status !== 200) return false;
    const body = await response.arrayBuffer();
    if (body.byteLength !== file.bytes || (await sha256(body)) !== file.sha256) return false;
    const cache = await cacheOf(file);
    await cache.put(keyOf(file), new Response(body, { headers: keptHeaders(response, file) }));
    return true;
  };

  const obtain = async (file: OfflineFile, signal: AbortSignal | null): Promise<void> => {
    const cache = await cacheOf(file);
    if ((await cache.match(keyOf(file))) !== undefined) return;
    // The hash decides whether a copy is the right one, so any that the browser has will do at first.
    for (const mode of ['force-cache', 'reload'] as const) {
      if (await keep(file, await fetch(new Request(urlOf(file), { cache: mode, signal })))) return;
    }
    throw new TypeError(`${file.path} is not the file of this build`);
  };

  return {
    fileFor(request) {
      if (request.method !== 'GET' || request.headers.has('range')) return null;
      const { origin, pathname, search } = new URL(request.url);
      const url = origin + pathname;
      // Only the page itself may have a query. Below the scope's root its relative addresses would be wrong.
      if (url === scope || url === `${scope}index.html`) {
        return byUrl.get(`${scope}index.html`) ?? null;
      }
      return search === '' ? (byUrl.get(url) ?? null) : null;
    },

    async respond(file, request) {
      const cache = await cacheOf(file);
      const held = await cache.match(keyOf(file));
      if (held !== undefined) return { response: held, kept: Promise.resolve() };
      const response = await fetch(request);
      // A full disk must not spoil an answer that is there.
      const kept = keep(file, response.clone()).then(ignore, ignore);
      return { response, kept };
    },

    async respondStale(request) {
      const cache = await caches.open(cacheNames.shell);
      return (await cache.match(request.url, { ignoreSearch: true })) ?? fetch(request);
    },

    async keepAll(tier, signal) {
      const isOver = (): boolean => signal?.aborted === true;
      // One after the other: the page's own requests go first.
      for (const file of files.filter((one) => one.tier === tier)) {
        if (isOver()) return;
        try {
          await obtain(file, signal ?? null);
        } catch (error) {
          if (!isOver()) throw error;
        }
      }
    },

    async removeStale() {
      const keys = new Set(files.map(keyOf));
      for (const name of Object.values(cacheNames)) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) if (!keys.has(url)) await cache.delete(url);
      }
    },
  };
}

/** The host's headers (type, policies), less those that were about the transfer. */
function keptHeaders(response: Response, file: OfflineFile): Headers {
  const headers = new Headers(response.headers);
  for (const name of ['content-encoding', 'transfer-encoding', 'vary', 'age']) headers.delete(name);
  headers.set('content-length', String(file.bytes));
  return headers;
}

async function sha256(body: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function ignore(): void {}
