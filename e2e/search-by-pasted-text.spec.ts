import type { Locator } from '@playwright/test';
import { expect, test } from './support/test.ts';

const STORE = `export function openStore(name: string) {
  const wanted = name.trim();
  if (wanted === '') throw new Error('a store needs a name');
  return { name: wanted };
}
`;
const POOL = `export function takeConnection(limit: number) {
  for (let tries = 0; tries < limit; tries++) {
    if (isFree(tries)) return tries;
  }
  throw new Error('no free connection');
}
`;
const TRACE = `Error: a store needs a name
    at openStore (/home/me/app/src/store.ts:3:28)
    at main (/home/me/app/node_modules/x/index.js:1:1)`;

/** As the clipboard gives it: the page's own clipboard needs a permission. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

test('a pasted stack trace finds the places that it names, a selection what is like it', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.evaluate(
    async ([store, pool]) => {
      await window.vectorgit.whenReady();
      const files = [
        ['src/store.ts', store],
        ['src/pool.ts', pool],
      ].map(([path, text]) => {
        const file = new File([text as string], (path as string).slice(4));
        Object.defineProperty(file, 'webkitRelativePath', { value: `pasted/${path}` });
        return file;
      });
      await window.vectorgit.ingest(files, { name: 'pasted' });
    },
    [STORE, POOL],
  );
  const field = page.getByLabel('Search code').first();
  await expect(field).toBeEnabled();
  await paste(field, TRACE);
  const chip = page.getByRole('button', { name: 'Leave the pasted text' });
  await expect(chip).toHaveText('Stack trace, 3 lines');
  await expect(page.getByText('2 places named, found in 1 chunk')).toBeVisible();
  const first = page.locator('[data-testid=hit]').first();
  await expect(first).toHaveAttribute('data-path', 'src/store.ts');
  await expect(first).toContainText('named in the trace, line 3');
  await expect(field).toHaveValue('');

  // It stands in the address.
  await page.reload();
  await expect(chip).toHaveText('Stack trace, 3 lines');
  await first.click();
  await expect(page).toHaveURL(/store\.ts:L3\?/);

  await page.getByRole('button', { name: 'More like these lines' }).click();
  await expect(chip).toHaveText('Code, 1 line');
  await page.getByLabel('Code of src/store.ts').click();
  await page.keyboard.press('Control+A');
  await page.getByRole('button', { name: 'More like the selection' }).click();
  await expect(chip).toHaveText('Code, 5 lines');
  await expect(first).toHaveAttribute('data-path', 'src/store.ts');

  // One line is typed as ever; a query takes the text's place.
  await field.fill('free connection');
  await expect(chip).toBeHidden();
  await expect(first).toHaveAttribute('data-path', 'src/pool.ts');
});
