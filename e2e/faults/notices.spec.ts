/** What a person reads on the page of faults that the engine has met: that it goes on is shown beside. */
import { openEngine, until } from '../support/engine-page.ts';
import { preludeEngine } from './engine-prelude.ts';
import { diskTest, expect, NAME, test } from './lab.ts';
import { damage } from './second-connection.ts';

const MORE = 'node_modules/rxjs/src/internal';

diskTest(
  'a quota that is used up is told with what to free, and with room again the same goes on',
  async ({ lab }) => {
    const { page, context } = await lab.open();
    const devtools = await context.newCDPSession(page);
    const { origin } = new URL(lab.site.url);
    const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin });
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 200_000 });
    await page.locator('input[type=file][webkitdirectory]').first().setInputFiles(MORE);
    const told = page.getByText('This device has no room left for the index');
    await expect(told).toBeVisible();
    await expect(page.getByRole('button', { name: 'Open storage' })).toBeVisible();

    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    await page.getByRole('button', { name: 'Try again' }).click();
    await until(page, async () =>
      (await window.vectorgit.repositories()).some(
        ({ name, model }) => name === 'internal' && model !== null,
      ),
    );
    await expect(told).toBeHidden();
  },
);

test('where the browser stores nothing the page says that the index ends with the tab, and works', async ({
  page,
  site,
}) => {
  preludeEngine(
    site,
    `IDBFactory.prototype.open = () => { throw new DOMException('no storage here', 'SecurityError'); };`,
    {},
  );
  await openEngine(page, site.url);
  await expect(page.getByText('The index is not kept.')).toBeVisible();
  const hits = await page.evaluate(async () => {
    const { id } = await window.vectorgit.ingest([new File(['function lighthouse() {}'], 'a.js')]);
    return (await window.vectorgit.search(id, 'lighthouse')).hits.map(({ path }) => path);
  });
  expect(hits).toEqual(['a.js']);
});

test('damage that was mended is told on the page, with the way to the health log', async ({
  page,
  site,
  indexed,
}) => {
  expect(await damage(page, { do: 'flip', kind: 'postings' })).toBeGreaterThan(0);
  await openEngine(page, site.url);
  await page.evaluate((id) => window.vectorgit.search(id as never, 'camera'), indexed.id);
  await expect(page.getByText(`${NAME}: Damage`, { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Health log' }).first().click();
  await expect(
    page.getByText('rebuilt from the stored text', { exact: false }).first(),
  ).toBeVisible();
});
