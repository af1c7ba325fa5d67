import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Route } from '@playwright/test';
import {
  answersOf,
  chooseFolder,
  giveFolder,
  ingestChosen,
  openEngine,
  until,
} from '../support/engine-page.ts';
import { untilWarm, withoutServiceWorker } from '../support/offline.ts';
import { preludeEngine, tellEngine } from './engine-prelude.ts';
import { copySources, diskTest, expect, expectSound, NAME, QUERIES, test } from './lab.ts';

/** A copy of the folder that the test may change. */
async function withCopy(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgit-copy-'));
  try {
    copySources(folder);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function skippedOf(page: Page, id: string): Promise<string[]> {
  return page.evaluate(
    async (id) => (await window.vectorgit.skipped(id as never)).map(({ path }) => path),
    id,
  );
}

test('row 32: a file that changes after it was listed is left out with a reason, and comes with the next ingest', async ({
  page,
  site,
}) => {
  await withCopy(async (folder) => {
    await openEngine(page, site.url);
    await chooseFolder(page, folder);
    appendFileSync(join(folder, 'csm/CSM.js'), '\nfunction changedMeanwhile() {}\n');
    const { id } = await ingestChosen(page, NAME);
    expect(await skippedOf(page, id)).toEqual(['csm/CSM.js']);

    const { generation } = await giveFolder(page, folder, NAME);
    expect(await skippedOf(page, id)).toEqual([]);
    const fresh = await giveFolder(page, folder, 'fresh');
    await expectSound(page, {
      atLeast: generation,
      expected: await answersOf(page, fresh.id, QUERIES),
    });
  });
});

test('row 33: a file and a folder that vanish after they were listed are left out with a reason', async ({
  page,
  site,
}) => {
  await withCopy(async (folder) => {
    await openEngine(page, site.url);
    await chooseFolder(page, folder);
    rmSync(join(folder, 'csm/CSM.js'));
    rmSync(join(folder, 'controls'), { recursive: true });
    const { id } = await ingestChosen(page, NAME);
    const skipped = await skippedOf(page, id);
    expect(skipped).toContain('csm/CSM.js');
    expect(skipped).toContain('controls/OrbitControls.js');

    const { generation } = await giveFolder(page, folder, NAME);
    expect(await skippedOf(page, id)).toEqual([]);
    const fresh = await giveFolder(page, folder, 'fresh');
    await expectSound(page, {
      atLeast: generation,
      expected: await answersOf(page, fresh.id, QUERIES),
    });
  });
});

diskTest(
  'row 34: a dropped folder whose permission has gone is asked for again, not lost',
  async ({ lab, folder, expected }) => {
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    const first = await lab.open();
    const devtools = await first.context.newCDPSession(first.page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', {
        type,
        x: 400,
        y: 300,
        data: { items: [], files: [folder], dragOperationsMask: 1 },
      });
    }
    await until(
      first.page,
      async (name) => {
        const all = await window.vectorgit.repositories();
        const { state } = await window.vectorgit.status();
        return state === 'idle' && all.some((one) => one.name === name && one.model !== null);
      },
      name,
    );
    await first.close();
    const { page } = await lab.open();

    const permission = await page.evaluate(async (name) => {
      const asPromise = <Value>(request: IDBRequest<Value>) =>
        new Promise<Value>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await asPromise(indexedDB.open('vectorgit'));
      const records = await asPromise(
        database.transaction('repositories').objectStore('repositories').getAll(),
      );
      database.close();
      const { handle } = records.find((record) => record.name === name);
      return handle === null ? 'no handle' : handle.queryPermission();
    }, name);
    expect(permission).toBe('prompt');
    await expectSound(page, { atLeast: 1, expected, name });
  },
);

test.describe('a model that does not come', () => {
  test.use({ expectedErrors: [/500|Failed to load resource/] });

  for (const [what, answer] of [
    ['is refused', (route: Route) => route.fulfill({ status: 500 })],
    [
      'is cut off',
      async (route: Route) => {
        const response = await route.fetch();
        const body = await response.body();
        await route.fulfill({ body: body.subarray(0, body.length >> 1) });
      },
    ],
  ] as const) {
    test(`row 37: with a model that ${what} words are found, and meaning follows when it comes`, async ({
      page,
      site,
      folder,
      expected,
    }) => {
      await page.route('**/models/**', answer);
      await page.goto(site.url);
      await until(page, async () => (await window.vectorgit?.status())?.model.state === 'failed');
      const { id, generation } = await giveFolder(page, folder, NAME);
      const words = (await answersOf(page, id, QUERIES)).filter(({ mode }) => mode === 'keyword');
      expect(words).toEqual(expected.filter(({ mode }) => mode === 'keyword'));

      await page.unroute('**/models/**');
      await openEngine(page, site.url);
      await until(page, async () => (await window.vectorgit.repositories())[0]?.model !== null);
      await expectSound(page, { atLeast: generation, expected });
    });
  }
});

