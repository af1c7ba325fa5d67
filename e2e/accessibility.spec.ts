/** WCAG 2.2 AA as far as axe can see it, in every state that a person meets, in both themes. */
import { resolve } from 'node:path';
import { violations } from './support/accessibility.ts';
import { expect, test } from './support/test.ts';

test('no state of the page breaks a rule of WCAG 2.2 AA, in either theme', async ({
  page,
  site,
}) => {
  const found: string[] = [];
  const look = async (state: string) => {
    found.push(...(await violations(page)).map((violation) => `${state}: ${violation}`));
  };
  /** Opens something, looks, and closes it again. */
  const lookInto = async (state: string, open: Promise<void>) => {
    await open;
    await look(state);
    await page.keyboard.press('Escape');
  };
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(site.url);
  await expect(page.getByText('Drop a folder here')).toBeVisible();
  await look('welcome');

  await page.goto(`${site.url}#/elsewhere`);
  await expect(page.getByText('elsewhere is not on this device')).toBeVisible();
  await look('unknown repository');

  await page
    .locator('input[type=file][webkitdirectory]')
    .setInputFiles(resolve(import.meta.dirname, '../src/domain'));
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ model: 'vectorgit-code-v1', complete: true }]);
  await expect(page.getByRole('heading', { name: 'Languages' })).toBeVisible();
  await look('repository');

  const field = page.getByLabel('Search code').first();
  await field.fill('why a file is left out lang:typescript');
  const hit = page.locator('[data-testid=hit]').first();
  await expect(hit).toBeVisible();
  await look('results');
  const skip = page.getByRole('link', { name: 'Skip to the results' });
  await skip.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tree', { name: 'Hits by file' })).toBeFocused();
  await field.press('End');
  await page.keyboard.type(' -path:');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await look('completion');
  await field.fill('why a file is left out lang:typescript');
  await hit.click();
  await expect(page.locator('.cm-content')).toBeVisible();
  await look('file');

  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  /** Opens something whose code is fetched only then. */
  const opened = async (click: Promise<void>, name: RegExp) => {
    await click;
    await expect(page.getByRole('dialog', { name })).toBeVisible();
  };
  await lookInto('score', opened(button(/^Score/).click(), /^Why this hit/));
  await lookInto('saving', opened(button('Save this search').click(), /^Save this search/));
  await hit.hover();
  await hit.getByRole('button', { name: 'Relevant', exact: true }).click();
  await button(/^Score/).click();
  await button('Measure by my marks').click();
  await expect(page.locator('tr[data-mode="Hybrid"]')).toBeVisible();
  await look('marks');
  await page.keyboard.press('Escape');
  await lookInto('symbols', button('Symbols of this file').click());
  await lookInto('repositories', button('Repository domain').click());
  await lookInto('privacy', button('Nothing leaves this device').click());
  await lookInto('skipped', opened(button(/files indexed/).click(), /^What is not in/));
  /** Keys are a dialog's until it is gone. */
  const noDialog = () => expect(page.locator('dialog[open]')).toHaveCount(0);
  await noDialog();
  await lookInto('shortcuts', page.keyboard.press('?'));
  await noDialog();
  await lookInto('finder', opened(page.keyboard.press('t'), /^Find a file/));

  await noDialog();
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'Verify domain' }).click();
  await expect(page.getByText('Every byte is as it was written')).toBeVisible();
  await look('storage');
  await button('Change the model').click();
  await page.getByLabel('A model of Hugging Face').fill('tests/small');
  await button('Fetch …').click();
  await expect(page.getByRole('dialog', { name: 'Fetch tests/small?' })).toBeVisible();
  await lookInto('model of the hub', Promise.resolve());
  await page.getByRole('button', { name: 'History of domain' }).click();
  await page.locator('[data-generation] > button').first().click();
  await expect(page.getByText('Add a label')).toBeVisible();
  await look('history');
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 320, height: 640 });
  await look('file, narrow');
  await button('Back to the list').click();
  await look('results, narrow');
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth),
    'nothing is wider than the window',
  ).toBe(320);

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByText('Keyword', { exact: true }).click();
  await field.fill('zzzunknown');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await expect(page.getByText('What would find more')).toBeVisible();
  await look('no results');

  await page.evaluate(() => {
    void window.vectorgit.ingest([new File(['no archive'], 'broken.zip')]).catch(() => undefined);
  });
  expect(found).toEqual([]);
});
