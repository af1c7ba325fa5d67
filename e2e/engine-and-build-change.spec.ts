/** What the page does when the engine or the build behind it changes while somebody works. */
import type { Page } from '@playwright/test';
import { untilControlled } from './support/offline.ts';
import { expect, test } from './support/test.ts';

/** A repository of two small files, so that a search has something to find. */
async function giveFiles(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const files = ['alpha', 'beta'].map(
      (word) => new File([`function ${word}() {}`], `${word}.js`),
    );
    await window.vectorgit.ingest(files, { name: 'small' });
  });
}

/** Ends the engine as a browser short of memory does: without a word to the page. */
async function endEngine(page: Page): Promise<void> {
  const engine = page.workers().find((worker) => worker.url().startsWith('blob:'));
  await engine?.evaluate(() => self.close());
}

test('an engine that ends is started again by itself, the page says so, and search works', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await giveFiles(page);
  const field = page.getByLabel('Search code').first();
  await field.fill('alpha');
  const hit = (path: string) => page.locator(`[data-testid=hit][data-path="${path}"]`).first();
  await expect(hit('alpha.js')).toBeVisible();

  await endEngine(page);
  const notice = page.getByText('The search engine stopped and was started again.');
  await expect(notice).toBeVisible();
  await field.fill('beta');
  await expect(hit('beta.js')).toBeVisible();
  await page.getByRole('button', { name: /^Dismiss: The search engine/ }).click();
  await expect(notice).toBeHidden();

  await endEngine(page);
  await expect(page.getByText('The search engine stopped', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(hit('beta.js')).toBeVisible();
});

test('an ingest that the engine’s end cut off is offered to go on, and does', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.evaluate(() => window.vectorgit.whenReady());
  const input = page.locator('input[type=file][webkitdirectory]');
  await input.setInputFiles('node_modules/rxjs/src');
  await page.waitForFunction(async () => {
    const { progress } = await window.vectorgit.status();
    return (progress?.filesDone ?? 0) > 0;
  });
  await endEngine(page);
  // The list of files has one, too, when it was just asked for.
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()), { timeout: 60_000 })
    .toMatchObject([{ name: 'src', model: 'vectorgit-code-v1' }]);
});

test('a newer build is offered in one line, put off, and taken by a click', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await untilControlled(page);
  // A first visit is controlled without having been loaded by the service worker.
  await page.reload();
  site.rewrite((path, content) =>
    path.endsWith('/service-worker.js') ? `${content}\n// another build` : content,
  );
  const update = () =>
    page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
  await update();
  const offer = page.getByText('A newer VectorGit is ready.');
  await expect(offer).toBeVisible();
  await page.getByRole('button', { name: /^Dismiss: A newer VectorGit/ }).click();
  await expect(offer).toBeHidden();

  await page.reload();
  await expect(offer).toBeVisible();
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Update now' }).click();
  await reloaded;
  await expect(offer).toBeHidden();
  const waiting = await page.evaluate(
    async () => (await navigator.serviceWorker.ready).waiting !== null,
  );
  expect(waiting).toBe(false);
});
