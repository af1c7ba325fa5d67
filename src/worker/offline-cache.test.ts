import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { offlineCache } from './offline-cache.ts';
import type { OfflineFile, OfflineTier } from './offline-files.ts';

const SCOPE = 'https://host.example/some/path/';

/** Cache Storage as far as the offline cache uses it, kept by address. */
class MemoryCaches {
  readonly held = new Map<string, Map<string, Response>>();

  async open(name: string): Promise<Cache> {
    const entries = this.held.get(name) ?? new Map<string, Response>();
    this.held.set(name, entries);
    const cache = {
      match: async (url: string, options?: { ignoreSearch?: boolean }) => {
        if (options?.ignoreSearch !== true) return entries.get(url)?.clone();
        const key = [...entries.keys()].find((held) => held.split('?')[0] === url.split('?')[0]);
        return key === undefined ? undefined : entries.get(key)?.clone();
      },
      put: async (url: string, response: Response) => void entries.set(url, response),
      delete: async (url: string) => entries.delete(url),
      keys: async () => [...entries.keys()].map((url) => new Request(url)),
    };
    return cache as unknown as Cache;
  }

  paths(): readonly string[] {
    return [...this.held.values()]
      .flatMap((entries) => [...entries.keys()])
      .map((url) => url.slice(SCOPE.length).split('?')[0] ?? '')
      .sort();
  }
}

function fileOf(path: string, content: string, tier: OfflineTier): OfflineFile {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, sha256, bytes: content.length, tier };
}

/** A site with these files; asked for anything else, or stopped, it answers as a network does. */
function siteOf(contents: Record<string, string | Response>) {
  const asked: string[] = [];
  let stopped = false;
  return {
    asked,
    stop: () => {
      stopped = true;
    },
    fetch: async (request: Request): Promise<Response> => {
      const path = request.url.slice(SCOPE.length).split('?')[0] ?? '';
      asked.push(path);
      if (stopped) throw new TypeError('Failed to fetch');
      const content = contents[path];
      if (content instanceof Response) return content.clone();
      return content === undefined ? new Response('none', { status: 404 }) : new Response(content);
    },
  };
}

const FILES = [
  fileOf('index.html', '<html>', 'shell'),
  fileOf('assets/app-1.js', 'app', 'shell'),
  fileOf('models/a/model.bin', 'weights', 'warm'),
  fileOf('assets/ort-1.wasm', 'runtime', 'use'),
];
const CONTENTS = {
  'index.html': '<html>',
  'assets/app-1.js': 'app',
  'models/a/model.bin': 'weights',
  'assets/ort-1.wasm': 'runtime',
};

describe('which requests are answered', () => {
  const cache = offlineCache(FILES, SCOPE, {
    caches: new MemoryCaches() as unknown as CacheStorage,
    fetch: siteOf({}).fetch,
  });
  const pathFor = (url: string, init?: RequestInit): string | null =>
    cache.fileFor(new Request(url, init))?.path ?? null;

  test.each([
    ['the root of the scope', SCOPE, 'index.html'],
    ['the root with a query', `${SCOPE}?q=word#L3`, 'index.html'],
    ['a file of the build', `${SCOPE}assets/app-1.js`, 'assets/app-1.js'],
    ['a place below the root, where relative addresses would break', `${SCOPE}deep/link`, null],
    ['a file with a query', `${SCOPE}assets/app-1.js?raw`, null],
    ['another site of the origin', 'https://host.example/assets/app-1.js', null],
    ['the same path of another origin', 'https://other.example/some/path/index.html', null],
    ['an address that is not well encoded', `${SCOPE}%E0%A4%A`, null],
  ])('%s', (_what, url, path) => {
    expect(pathFor(url)).toBe(path);
  });

  test('only whole files that are read', () => {
    expect(pathFor(SCOPE, { method: 'POST' })).toBe(null);
    expect(pathFor(`${SCOPE}models/a/model.bin`, { headers: { range: 'bytes=0-1' } })).toBe(null);
  });
});

