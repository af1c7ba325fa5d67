/**
 * A transformer on WebGPU. Machines that run tests have no GPU; Chromium brings one in software (SwiftShader), which
 * computes by the same shaders. Where even that is missing the same assertions hold of the CPU.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { smallTransformerFiles } from '../src/embedding/fixtures/small-transformer.ts';
import { withoutServiceWorker } from './support/offline.ts';
import { expect, test } from './support/test.ts';

test.use({ expectedErrors: [/404/] });

const FILES = ['commit', 'manifest', 'blob', 'checksum', 'reader', 'writer'].map(
  (name) =>
    [
      `${name}.ts`,
      `export function ${name}Of(store: Store) {\n  return store.${name};\n}\n`,
    ] as const,
);
const MODEL = 'tests/small';

/** Serves the small transformer in full precision, with a manifest that says so. */
async function serveModel(context: BrowserContext): Promise<void> {
  const files = smallTransformerFiles();
  const listed = await Promise.all(
    [...files].map(async ([name, content]) => {
      const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(content));
      return { name, bytes: content.length, sha256: Buffer.from(digest).toString('hex') };
    }),
  );
  const manifest = JSON.stringify({ id: MODEL, dimension: 32, files: listed });
  files.set('manifest.json', new TextEncoder().encode(manifest));
  await context.route(`**/models/${MODEL}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.split(`/models/${MODEL}/`)[1] ?? '';
    const body = files.get(name);
    return body === undefined
      ? route.fulfill({ status: 404 })
      : route.fulfill({ status: 200, body: Buffer.from(body) });
  });
}

/** Cosines of the places found, and how often the engine sent work to a GPU. */
async function searchWithModel(page: Page, url: string) {
  await page.goto(`${url}?model=${MODEL}`);
  await page.evaluate(() => window.vectorgit.whenReady());
  const engine = page.workers().find((worker) => worker.url().startsWith('blob:'));
  const hasGpu = await engine?.evaluate(async () => {
    const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } };
    const adapter = (await gpu?.requestAdapter()) ?? null;
    const queue = Reflect.get(globalThis, 'GPUQueue') as {
      prototype: { submit(list: object[]): void };
    };
    if (adapter === null) return false;
    const { submit } = queue.prototype;
    Reflect.set(globalThis, 'submits', 0);
    queue.prototype.submit = function count(list) {
      Reflect.set(globalThis, 'submits', Reflect.get(globalThis, 'submits') + 1);
      return submit.call(this, list);
    };
    return true;
  });
  const cosines = await page.evaluate(async (files) => {
    const { id } = await window.vectorgit.ingest(
      files.map(([name, text]) => new File([text], name)),
      { name: 'small' },
    );
    const { hits } = await window.vectorgit.search(id, 'commit a manifest', { mode: 'meaning' });
    return hits.map(
      ({ path, startLine, parts }) =>
        [`${path}:${startLine}`, parts.meaning?.similarity ?? 0] as const,
    );
  }, FILES);
  const submits = await engine?.evaluate(() => Number(Reflect.get(globalThis, 'submits') ?? 0));
  return { cosines: new Map(cosines), hasGpu, submits: submits ?? 0 };
}

test('a transformer gives the same vectors on a GPU and on the CPU', async ({
  page,
  context,
  site,
  playwright,
  launchOptions,
}) => {
  await serveModel(context);
  const onCpu = await searchWithModel(page, site.url);
  expect(onCpu).toMatchObject({ hasGpu: false, submits: 0 });
  expect(site.requests.some((request) => request.includes('.jspi-'))).toBe(false);

  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []).filter((argument) => argument !== '--disable-gpu'),
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
    ],
  });
  try {
    const other = await browser.newContext();
    await withoutServiceWorker(other);
    await serveModel(other);
    const onGpu = await searchWithModel(await other.newPage(), site.url);
    expect(onGpu.submits > 0).toBe(onGpu.hasGpu);
    expect(site.requests.some((request) => request.includes('.jspi-'))).toBe(onGpu.hasGpu);
    expect(onGpu.cosines.size).toBe(onCpu.cosines.size);
    expect(onCpu.cosines.size).toBe(FILES.length);
    for (const [place, cosine] of onCpu.cosines) {
      // Cosines come from vectors of 8 bits: a step is 1/127 of a component.
      expect(onGpu.cosines.get(place)).toBeCloseTo(cosine, 2);
    }
  } finally {
    await browser.close();
  }
});
