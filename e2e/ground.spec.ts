/** What holds whatever the page shows: it loads anywhere, nothing leaves it, it starts without a network. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page, Worker } from '@playwright/test';
import { untilControlled, untilWarm } from './support/offline.ts';
import { expect, test } from './support/test.ts';

test.use({ serviceWorker: true });

/** The root element, filled. */
async function expectStarted(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/VectorGit/);
  await expect(page.locator('#root > *').first()).toBeAttached();
}

/** The engine, which is a worker made of a blob. */
async function engineOf(page: Page): Promise<Worker> {
  const isEngine = (worker: Worker): boolean => worker.url().startsWith('blob:');
  return page.workers().find(isEngine) ?? page.waitForEvent('worker', isEngine);
}

/** Another origin, which remembers what reached it. */
async function startCanary(): Promise<{ url: string; hits: string[]; close(): void }> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('heard');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The canary has no port');
  return { url: `http://127.0.0.1:${address.port}`, hits, close: () => server.close() };
}

/** Tries to talk to another origin; resolves to what came of it. */
function leak(from: Page | Worker, url: string): Promise<string> {
  const attempt = (address: string): Promise<string> =>
    fetch(address, { mode: 'no-cors' }).then(
      () => 'sent',
      () => 'refused',
    );
  return 'workers' in from ? from.evaluate(attempt, url) : from.evaluate(attempt, url);
}

test('the build loads below any path, without an error and without another origin', async ({
  page,
  site,
  traffic,
}) => {
  await page.goto(site.url);
  await expectStarted(page);
  await untilControlled(page);
  expect(traffic.requests.length).toBeGreaterThan(2);
  expect(site.requests.filter((request) => !request.includes(' /some/path/'))).toEqual([]);
  // The fixture looks at errors and origins.
});

test('the first paint waits for at most 130 kB of script, as a host sends it', () => {
  const dist = resolve(import.meta.dirname, '../dist');
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(
    ([, path = '']) => path,
  );
  expect(scripts.length).toBeGreaterThan(1);
  const bytes = scripts.map(
    (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length,
  );
  expect(bytes.reduce((sum, more) => sum + more, 0)).toBeLessThanOrEqual(130_000);
});

test.describe('with a page that tries to leak', () => {
  test.use({
    expectForeign: true,
    expectedErrors: [/Content Security Policy|requires 'Trusted|trusted types|502/i],
  });

  test('the policy binds the page and its engine', async ({ page, site }) => {
    const canary = await startCanary();
    await page.goto(site.url);
    const engine = await engineOf(page);
    expect(await leak(page, `${canary.url}/page`)).toBe('refused');
    expect(await leak(engine, `${canary.url}/engine`)).toBe('refused');
    expect(canary.hits).toEqual([]);
    canary.close();
  });

  test('the same attempts succeed in the same build without the policy', async ({
    page,
    site,
    traffic,
  }) => {
    const canary = await startCanary();
    site.rewrite((path, content) =>
      path.endsWith('/')
        ? content.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
        : content,
    );
    await page.goto(site.url);
    const engine = await engineOf(page);
    expect(await leak(page, `${canary.url}/page`)).toBe('sent');
    expect(await leak(engine, `${canary.url}/engine`)).toBe('sent');
    expect(canary.hits).toEqual(['/page', '/engine']);
    // What the fixture would have failed this test for: by the page's and the worker's requests, and by the proxy.
    await leak(engine, 'http://elsewhere.invalid/');
    expect(traffic.foreign(site.origin)).toEqual(
      expect.arrayContaining([
        `${canary.url}/page`,
        `${canary.url}/engine`,
        'GET http://elsewhere.invalid/',
      ]),
    );
    canary.close();
  });

  test('scripts cannot be made of text, nor started from a plain string', async ({
    page,
    site,
  }) => {
    await page.goto(site.url);
    await expectStarted(page);
    const outcomes = await page.evaluate(async () => {
      const outcome = (attempt: () => unknown): string => {
        try {
          attempt();
          return 'done';
        } catch (error) {
          return (error as Error).name;
        }
      };
      // The debugger's own evaluation may eval: only what runs after it is bound.
      await new Promise((resolve) => setTimeout(resolve));
      return {
        eval: outcome(() => Function('return 1')()),
        worker: outcome(() => new Worker('data:text/javascript,')),
        html: outcome(() => {
          document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
        }),
      };
    });
    expect(outcomes).toEqual({ eval: 'EvalError', worker: 'TypeError', html: 'TypeError' });
  });
});

test('the page starts with the server stopped', async ({ page, context, site }) => {
  await page.goto(site.url);
  await expectStarted(page);
  await untilControlled(page);
  await site.stop();
  await page.reload();
  await expectStarted(page);
  const second = await context.newPage();
  await second.goto(`${site.url}?q=offline`);
  await expectStarted(second);
  await engineOf(second);
});

test('model, grammars and sample are kept when the page has been idle', async ({ page, site }) => {
  await page.goto(site.url);
  await untilWarm(page);
  await site.stop();
  await page.reload();
  const kept = await page.evaluate(async () => {
    const response = await fetch(new URL('sample/vectorgit.tar.gz', document.baseURI));
    return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
  });
  expect(kept.status).toBe(200);
  expect(kept.bytes).toBeGreaterThan(1000);
});
