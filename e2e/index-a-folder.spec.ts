import { resolve } from 'node:path';
import { untilControlled, untilWarm } from './support/offline.ts';
import { expect, test } from './support/test.ts';

/** VectorGit's own source: real input, and small enough for every run. */
const OWN_SOURCE = resolve(import.meta.dirname, '../src');

test('a folder is indexed, searched by words and by meaning, opened, kept over a reload, and searched offline', async ({
  page,
  site,
  traffic,
}) => {
  await page.goto(site.url);
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(OWN_SOURCE);
  await page.waitForFunction(async () => {
    const [repository] = await window.vectorgit.repositories();
    const status = await window.vectorgit.status();
    return repository !== undefined && status.state === 'idle' && repository.chunks > 0;
  });
  const [repository] = await page.evaluate(() => window.vectorgit.repositories());
  expect(repository).toMatchObject({ name: 'src', model: 'vectorgit-code-v1' });

  const field = page
    .getByRole('combobox', { name: 'Search code' })
    .or(page.getByLabel('Search code'));
  await field.first().fill('reciprocalRank');
  const hit = page
    .locator('[data-testid=hit][data-path="search/reciprocal-rank-fusion.ts"]')
    .first();
  await expect(hit).toBeVisible();

  await field.first().fill('where are files excluded by ignore rules');
  await expect(page.locator('[data-testid=hit][data-path^="repository/"]').first()).toBeVisible();

  await page.reload();
  await untilControlled(page);
  await untilWarm(page);
  await site.stop();
  await page.reload();
  await field.first().fill('reciprocalRank');
  await expect(hit).toBeVisible();
  expect(traffic.foreign(site.origin)).toEqual([]);
});
