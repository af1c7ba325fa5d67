import { resolve } from 'node:path';
import { untilControlled, untilWarm } from './support/offline.ts';
import { expect, test } from './support/test.ts';

/** VectorGit's own source: real input, and small enough for every run. */
const OWN_SOURCE = resolve(import.meta.dirname, '../src');

test('a folder is indexed, searched by words and by meaning, opened, kept over a reload, and searched offline', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(OWN_SOURCE);
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()), { timeout: 60_000 })
    .toMatchObject([{ name: 'src', model: 'vectorgit-code-v1' }]);

  const field = page.getByLabel('Search code').first();
  const hit = page
    .locator('[data-testid=hit][data-path="search/reciprocal-rank-fusion.ts"]')
    .first();
  await field.fill('reciprocalRank');
  await expect(hit).toBeVisible();
  await hit.click();
  await expect(page.getByText('The constant of Cormack').last()).toBeVisible();

  await field.fill('where are files excluded by ignore rules');
  await expect(page.locator('[data-testid=hit][data-path^="repository/"]').first()).toBeVisible();

  await untilControlled(page);
  await page.reload();
  await untilWarm(page);
  await site.stop();
  await page.reload();
  await field.fill('reciprocalRank');
  await expect(hit).toBeVisible();
});

test('a folder given again costs only what changed, and its generation stays when nothing did', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const input = page.locator('input[type=file][webkitdirectory]');
  const generation = () =>
    page.evaluate(async () => {
      const [repository] = await window.vectorgit.repositories();
      const { state } = await window.vectorgit.status();
      return state === 'idle' && repository?.model != null ? repository.generation : 0;
    });
  await input.setInputFiles(resolve(OWN_SOURCE, 'domain'));
  await expect.poll(generation, { timeout: 30_000 }).toBeGreaterThan(0);
  const first = await generation();
  await input.setInputFiles(resolve(OWN_SOURCE, 'domain'));
  await page.evaluate(() => window.vectorgit.status());
  await expect.poll(generation).toBe(first);
});
