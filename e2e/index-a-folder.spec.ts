import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { untilControlled, untilWarm } from './support/offline.ts';
import { expect, test } from './support/test.ts';

/** Two rooms of VectorGit's own source: real input, and small enough for every run. */
const ROOMS = ['repository', 'search'];

test.describe('with the service worker', () => {
  test.use({ serviceWorker: true });

  test('a folder is indexed, searched by words and by meaning, opened, kept over a reload, and searched offline', async ({
    page,
    site,
  }, testInfo) => {
    const folder = testInfo.outputPath('src');
    for (const room of ROOMS) {
      cpSync(resolve(import.meta.dirname, '../src', room), join(folder, room), { recursive: true });
    }
    await page.goto(site.url);
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(folder);
    await expect
      .poll(() => page.evaluate(() => window.vectorgit.repositories()))
      .toMatchObject([{ name: 'src', model: 'vectorgit-code-v1', complete: true }]);

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
});

test('files given again write nothing when nothing changed, and only the difference when something did', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const generations = await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const give = async (...texts: string[]) => {
      const files = texts.map(
        (text, index) => new File([text], `f${index}.js`, { lastModified: 1_000 + text.length }),
      );
      return (await window.vectorgit.ingest(files, { name: 'twice' })).generation;
    };
    const first = await give('function one() {}', 'function two() {}');
    const { held = [] } = await navigator.locks.query();
    const workers = held.filter(({ name }) => name?.startsWith('vectorgit-preparation-')).length;
    const again = await give('function one() {}', 'function two() {}');
    const changed = await give('function one() {}', 'function three() {}');
    const [repository] = await window.vectorgit.repositories();
    const id = repository?.id as never;
    const found = async (word: string) =>
      (await window.vectorgit.search(id, word, { mode: 'keyword' })).hits.length;
    return { first, again, changed, workers, two: await found('two'), three: await found('three') };
  });
  expect(generations.workers).toBeGreaterThan(0);
  expect(generations.again).toBe(generations.first);
  expect(generations.changed).toBeGreaterThan(generations.first);
  expect(generations).toMatchObject({ two: 0, three: 1 });
});
