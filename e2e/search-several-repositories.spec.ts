import { expect, test } from './support/test.ts';

test('repo: searches every repository on the device, and a hit of another one opens there', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const ingest = (name: string, texts: Readonly<Record<string, string>>) =>
      window.vectorgit.ingest(
        Object.entries(texts).map(([path, text]) => new File([text], path)),
        { name },
      );
    await ingest('server', {
      'door.ts': 'export function openDoor() {\n  return unlock();\n}\n',
      'same.ts': 'export const sharedLatch = 1;\n',
    });
    await ingest('web', { 'same.ts': 'export const sharedLatch = 2;\n' });
  });
  await page.goto(`${site.url}#/web?mode=keyword`);
  const field = page.getByLabel('Search code').first();
  await field.fill('openDoor repo:nobody');
  await page.getByRole('button', { name: 'Search all repositories' }).click();
  await expect(field).toHaveValue('openDoor repo:*');
  const hits = page.locator('[data-testid=hit]');
  await expect(hits.first()).toHaveAttribute('data-path', 'door.ts');

  await field.fill('sharedLatch');
  await expect(hits).toHaveCount(1);
  await page.getByRole('button', { name: 'All repositories' }).click();
  await expect(field).toHaveValue('sharedLatch repo:*');
  await expect(hits).toHaveCount(2);
  const server = page.getByRole('treeitem', { name: /^server: same\.ts/ });
  await expect(server).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /^web: same\.ts/ })).toBeVisible();

  await field.fill('openDoor repo:server');
  await expect(hits).toHaveCount(1);
  await hits.first().click();
  await expect(page).toHaveURL(/#\/server\/door\.ts:L1/);
  await expect(page.getByLabel('Code of door.ts')).toContainText('unlock');
  await expect(hits.first()).toHaveAttribute('data-path', 'door.ts');
  await page.goBack();
  await expect(page).toHaveURL(/#\/web\?/);
  await expect(field).toHaveValue('openDoor repo:server');

  // A pasted text looks in the open repository, and in all when asked to.
  await field.evaluate((element) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'Error: locked\n    at openDoor (/srv/door.ts:2:10)');
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  await expect(page.getByText('The place it names is not in this repository')).toBeVisible();
  await page.getByRole('button', { name: 'All repositories' }).click();
  await expect(hits.first()).toContainText('named in the trace, line 2');
  await expect(page).toHaveURL(/[?&]all=1/);
  await page.reload();
  await expect(page.getByRole('treeitem', { name: /^server: door\.ts/ })).toBeVisible();
  await page.getByRole('button', { name: 'Leave all repositories' }).click();
  await expect(page.getByText('The place it names is not in this repository')).toBeVisible();

  const reply = await page.evaluate(async () => {
    const [first] = await window.vectorgit.repositories();
    if (first === undefined) throw new Error('no repository');
    return window.vectorgit.search(first.id, 'sharedLatch', {
      everywhere: true,
      mode: 'keyword',
    });
  });
  expect(reply.repositories?.map(({ name }) => name)).toEqual(['server', 'web']);
  expect(reply.hits.map(({ repository }) => repository?.name).sort()).toEqual(['server', 'web']);
});
