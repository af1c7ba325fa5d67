/** Completion in the search field, by keyboard and by mouse: filters, their values, definitions. */
import { openSmallRepository } from './support/small-repository.ts';
import { expect, test } from './support/test.ts';

test('filters, their values and definitions complete by keyboard and by mouse', async ({
  page,
  site,
}) => {
  await openSmallRepository(page, site.url);
  const field = page.getByRole('combobox', { name: 'Search code' });
  const options = page.getByRole('option');

  await field.pressSequentially('symb');
  await expect(options).toHaveText([/^symbol:/]);
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue('symbol:');
  await field.pressSequentially('par');
  await expect(options).toHaveText([/^parseCodefunction in code\.ts/, /^parseConfigfunction in/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const active = await field.getAttribute('aria-activedescendant');
  await expect(page.locator(`#${active}`)).toHaveText(/^parseConfig/);
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('symbol:parseConfig ');
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await expect(page.locator('[data-testid=hit]')).toHaveCount(1);

  // A name that is being typed, without any filter; Escape puts the list away and leaves the text.
  await field.fill('');
  await field.pressSequentially('parseC');
  await expect(options).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(options).toHaveCount(0);
  await expect(field).toHaveValue('parseC');
  await expect(field).toBeFocused();

  // Below a common word the list would hide the hits: it comes when it is asked for.
  await field.fill('parse');
  await expect(page.locator('[data-testid=hit]').first()).toBeVisible();
  await expect(options).toHaveCount(0);
  await page.keyboard.press('Control+Space');
  await expect(options).toHaveText([/^parseCode/, /^parseConfig/]);

  // By mouse, and the field keeps the focus.
  await field.fill('');
  await field.pressSequentially('config lang:');
  await page.getByRole('option', { name: /^Markdown/ }).click();
  await expect(field).toHaveValue('config lang:markdown ');
  await expect(field).toBeFocused();
  await expect(page.locator('[data-testid=hit]')).toHaveCount(1);
});
