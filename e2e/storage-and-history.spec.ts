/** What a person does with what is stored: look, check, name, compare, roll back, delete, and take it back. */
import { expect, test } from './support/test.ts';

test('a generation is labelled, compared, rolled back to, and the roll back is undone', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const give = (texts: Readonly<Record<string, string>>) =>
      window.vectorgit.ingest(
        Object.entries(texts).map(([name, text], index) => {
          return new File([text], name, { lastModified: text.length + index });
        }),
        { name: 'small' },
      );
    await give({ 'kept.js': 'function kept() {}', 'gone.js': 'function departed() {}' });
    await give({ 'kept.js': 'function keptLonger() {}', 'new.js': 'function arrived() {}' });
  });
  const field = page.getByLabel('Search code').first();
  const hit = page.locator('[data-testid=hit]').first();
  await page.getByText('Keyword', { exact: true }).click();

  await page.locator('body').press('h');
  const entries = page.locator('[data-generation]');
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText('1 file added, 1 changed, 1 removed');
  await entries.first().getByRole('button').first().click();
  const changes = page.getByRole('group', { name: 'Files that differ' });
  await expect(changes.locator('[data-change=added]')).toContainText('new.js');
  await expect(changes.locator('[data-change=changed]')).toContainText('kept.js');
  await expect(changes.locator('[data-change=removed]')).toContainText('gone.js');

  const older = entries.nth(1);
  await older.getByRole('button').first().click();
  await older.getByRole('button', { name: 'Add a label' }).click();
  await page.keyboard.type('before the change');
  await page.keyboard.press('Enter');
  await expect(older.getByRole('button').first()).toContainText('before the change');

  await older.getByRole('button', { name: /^Roll back to this/ }).click();
  await expect(older).toContainText(
    '1 file goes back to how it was, 1 file comes back, 1 file that came later leaves.',
  );
  await older.getByRole('button', { name: /^Roll back to \d+/ }).click();
  await expect(entries.first()).toContainText('Rolled back to generation');
  await page.keyboard.press('Escape');
  await field.fill('departed');
  await expect(hit).toHaveAttribute('data-path', 'gone.js');

  await page.getByRole('button', { name: 'Undo' }).click();
  await field.fill('arrived');
  await expect(hit).toHaveAttribute('data-path', 'new.js');
});

test('what is stored is shown, verified, deleted and taken back', async ({ page, site }) => {
  await page.goto(site.url);
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    await window.vectorgit.ingest([new File(['function kept() {}'], 'a.js')], { name: 'small' });
  });
  await page.getByRole('button', { name: 'Storage', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Storage' });
  await expect(dialog).toContainText('in 1 repository');
  await expect(dialog).toContainText('Nothing has gone wrong.');
  await dialog.getByRole('button', { name: 'Verify small' }).click();
  await expect(dialog).toContainText('Every byte is as it was written');

  const generations = dialog.getByRole('spinbutton');
  await generations.fill('9');
  await generations.press('Enter');
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.settings()))
    .toMatchObject({ autoHeal: true, keepGenerations: 9 });

  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export small' }).click();
  const pack = await download;
  expect(pack.suggestedFilename()).toBe('small.vgpack');

  await dialog.getByRole('button', { name: 'Delete small' }).click();
  await expect(dialog).toContainText('in 0 repositories');
  await dialog.getByRole('button', { name: /^Undo/ }).click();
  await expect(dialog).toContainText('in 1 repository');
  expect(await page.evaluate(() => window.vectorgit.repositories())).toHaveLength(1);

  await dialog.getByLabel('Pack to import').setInputFiles(await pack.path());
  await expect(dialog).toBeHidden();
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ files: 1 }, { files: 1 }]);
});
