import { resolve } from 'node:path';
import { expect, test } from './support/test.ts';

test('the address carries query, repository and opened place: back, forward and reload restore them', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page
    .locator('input[type=file][webkitdirectory]')
    .setInputFiles(resolve(import.meta.dirname, '../src/domain'));
  const field = page.getByLabel('Search code').first();
  await field.fill('invariant');
  const hit = page.locator('[data-testid=hit][data-path="invariant.ts"]').first();
  await expect(hit).toBeVisible();
  await expect(page).toHaveURL(/invariant/);
  const line = Number(await hit.getAttribute('data-start-line'));
  expect(line).toBeGreaterThan(0);
  await hit.click();
  const opened = page.getByText('Asserts what must hold').last();
  await expect(opened).toBeVisible();
  await expect(page).toHaveURL(/invariant\.ts/);

  await page.reload();
  await expect(field).toHaveValue('invariant');
  await expect(hit).toBeVisible();
  await expect(page.getByText('Asserts what must hold').last()).toBeVisible();

  await page.goBack();
  await expect(page).not.toHaveURL(/invariant\.ts/);
  await page.goForward();
  await expect(page).toHaveURL(/invariant\.ts/);
});

test('the keyboard alone finds a place, opens it and comes back', async ({ page, site }) => {
  await page.goto(site.url);
  await page
    .locator('input[type=file][webkitdirectory]')
    .setInputFiles(resolve(import.meta.dirname, '../src/domain'));
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ model: 'vectorgit-code-v1', complete: true }]);
  await page.locator('body').click({ position: { x: 5, y: 700 } });
  await page.keyboard.press('/');
  const field = page.getByLabel('Search code').first();
  await expect(field).toBeFocused();
  await page.keyboard.type('languageOfPath lang:typ');
  await expect(page.getByRole('option', { name: 'TypeScript' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue('languageOfPath lang:typescript ');
  await expect(page.locator('[data-testid=hit][data-path="language.ts"]').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('w');
  await expect(page.getByText('Why this hit is here')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Why this hit is here')).toBeHidden();
  await page.keyboard.press('m');
  const leave = page.getByRole('button', { name: /^Leave what is like language\.ts/ });
  await expect(leave).toBeVisible();
  await expect(page.locator('[data-testid=hit]').first()).toBeVisible();
  await leave.click();
  await expect(leave).toBeHidden();
  await expect(page.locator('[data-testid=hit][data-path="language.ts"]').first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/language\.ts/);
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('languageOfPath lang:typescript ');
});
