/** The score's panel: sliders put the list in another order at once; marks measure each mode. */
import { openSmallRepository } from './support/small-repository.ts';
import { expect, test } from './support/test.ts';

const FILES = {
  // The name of the one has the word, the text of the other has it often.
  'parser.ts': 'export function read(text: string) {\n  return text.trim();\n}\n',
  'reader.ts':
    'export function load(text: string) {\n  // The parser of the parser parses as a parser.\n  return parser(parser(text));\n}\n',
  'other.ts': 'export function unrelated(count: number) {\n  return count + 1;\n}\n',
};

test('sliders re-rank the list, by keyboard, and are reset', async ({ page, site }) => {
  await openSmallRepository(page, site.url, FILES);
  const field = page.getByRole('combobox', { name: 'Search code' });
  const first = page.locator('[data-testid=hit]').first();
  await page.getByText('Keyword', { exact: true }).click();
  await field.fill('parser');
  await expect(first).toBeVisible();
  const before = await first.getAttribute('data-path');
  await page.getByRole('tree', { name: 'Hits by file' }).focus();
  await page.keyboard.press('w');
  const panel = page.getByRole('dialog', { name: 'Why this hit is here' });
  await expect(panel).toContainText('Hit 1 of 2 hits shown');

  // Nothing but the three best chunks' words, or nothing but the file's name.
  const lead = before === 'parser.ts' ? ['Words, three best chunks'] : ['File name'];
  const sliders = panel.getByRole('slider');
  for (const slider of await sliders.all()) {
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(slider).toHaveValue('0');
    await expect(slider).toBeFocused();
  }
  for (const name of lead) {
    await panel.getByRole('slider', { name, exact: true }).focus();
    await page.keyboard.press('End');
  }
  await expect(first).not.toHaveAttribute('data-path', before ?? '');
  await expect(panel).toContainText('Hit 2 of 2 hits shown');

  // Kept only when it is wanted, and said.
  await expect(panel).toContainText('until this page is closed or reloaded');
  await panel.getByLabel('Keep on this device').check();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await page.reload();
  await expect(first).toBeVisible();
  await expect(first).not.toHaveAttribute('data-path', before ?? '');
  await page.getByRole('button', { name: 'Reset your own weights' }).click();
  await expect(first).toHaveAttribute('data-path', before ?? '');
  await expect(page.getByRole('button', { name: 'Reset your own weights' })).toHaveCount(0);
});

test('marks are kept and measure each mode', async ({ page, site }) => {
  await openSmallRepository(page, site.url, FILES);
  const field = page.getByRole('combobox', { name: 'Search code' });
  const hit = (path: string) => page.locator(`[data-testid=hit][data-path="${path}"]`);
  await field.fill('parser');
  await expect(hit('reader.ts')).toBeVisible();

  // By mouse on the row; the mark stays in sight when the mouse has gone.
  await hit('reader.ts').hover();
  await hit('reader.ts').getByRole('button', { name: 'Relevant', exact: true }).click();
  await field.hover();
  await expect(
    hit('reader.ts').getByRole('button', { name: 'Relevant', exact: true }),
  ).toBeVisible();
  // By keyboard on the row that is first.
  await page.getByRole('tree', { name: 'Hits by file' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const selected = page.locator('[data-testid=hit][data-selected]');
  const wasReader = (await selected.getAttribute('data-path')) === 'reader.ts';
  await page.keyboard.press('-');
  await expect(selected.getByRole('button', { name: 'Not relevant' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  if (wasReader) await page.keyboard.press('+');

  await page.keyboard.press('w');
  await page.getByRole('button', { name: 'Measure by my marks' }).click();
  const sheet = page.getByRole('dialog', { name: 'Marks in small' });
  for (const mode of ['Keyword', 'Meaning', 'Hybrid']) {
    const cells = sheet.locator(`tr[data-mode="${mode}"] td`);
    await expect(cells).toHaveText([/^(0\.\d{3}|1\.000)$/, /^(0\.\d{3}|1\.000)$/]);
  }
  await expect(sheet).toContainText('Over 1 query with a relevant mark');

  await sheet.getByRole('button', { name: 'Remove the marks of parser' }).click();
  await expect(sheet).toContainText('Nothing is marked yet');
  await sheet.getByRole('button', { name: 'Undo' }).click();
  await sheet.getByRole('button', { name: 'parser', exact: true }).click();
  await expect(sheet).toHaveCount(0);
  await expect(
    hit('reader.ts').getByRole('button', { name: 'Relevant', exact: true }),
  ).toBeVisible();
});
