import type { Page } from '@playwright/test';
import { answersOf, giveFolder, openEngine } from '../support/engine-page.ts';
import { preludeEngine, tellEngine } from './engine-prelude.ts';
import { expect, expectSound, NAME, QUERIES, test } from './lab.ts';
import { contentOf, damage } from './second-connection.ts';

for (const kind of ['chunks', 'postings', 'vectors']) {
  test(`row 16: a byte of ${kind} that a second connection has changed is found, and mended from the text`, async ({
    page,
    site,
    indexed,
    expected,
  }) => {
    expect(await damage(page, { do: 'flip', kind })).toBeGreaterThan(0);
    await openEngine(page, site.url);
    await expectSound(page, { atLeast: indexed.generation, expected });
  });
}

for (const kind of ['files', 'text']) {
  test(`row 16: a byte of ${kind} that a second connection has changed is found, and mended from the folder`, async ({
    page,
    site,
    indexed,
    folder,
    expected,
  }) => {
    expect(await damage(page, { do: 'flip', kind })).toBeGreaterThan(0);
    await openEngine(page, site.url);
    await answersOf(page, indexed.id, QUERIES).catch(() => []);
    await expectToldOr(page, indexed.id);
    await giveAgain(page, folder);
    await expectSound(page, { atLeast: indexed.generation, expected });
  });
}

for (const store of ['blobs', 'manifests', 'head']) {
  test(`row 23: the store ${store} emptied by a second connection is told, and filled again`, async ({
    page,
    site,
    indexed,
    folder,
    expected,
  }) => {
    expect(await damage(page, { do: 'clear', store })).toBeGreaterThan(0);
    await openEngine(page, site.url);
    await expectToldOr(page, indexed.id);
    await giveAgain(page, folder);
    await expectSound(page, { atLeast: indexed.generation, expected });
  });
}

for (const [what, how] of [
  ['HEAD that points at no generation', { do: 'head-to', generation: 4_000 }],
  ['manifest whose hash is wrong', { do: 'manifest-hash' }],
] as const) {
  test(`row 24: a ${what} is told, and an earlier generation or the folder takes its place`, async ({
    page,
    site,
    folder,
    indexed,
    expected,
  }) => {
    expect(await damage(page, how)).toBe(1);
    await openEngine(page, site.url);
    await expectToldOr(page, indexed.id);
    await giveAgain(page, folder);
    await expectSound(page, { atLeast: indexed.generation, expected });
  });
}

test('row 30: an index of a newer format is refused with a reason and not touched', async ({
  page,
  site,
  folder,
  indexed,
}) => {
  expect(await damage(page, { do: 'newer-format' })).toBe(1);
  const before = await contentOf(page);
  await openEngine(page, site.url);
  const codes = await page.evaluate(async (id) => {
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => 'answered',
        (error: { code?: string }) => error.code ?? String(error),
      );
    return [
      await codeOf(window.vectorgit.search(id as never, 'camera')),
      await codeOf(window.vectorgit.verify(id as never)),
    ];
  }, indexed.id);
  expect(codes).toEqual(['index/format-too-new', 'index/format-too-new']);
  await expect(giveAgain(page, folder)).rejects.toThrow(/newer version/);
  expect(await contentOf(page)).toBe(before);
});

test('row 36: a connection that the browser drops is opened again, and one that stays dead is told', async ({
  page,
  site,
  folder,
  expected,
}) => {
  preludeEngine(
    site,
    `let dropped = 0;
const { transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.transaction = function (...args) {
  if (dropped > 0) {
    dropped--;
    throw new DOMException('The database connection is closing.', 'InvalidStateError');
  }
  return transaction.apply(this, args);
};`,
    { drop: 'dropped = value;' },
  );
  await openEngine(page, site.url);
  const { generation } = await giveAgain(page, folder);
  for (const times of [1, 3]) {
    await tellEngine(page, 'drop', times);
    await expectSound(page, { atLeast: generation, expected });
  }
  await tellEngine(page, 'drop', 1_000_000);
  await expect(giveAgain(page, folder)).rejects.toThrow();
  await tellEngine(page, 'drop', 0);
  await giveAgain(page, folder);
  await expectSound(page, { atLeast: generation, expected });
});

/** The folder is given again, as the page asks for it. */
function giveAgain(page: Page, folder: string): Promise<{ id: string; generation: number }> {
  return giveFolder(page, folder, NAME);
}

/** Never a wrong answer in silence: either the health log says what happened, or the search says so itself. */
async function expectToldOr(page: Page, id: string): Promise<void> {
  const refused = await answersOf(page, id, QUERIES.slice(0, 1)).then(
    () => false,
    () => true,
  );
  const told = await page.evaluate(async () => (await window.vectorgit.health()).length > 0);
  expect(refused || told, 'the damage is told').toBe(true);
}
