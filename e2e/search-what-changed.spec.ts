import { expect, test } from './support/test.ts';

test('changed: finds what is new since a generation, is completed, and is mended when there is none', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const ingest = (texts: Readonly<Record<string, string>>, lastModified: number) =>
      window.vectorgit.ingest(
        Object.entries(texts).map(([path, text]) => new File([text], path, { lastModified })),
        { name: 'house' },
      );
    const old = 'export const door = 1;\n';
    await ingest({ 'old.ts': old, 'other.ts': 'export const door = 2;\n' }, 1_000);
    await ingest({ 'old.ts': old, 'other.ts': 'export const door = 3;\n' }, 2_000);
  });
  await page.goto(`${site.url}#/house?mode=keyword`);
  const field = page.getByLabel('Search code').first();
  const hits = page.locator('[data-testid=hit]');
  await field.fill('door');
  await expect(hits).toHaveCount(2);
  await field.fill('door changed:l');
  await expect(page.getByRole('option', { name: 'last' })).toBeVisible();
  await field.press('Tab');
  await expect(field).toHaveValue(/^door changed:last ?$/);
  await expect(hits).toHaveCount(1);
  await expect(hits.first()).toHaveAttribute('data-path', 'other.ts');
  await field.fill('door changed:999');
  await expect(page.getByText('There is no generation 999 yet')).toBeVisible();
  await page.getByRole('button', { name: 'Make it changed:last' }).click();
  await expect(hits).toHaveCount(1);
});
