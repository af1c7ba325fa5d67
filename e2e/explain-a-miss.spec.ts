/** A miss says what was searched, what was left out and might hold it, and what would find more. */
import { openSmallRepository } from './support/small-repository.ts';
import { expect, test } from './support/test.ts';

test('a miss explains itself and leads on, by keyboard and by mouse', async ({ page, site }) => {
  await openSmallRepository(page, site.url, {
    'config.ts': 'export function parseConfig(text: string) {\n  return JSON.parse(text);\n}\n',
    'notes.md': '# How to parse\n\nRead the config first.\n',
    'package-lock.json': '{ "lockfileVersion": 3 }\n',
    'photo.md': 'a\u0000b',
  });
  const field = page.getByRole('combobox', { name: 'Search code' });
  const miss = page.getByRole('region', { name: 'Search results' });
  const step = (name: string) =>
    miss.getByRole('listitem').filter({ has: page.getByRole('button', { name, exact: true }) });

  await page.getByText('Keyword', { exact: true }).click();
  await field.fill('zzzunknown lang:typescript');
  await expect(miss.getByText('Nothing matches')).toBeVisible();
  await expect(miss.getByRole('region', { name: 'What was searched' })).toContainText(
    /chunks? of 2 files, by keyword: every word must occur in one chunk, under lang:typescript/,
  );
  await expect(step('Without lang:typescript')).toContainText('nothing either');

  await field.fill('arseConf path:notes.md');
  await expect(step('Within longer words: /arseConf/i path:notes.md')).toContainText('nothing');
  await field.fill('read lang:typescript');
  await expect(step('Without lang:typescript')).toContainText('1 hit');
  // Of what was left out only that counts which the filter lets through.
  await expect(miss.getByRole('region', { name: 'What was left out' })).toHaveCount(0);

  await field.fill('lockfileVersion lang:json');
  const left = miss.getByRole('region', { name: 'What was left out' });
  await expect(left).toContainText('Not searched: 1 entry left out that your filters let through');
  await left.getByRole('button', { name: '1 excluded' }).focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText('Only what lang:json would let through');
  await expect(panel.getByText('package-lock.json', { exact: true })).toBeVisible();
  await expect(panel.getByText('photo.md', { exact: true })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Show all' }).click();
  await expect(panel.getByText('photo.md', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  await field.fill('read lang:typescript');
  await step('Without lang:typescript').getByRole('button').click();
  await expect(field).toHaveValue('read');
  await expect(page.locator('[data-testid=hit]')).toHaveCount(1);
});

test('a file that could not be read along its syntax says so beside the skipped ones', async ({
  page,
  site,
}) => {
  await openSmallRepository(page, site.url, {
    'broken.ts': 'export function whole() {\n  return 1;\n}\n\nexport function broken( {\n',
    'whole.ts': 'export const fine = 1;\n',
  });
  await page.getByRole('button', { name: /files indexed/ }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText('Indexed, with notes').click();
  await expect(panel).toContainText('1 file with a syntax error');
  await panel.getByRole('button', { name: /^broken\.ts/ }).click();
  await expect(panel).toHaveCount(0);
  await expect(page.locator('.cm-content')).toContainText('export function broken');
});
