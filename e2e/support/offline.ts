/** Waits for the steps of going offline, by what the browser holds rather than by what the page shows. */
import { expect, type Page } from '@playwright/test';

/** The service worker controls the page, so the shell is kept. */
export async function untilControlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Also the model, the grammars and the sample are kept (`src/worker/offline.ts` asks for them when idle). */
export async function untilWarm(page: Page): Promise<void> {
  await untilControlled(page);
  await expect.poll(() => missingFiles(page), { timeout: 30_000 }).toEqual([]);
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