describe('what is kept', () => {
  const cacheOver = (
    site: ReturnType<typeof siteOf>,
    caches = new MemoryCaches(),
    files = FILES,
  ) => ({
    caches,
    cache: offlineCache(files, SCOPE, {
      caches: caches as unknown as CacheStorage,
      fetch: site.fetch,
    }),
  });
  const ask = async (cache: ReturnType<typeof offlineCache>, path: string): Promise<string> => {
    const request = new Request(SCOPE + path);
    const file = cache.fileFor(request);
    if (file === null) throw new Error(`${path} is none of the files`);
    const { response, kept } = await cache.respond(file, request);
    await kept;
    return response.text();
  };

  test('the shell alone at first, the large files when asked to warm, the rest on use', async () => {
    const { cache, caches } = cacheOver(siteOf(CONTENTS));
    await cache.keepAll('shell');
    expect(caches.paths()).toEqual(['assets/app-1.js', 'index.html']);
    await cache.keepAll('warm');
    expect(caches.paths()).toEqual(['assets/app-1.js', 'index.html', 'models/a/model.bin']);
    await ask(cache, 'assets/ort-1.wasm');
    expect(caches.paths()).toContain('assets/ort-1.wasm');
  });

  test('what is under way ends, without an error, when the next build is to take over', async () => {
    const tenure = new AbortController();
    const asked: string[] = [];
    const caches = new MemoryCaches();
    const files = [...FILES, fileOf('models/b/model.bin', 'others', 'warm')];
    const cache = offlineCache(files, SCOPE, {
      caches: caches as unknown as CacheStorage,
      fetch: (request) => {
        asked.push(request.url.slice(SCOPE.length));
        return new Promise((_resolve, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason));
        });
      },
    });
    const warmed = cache.keepAll('warm', tenure.signal);
    await expect.poll(() => asked).toEqual(['models/a/model.bin']);
    tenure.abort();
    await warmed;
    await cache.keepAll('warm', tenure.signal);
    expect(asked).toEqual(['models/a/model.bin']);
    expect(caches.paths()).toEqual([]);
  });

  test('answers with the network gone', async () => {
    const site = siteOf(CONTENTS);
    const { cache } = cacheOver(site);
    await cache.keepAll('shell');
    await ask(cache, 'models/a/model.bin');
    site.stop();
    expect(await ask(cache, '')).toBe('<html>');
    expect(await ask(cache, 'models/a/model.bin')).toBe('weights');
    await expect(ask(cache, 'assets/ort-1.wasm')).rejects.toThrow('Failed to fetch');
  });

  test.each([
    ['a page with status 200 in place of the file', new Response('<!doctype html>')],
    ['an error', new Response('weights', { status: 500 })],
    ['a body cut short', new Response('weig')],
    ['a body of the same length with another byte', new Response('weightz')],
  ])('passes on but never keeps %s', async (_what, answer) => {
    const { cache, caches } = cacheOver(siteOf({ ...CONTENTS, 'models/a/model.bin': answer }));
    expect(await ask(cache, 'models/a/model.bin')).toBe(await answer.clone().text());
    expect(caches.paths()).toEqual([]);
    await expect(cache.keepAll('warm')).rejects.toThrow('models/a/model.bin');
    expect(caches.paths()).toEqual([]);
  });

  test('a new build fetches only what has changed, and removes what it does not have', async () => {
    const { cache, caches } = cacheOver(siteOf(CONTENTS));
    await cache.keepAll('shell');
    await cache.keepAll('warm');

    const site = siteOf({ ...CONTENTS, 'index.html': '<html lang>', 'assets/app-2.js': 'next' });
    const files = [
      fileOf('index.html', '<html lang>', 'shell'),
      fileOf('assets/app-2.js', 'next', 'shell'),
      fileOf('models/a/model.bin', 'weights', 'warm'),
    ];
    const next = cacheOver(site, caches, files).cache;
    await next.keepAll('shell');
    await next.keepAll('warm');
    expect(site.asked).toEqual(['index.html', 'assets/app-2.js']);
    // Until it is told that no older tab is open, a file of the earlier build is there for one.
    const stale = await next.respondStale(new Request(`${SCOPE}assets/app-1.js`));
    expect(await stale.text()).toBe('app');
    await next.removeStale();
    expect(caches.paths()).toEqual(['assets/app-2.js', 'index.html', 'models/a/model.bin']);
  });

  test('a stale copy in the browser is passed over for a fresh one', async () => {
    const modes: string[] = [];
    const caches = new MemoryCaches();
    const cache = offlineCache([fileOf('index.html', 'new', 'shell')], SCOPE, {
      caches: caches as unknown as CacheStorage,
      fetch: async (request) => {
        modes.push(request.cache);
        return new Response(request.cache === 'reload' ? 'new' : 'old');
      },
    });
    await cache.keepAll('shell');
    expect(modes).toEqual(['force-cache', 'reload']);
    expect(caches.paths()).toEqual(['index.html']);
  });

  test('two sites of one origin leave each other alone', async () => {
    const { cache, caches } = cacheOver(siteOf(CONTENTS));
    await cache.keepAll('shell');
    const other = offlineCache([], 'https://host.example/other/', {
      caches: caches as unknown as CacheStorage,
      fetch: siteOf({}).fetch,
    });
    await other.removeStale();
    expect(caches.paths()).toEqual(['assets/app-1.js', 'index.html']);
  });
});
