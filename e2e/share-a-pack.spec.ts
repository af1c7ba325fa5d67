import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { withoutServiceWorker } from './support/offline.ts';
import { expect, test } from './support/test.ts';

const RXJS = resolve(import.meta.dirname, '../node_modules/rxjs');
const QUERIES = [
  'switchMap',
  'retry after an error',
  'observable of promises',
  'schedule work in the next frame',
  'lang:typescript subject',
  'takeUntil',
];

/** Ids and scores of the first ten, for every query in every mode. */
function answers(page: Page) {
  return page.evaluate(async (queries) => {
    const [repository] = await window.vectorgit.repositories();
    const replies: unknown[] = [];
    for (const query of queries) {
      for (const mode of ['keyword', 'meaning', 'hybrid'] as const) {
        const { hits } = await window.vectorgit.search(repository?.id as never, query, {
          mode,
          limit: 10,
        });
        replies.push([
          query,
          mode,
          ...hits.map(({ chunkId, path, score }) => [chunkId, path, score]),
        ]);
      }
    }
    return replies;
  }, QUERIES);
}

/** The engine's own model must be there: until then only words are ranked. */
async function untilModel(page: Page): Promise<void> {
  await page.evaluate(() => window.vectorgit.whenReady());
  await expect
    .poll(async () => (await page.evaluate(() => window.vectorgit.status())).model.state)
    .toBe('ready');
}

function exportFirst(page: Page) {
  return page.evaluate(async () => {
    const [repository] = await window.vectorgit.repositories();
    const file = await window.vectorgit.exportPack(repository?.id as never);
    const address = URL.createObjectURL(file);
    const link = Object.assign(document.createElement('a'), { href: address, download: file.name });
    link.click();
    return { name: file.name, bytes: file.size };
  });
}

test('the sources of rxjs are indexed whole; a pack exported here gives the same answers in another browser, and a damaged one is refused whole', async ({
  page,
  site,
  browser,
}) => {
  await page.goto(site.url);
  await page.locator('input[type=file][webkitdirectory]').setInputFiles(RXJS);
  await expect
    .poll(async () => {
      const { state } = await page.evaluate(() => window.vectorgit.status());
      return [state, (await page.evaluate(() => window.vectorgit.repositories()))[0]?.model];
    })
    .toEqual(['idle', 'vectorgit-code-v1']);
  const [original] = await page.evaluate(() => window.vectorgit.repositories());
  expect(original?.files).toBeGreaterThan(250);
  const { hits } = await page.evaluate(
    (id) => window.vectorgit.search(id as never, 'switchMap', { mode: 'keyword' }),
    original?.id,
  );
  expect(hits.map(({ path }) => path)).toContain('src/internal/operators/switchMap.ts');
  const download = page.waitForEvent('download');
  const { name, bytes } = await exportFirst(page);
  expect(name).toBe('rxjs.vgpack');
  const path = await (await download).path();
  expect((await readFile(path)).length).toBe(bytes);

  const elsewhere = await browser.newContext();
  await withoutServiceWorker(elsewhere);
  const other = await elsewhere.newPage();
  await other.goto(site.url);
  await untilModel(other);
  const give = (pack: Buffer) =>
    other.evaluate(
      async ([content, fileName]) => {
        const decoded = Uint8Array.from(atob(content as string), (char) => char.charCodeAt(0));
        try {
          await window.vectorgit.ingest([new File([decoded], fileName as string)]);
          return null;
        } catch (error) {
          return { code: (error as { code?: string }).code, message: (error as Error).message };
        }
      },
      [pack.toString('base64'), name],
    );
  const pack = await readFile(path);

  const damaged = Buffer.from(pack);
  damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] as number) ^ 1;
  for (const bad of [damaged, pack.subarray(0, -1), Buffer.from('no pack at all')]) {
    const refusal = await give(bad);
    expect(refusal?.code).toBe('pack/invalid');
    expect(refusal?.message).toContain('nothing was stored');
  }
  expect(await other.evaluate(() => window.vectorgit.repositories())).toEqual([]);
  const databases = await other.evaluate(() => indexedDB.databases());
  expect(databases.filter((database) => database.name?.startsWith('vg-'))).toEqual([]);

  const startedAt = Date.now();
  expect(await give(pack)).toBeNull();
  const [copy] = await other.evaluate(() => window.vectorgit.repositories());
  expect(copy).toMatchObject({ name: 'rxjs', files: original?.files, chunks: original?.chunks });
  expect(await answers(other)).toEqual(await answers(page));
  const description = `${original?.chunks} chunks: pack of ${bytes} bytes, taken in after ${Date.now() - startedAt} ms`;
  test.info().annotations.push({ type: 'measured', description });
  console.log(description);
  await elsewhere.close();
});
