/** Waits for the steps of going offline, by what the browser holds rather than by what the page shows; or leaves it all out. */
import { type BrowserContext, expect, type Page } from '@playwright/test';

/**
 * Pages of this context are refused a service worker, as in private windows of some browsers: its installation and what it
 * keeps when idle are more work than most tests.
 */
export async function withoutServiceWorker(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const container = globalThis.ServiceWorkerContainer as
      | typeof ServiceWorkerContainer
      | undefined;
    // Where the origin is not secure there is none.
    if (container === undefined) return;
    container.prototype.register = () =>
      Promise.reject(new DOMException('This test has no service worker', 'SecurityError'));
  });
}

/** The service worker controls the page, so the shell is kept. */
export async function untilControlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Also the model, the grammars and the sample are kept (`src/worker/offline.ts` asks for them when idle). */
export async function untilWarm(page: Page): Promise<void> {
  await untilControlled(page);
  await expect.poll(() => missingFiles(page)).toEqual([]);
}

/** Files of the first two tiers of `asset-manifest.json` that no cache holds in their content. */
function missingFiles(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { files } = await (await fetch(new URL('asset-manifest.json', document.baseURI))).json();
    const missing: string[] = [];
    for (const [path, { sha256, offline }] of Object.entries<{ sha256: string; offline: string }>(
      files,
    )) {
      if (offline !== 'shell' && offline !== 'warm') continue;
      const held = await caches.match(`${new URL(path, document.baseURI).href}?sha256=${sha256}`);
      if (held === undefined) missing.push(path);
    }
    return missing;
  });
}
