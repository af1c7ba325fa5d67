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
  await page.addInitScript(() => {
    const Real = Worker;
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name?.startsWith('vectorgit-engine') === true) {
          Object.assign(window, { endEngine: () => this.terminate() });
        }
      }
    };
  });
  await page.goto(site.url);
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    // At its first commit, in the page itself: an ingest does not wait for a test that looks.
    const stop = window.vectorgit.subscribe(({ type }) => {
      if (type !== 'committed') return;
      stop();
      (window as unknown as { endEngine(): void }).endEngine();
    });
  });
  const input = page.locator('input[type=file][webkitdirectory]');
  await input.setInputFiles('node_modules/rxjs/src');
  // The list of files has one, too, when it was just asked for.
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ name: 'src', model: 'vectorgit-code-v1' }]);
});

test.describe('with the service worker', () => {
  test.use({ serviceWorker: true });

  test('a newer build is offered in one line, put off, and taken by a click: by this tab alone, whatever is under way', async ({
    page,
    context,
    site,
  }) => {
    // What the service worker keeps when idle never comes, so that the one before is busy all the while.
    site.hold((path) => path.endsWith('.wasm'));
    await page.goto(site.url);
    await untilControlled(page);
    const other = await context.newPage();
    await other.goto(site.url);
    await other.evaluate(() => Object.assign(window, { sameDocument: true }));
    // A first visit is controlled without having been loaded by the service worker.
    await page.bringToFront();
    await page.reload();
    await expect
      .poll(() => site.requests.filter((request) => request.endsWith('.wasm')).length)
      .toBeGreaterThan(0);
    site.rewrite((path, content) =>
      path.endsWith('/service-worker.js') ? `${content}\n// another build` : content,
    );
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
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
    expect(await other.evaluate(() => 'sameDocument' in window)).toBe(true);
    await expect(other.getByText('A newer VectorGit is ready.')).toBeVisible();
  });
});
