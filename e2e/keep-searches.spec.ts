/** Recent and saved searches: offered on an empty field, seen, removed, switched off. */
import { openSmallRepository } from './support/small-repository.ts';
import { expect, test } from './support/test.ts';

test('recent searches come back by keyboard, saved ones have a name, both can be removed or switched off', async ({
  page,
  site,
}) => {
  await openSmallRepository(page, site.url);
  const field = page.getByRole('combobox', { name: 'Search code' });
  const options = page.getByRole('option');
  const hits = page.locator('[data-testid=hit]');

  await field.fill('read config');
  await expect(hits.first()).toBeVisible();
  await field.blur();
  await field.fill('lang:markdown');
  await expect(hits).toHaveCount(1);

  // The star asks for a name; Enter keeps it, and the focus comes back.
  const star = page.getByRole('button', { name: 'Save this search' });
  await star.focus();
  await page.keyboard.press('Enter');
  const name = page.getByLabel('Name of this search');
  await expect(name).toBeFocused();
  await name.fill('All documents');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove from the saved searches' })).toBeFocused();

  // After a reload they are offered on the empty field, and the page lists them.
  await field.fill('');
  await expect(page).not.toHaveURL(/q=/);
  await page.reload();
  const panel = page.getByRole('region', { name: 'Ways to search' });
  await expect(panel.getByRole('button', { name: /^All documents/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'read config', exact: true })).toBeVisible();
  await field.focus();
  await page.keyboard.press('ArrowDown');
  await expect(options).toHaveText([/^All documentssaved/, /^read configrecent/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('read config');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await expect(hits.first()).toBeVisible();

  // Removed: by keyboard in the list, by mouse on the page.
  await field.fill('');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Delete');
  await expect(options).toHaveText([/^All documents/]);
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Remove All documents from the saved searches' }).click();
  await expect(panel.getByText('Saved')).toHaveCount(0);

  // What is recorded can be switched off, and goes.
  const recent = page.getByRole('heading', { name: 'Recent, kept on this device' });
  const search = async (query: string) => {
    await field.fill(query);
    await expect(hits.first()).toBeVisible();
    await field.blur();
    await field.fill('');
  };
  await search('read config');
  await expect(recent).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('button', { name: /^Clear [1-9] recent search/ })).toBeEnabled();
  await page.getByLabel('Keep recent searches').uncheck();
  await expect(page.getByRole('button', { name: 'Clear 0 recent searches' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(recent).toHaveCount(0);
  await search('parse config');
  await expect(panel).toBeVisible();
  await expect(recent).toHaveCount(0);
});
