import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { tarGzip } from '../.ci/build/tar.ts';
import { expect, test } from './support/test.ts';

const DOMAIN = resolve(import.meta.dirname, '../src/domain');

/** Drops the folder on the window as a person would. */
async function drop(page: Page, folder: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: 400,
      y: 300,
      data: { items: [], files: [folder], dragOperationsMask: 1 },
    });
  }
}

test('a folder dropped on the window is indexed, kept over a reload, and removed', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.evaluate(() => window.vectorgit.whenReady());
  await drop(page, DOMAIN);
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ name: 'domain', model: 'vectorgit-code-v1', complete: true }]);
  await page.getByLabel('Search code').first().fill('invariant');
  await expect(page.locator('[data-testid=hit][data-path="invariant.ts"]').first()).toBeVisible();

  await page.reload();
  await page.evaluate(() => window.vectorgit.whenReady());
  const [repository] = await page.evaluate(() => window.vectorgit.repositories());
  expect(repository?.name).toBe('domain');
  await page.evaluate((id) => window.vectorgit.remove(id as never), repository?.id);
  expect(await page.evaluate(() => window.vectorgit.repositories())).toEqual([]);
  expect(
    await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)),
  ).toEqual(['vectorgit']);
});

test('a folder dropped in a browser without folder handles is read through its entries', async ({
  page,
  site,
}) => {
  // Firefox and Safari.
  await page.addInitScript(() => {
    Reflect.deleteProperty(DataTransferItem.prototype, 'getAsFileSystemHandle');
  });
  await page.goto(site.url);
  await page.evaluate(() => window.vectorgit.whenReady());
  await drop(page, DOMAIN);
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ name: 'domain', model: 'vectorgit-code-v1', complete: true }]);
});

test('an archive chosen as a file is unpacked and indexed', async ({ page, site }) => {
  await page.goto(site.url);
  const archive = tarGzip([
    { path: 'own/src/store.ts', content: Buffer.from('export class RepositoryStore {}\n') },
    { path: 'own/README.md', content: Buffer.from('# Own\n') },
  ]);
  const hits = await page.evaluate(async (base64) => {
    await window.vectorgit.whenReady();
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const file = new File([bytes], 'own.tar.gz');
    const { id } = await window.vectorgit.ingest([file], { name: 'own' });
    const reply = await window.vectorgit.search(id, 'RepositoryStore', { mode: 'keyword' });
    return reply.hits.map((hit) => hit.path);
  }, archive.toString('base64'));
  expect(hits).toEqual(['src/store.ts']);
});