test('row 37: a model with a byte flipped is refused, words are found, and meaning follows when it is whole', async ({
  page,
  site,
  folder,
  expected,
}) => {
  site.damage((path, body) => {
    if (!path.endsWith('.onnx')) return body;
    const flipped = Buffer.from(body);
    const at = flipped.length >> 1;
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    return flipped;
  });
  await page.goto(site.url);
  await until(page, async () => (await window.vectorgit?.status())?.model.state === 'failed');
  const { id, generation } = await giveFolder(page, folder, NAME);
  const words = (await answersOf(page, id, QUERIES)).filter(({ mode }) => mode === 'keyword');
  expect(words).toEqual(expected.filter(({ mode }) => mode === 'keyword'));

  site.damage(null);
  await openEngine(page, site.url);
  await until(page, async () => (await window.vectorgit.repositories())[0]?.model !== null);
  await expectSound(page, { atLeast: generation, expected });
});

test.describe('with the service worker', () => {
  test.use({ serviceWorker: true });

  test('row 38: with the host gone at the start and in the middle everything goes on', async ({
    page,
    site,
    folder,
    expected,
  }) => {
    await openEngine(page, site.url);
    await untilWarm(page);
    await chooseFolder(page, folder);
    const ingest = ingestChosen(page, NAME);
    await site.stop();
    const { generation } = await ingest;
    await expectSound(page, { atLeast: generation, expected });
    await page.reload();
    await openEngine(page, site.url);
    await expectSound(page, { atLeast: generation, expected });
  });
});

test('row 39: a private window works, keeps nothing, and does not take that for a loss', async ({
  browser,
  site,
  folder,
  expected,
}) => {
  for (const _visit of ['first', 'second']) {
    const context = await browser.newContext();
    await withoutServiceWorker(context);
    const page = await context.newPage();
    await openEngine(page, site.url);
    expect(
      await page.evaluate(async () => [
        ...(await window.vectorgit.repositories()),
        ...(await window.vectorgit.health()),
      ]),
    ).toEqual([]);
    const { generation } = await giveFolder(page, folder, NAME);
    await expectSound(page, { atLeast: generation, expected });
    const { persisted } = await page.evaluate(() => window.vectorgit.storage());
    expect(persisted).toBe(false);
    await context.close();
  }
});

test('row 40: a clock that goes back does not change the order of generations', async ({
  page,
  site,
}) => {
  preludeEngine(
    site,
    'const { now } = Date; let shift = 0; Date.now = () => now.call(Date) + shift;',
    { shift: 'shift = value;' },
  );
  await withCopy(async (folder) => {
    await openEngine(page, site.url);
    const before = await giveFolder(page, folder, NAME);
    await tellEngine(page, 'shift', -2 * 86_400_000);
    appendFileSync(join(folder, 'csm/CSM.js'), '\nfunction writtenTheDayBefore() {}\n');
    const after = await giveFolder(page, folder, NAME);
    expect(after.generation).toBeGreaterThan(before.generation);
    const history = await page.evaluate(
      async (id) =>
        (await window.vectorgit.history(id as never)).map(
          ({ generation, committedAt, current }) => ({
            generation,
            committedAt,
            current,
          }),
        ),
      after.id,
    );
    expect(history[0]).toMatchObject({ generation: after.generation, current: true });
    expect(history[0]?.committedAt).toBeLessThan(history.at(-1)?.committedAt ?? 0);
    const generations = history.map(({ generation }) => generation as number);
    expect(generations).toEqual([...generations].sort((a, b) => b - a));
    await openEngine(page, site.url);
    const fresh = await giveFolder(page, folder, 'fresh');
    await expectSound(page, {
      atLeast: after.generation,
      expected: await answersOf(page, fresh.id, QUERIES),
    });
  });
});
