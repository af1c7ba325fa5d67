/** What the browser damages, deletes or no longer opens is told and mended. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

const FILES = {
  'login.js': 'export function login(user) {\n  return checkPassword(user);\n}\n',
  'walk.js': 'export function walkTree(root) {\n  return root.children;\n}\n',
};

async function give(page: Page): Promise<void> {
  await page.evaluate(async (files) => {
    await window.vectorgit.whenReady();
    await window.vectorgit.ingest(
      Object.entries(files).map(([name, text]) => new File([text], name, { lastModified: 1_000 })),
      { name: 'small' },
    );
  }, FILES);
}

const found = (page: Page) =>
  page.evaluate(async () => {
    await window.vectorgit.whenReady();
    // A search never waits for the model.
    while ((await window.vectorgit.status()).model.state === 'loading');
    const [repository] = await window.vectorgit.repositories();
    const { hits } = await window.vectorgit.search(repository?.id as never, 'login');
    return hits.map(({ path, score }) => ({ path, score }));
  });

/** Changes one byte of the first stored blob of each kind, as a disk would: without a word. */
const damage = (page: Page, kinds: readonly string[]) =>
  page.evaluate(async (wanted) => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('vg-'))?.name;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name ?? '');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const blobs = database.transaction('blobs', 'readwrite').objectStore('blobs');
    const done = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const keys = (await done(blobs.getAllKeys())).map(String);
    for (const kind of wanted) {
      const key = keys.find((candidate) => candidate.startsWith(`${kind}/`)) ?? '';
      const bytes: Uint8Array = await done(blobs.get(key));
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await done(blobs.put(bytes, key));
    }
    database.close();
  }, kinds);

test('damaged parts are mended before the answer, which is as it was, and the log says so', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await give(page);
  const before = await found(page);
  expect(before[0]?.path).toBe('login.js');
  await damage(page, ['files', 'chunks', 'postings', 'vectors']);
  await page.reload();
  expect(await found(page)).toEqual(before);
  await expect
    .poll(() =>
      page.evaluate(async () => (await window.vectorgit.health()).map(({ done }) => done)),
    )
    .toEqual(expect.arrayContaining(['rebuilt from the stored text']));
  const report = await page.evaluate(async () => {
    const [repository] = await window.vectorgit.repositories();
    return window.vectorgit.verify(repository?.id as never);
  });
  expect(report.problems.filter(({ mended }) => mended === null)).toEqual([]);
});

test('a database that the browser has deleted is told within a second, by its name', async ({
  page,
  site,
  context,
}) => {
  await page.goto(site.url);
  await give(page);
  await page.goto('about:blank');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(site.url).origin,
    storageTypes: 'indexeddb',
  });
  await page.goto(site.url);
  const told = await page.evaluate(async () => {
    await window.vectorgit.whenReady();
    const ready = performance.now();
    for (;;) {
      const [event] = await window.vectorgit.health();
      if (event !== undefined) return { event, milliseconds: performance.now() - ready };
      if (performance.now() - ready > 15_000) return null;
    }
  });
  expect(told?.event).toMatchObject({ severity: 'loss', name: 'small', what: 'The index is gone' });
  test.info().annotations.push({ type: 'told after ms', description: String(told?.milliseconds) });
  const names = await page.evaluate(async () =>
    (await window.vectorgit.repositories()).map(({ name }) => name),
  );
  expect(names).toEqual(['small']);
  await give(page);
  expect((await found(page))[0]?.path).toBe('login.js');
});

test('two tabs see a commit of either, and one of them may index while the other searches', async ({
  page,
  site,
  context,
}) => {
  await page.goto(site.url);
  await give(page);
  const other = await context.newPage();
  await other.goto(site.url);
  expect((await found(other))[0]?.path).toBe('login.js');
  await page.evaluate(async () => {
    const file = new File(['export const login2 = login;\n'], 'second.js', { lastModified: 2 });
    await window.vectorgit.ingest([file], { name: 'small' });
  });
  await expect
    .poll(async () => (await found(other)).map(({ path }) => path))
    .toEqual(['second.js']);
});
