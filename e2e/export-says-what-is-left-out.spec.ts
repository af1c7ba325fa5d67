import { expect, test } from './support/test.ts';

test('an export says which indexed files are not in the pack', async ({ page, site }) => {
  await page.goto(site.url);
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const files = [
      new File(['export const one = 1;\n'], 'code.ts'),
      new File(['PORT=80\n'], '.env'),
    ];
    await window.vectorgit.ingest(files, { name: 'small' });
  });
  await page.getByRole('button', { name: /files indexed/ }).click();
  await page.getByRole('button', { name: 'Include .env anyway' }).click();
  await page.getByRole('button', { name: 'Include the secret' }).click();
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ files: 2 }]);
  await page.getByRole('button', { name: 'Storage', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export small' }).click();
  expect((await download).suggestedFilename()).toBe('small.vgpack');
  await expect(page.getByText('1 indexed file is not in the pack')).toBeVisible();
  await expect(page.getByRole('dialog').getByText('.env', { exact: true })).toBeVisible();
});
