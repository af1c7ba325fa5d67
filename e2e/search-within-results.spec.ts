import { expect, test } from './support/test.ts';

test('a second query narrows the list: in the address, complete, and taken away again', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const files = Array.from({ length: 70 }, (_, index) => {
      const text = `export const door${index} = open('door');\n`;
      return new File([index === 69 ? `${text}export const latch = 1;\n` : text], `f${index}.ts`);
    });
    await window.vectorgit.ingest(files, { name: 'doors' });
  });
  await page.goto(`${site.url}#/doors?mode=keyword`);
  const field = page.getByLabel('Search code').first();
  await field.fill('door');
  await expect(page.getByText('50 of 70 hits')).toBeVisible();
  await page.getByRole('button', { name: 'Narrow', exact: true }).click();
  const within = page.getByLabel('Search within these results');
  await expect(within).toBeFocused();
  await within.fill('latch');
  await within.press('Enter');
  const hits = page.locator('[data-testid=hit]');
  await expect(hits).toHaveCount(1);
  await expect(hits.first()).toHaveAttribute('data-path', 'f69.ts');
  const chip = page.getByRole('button', { name: 'Leave what is narrowed by latch' });
  await expect(chip).toBeVisible();
  await expect(page.getByRole('button', { name: 'Narrow', exact: true })).toBeFocused();

  await expect(page).toHaveURL(/[?&]in=latch/);
  await page.reload();
  await expect(chip).toBeVisible();
  await expect(hits).toHaveCount(1);
  await chip.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('50 of 70 hits')).toBeVisible();
  await expect(chip).toBeHidden();
  // The focus of what is gone passes to its neighbour, not to the top of the page.
  await expect(page.locator('section[aria-label="Search results"] button:focus')).toHaveCount(1);
});
