import type { Page } from '@playwright/test';
import { giveFolder, openEngine, until } from '../support/engine-page.ts';
import { preludeEngine, tellEngine } from './engine-prelude.ts';
import { diskTest, expect, expectSound, NAME, test } from './lab.ts';

/** The second ingest, which the fault cuts off, is of other files, so that there is something to cut off. */
const MORE = 'node_modules/rxjs/src/internal';
const MORE_NAME = 'more';

/** Resolves when the ingest under way has committed something; its end, if it comes, is nobody's concern. */
async function startIngest(page: Page): Promise<void> {
  void giveFolder(page, MORE, MORE_NAME).catch(() => null);
  // Not by its progress: that is over when the ingest is, which may be a moment later.
  await until(
    page,
    async (name) => {
      const listed = await window.vectorgit.repositories().catch(() => []);
      return listed.some((repository) => repository.name === name && repository.chunks > 0);
    },
    MORE_NAME,
  );
}

/** What was cut off can be done again, to its end. */
async function expectMore(page: Page): Promise<void> {
  const { id } = await giveFolder(page, MORE, MORE_NAME);
  const { orphans, problems } = await page.evaluate(
    (id) => window.vectorgit.verify(id as never),
    id,
  );
  expect({ orphans, problems }).toEqual({ orphans: 0, problems: [] });
}

test('row 4: a tab closed while it indexes loses nothing that was committed', async ({
  page,
  context,
  site,
  indexed,
  expected,
}) => {
  await startIngest(page);
  await page.close();
  const again = await context.newPage();
  await openEngine(again, site.url);
  await expectSound(again, { atLeast: indexed.generation, expected });
  await expectMore(again);
});

test('row 5: a renderer that crashes while it indexes loses nothing that was committed', async ({
  page,
  context,
  site,
  indexed,
  expected,
}) => {
  await startIngest(page);
  const devtools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void devtools.send('Page.crash' as never).catch(() => undefined);
  await crashed;
  const again = await context.newPage();
  await openEngine(again, site.url);
  await expectSound(again, { atLeast: indexed.generation, expected });
  await expectMore(again);
});

test('row 6: a worker that is terminated in the middle is started again by the same page', async ({
  page,
  site,
  folder,
  expected,
}) => {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    Object.assign(window, { workers });
    const Real = Worker;
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    };
  });
  await openEngine(page, site.url);
  const { generation } = await giveFolder(page, folder, NAME);
  await startIngest(page);
  await page.evaluate(() => {
    for (const worker of (window as unknown as { workers: Worker[] }).workers) worker.terminate();
  });
  // What is asked while it is gone is refused.
  await until(page, () =>
    window.vectorgit.status().then(
      () => true,
      () => false,
    ),
  );
  await expectSound(page, { atLeast: generation, expected });
  await expectMore(page);
});

test.describe('an exception that nobody catches', () => {
  test.use({ expectedErrors: [/a fault of the engine/] });

  test('row 7: an engine that throws is started again, and a second time it is told', async ({
    page,
    site,
    folder,
    expected,
  }) => {
    preludeEngine(site, '', {
      throw: "setTimeout(() => { throw new Error('a fault of the engine'); })",
    });
    await openEngine(page, site.url);
    const { generation } = await giveFolder(page, folder, NAME);
    await startIngest(page);
    await page.evaluate(() => {
      window.vectorgit.subscribe(({ type }) => {
        if (type === 'crashed') Object.assign(window, { crashed: true });
      });
    });
    await tellEngine(page, 'throw');
    // What is asked until then is refused.
    await until(page, () => 'crashed' in window);
    await expectSound(page, { atLeast: generation, expected });
    await expectMore(page);
    await tellEngine(page, 'throw');
    await expect(
      page.getByText('The search engine stopped', { exact: false }).first(),
    ).toBeVisible();
  });
});

test('row 7: an engine in a loop without end is noticed, and started again by a click', async ({
  page,
  site,
  folder,
  expected,
}) => {
  preludeEngine(site, '', { loop: 'for (;;);' });
  await page.clock.install();
  await openEngine(page, site.url);
  const { generation } = await giveFolder(page, folder, NAME);
  await tellEngine(page, 'loop', null, false);
  void page.evaluate(() => window.vectorgit.health().catch(() => null));
  await page.clock.runFor(60_000);
  await page.getByRole('button', { name: 'Start it again' }).click();
  await page.clock.resume();
  await expect(page.getByText('The search engine stopped and was started again')).toBeVisible();
  await expectSound(page, { atLeast: generation, expected });
});

diskTest(
  'row 8: an engine out of memory takes its tab along, and the next one goes on',
  async ({ lab, expected }) => {
    const { page, context } = await lab.open(['--js-flags=--max-old-space-size=150']);
    await startIngest(page);
    const engine = page.workers().find((worker) => worker.url().startsWith('blob:'));
    const crashed = page.waitForEvent('crash');
    void engine
      ?.evaluate(() => {
        const hoard: unknown[] = [];
        for (;;) hoard.push(Array.from({ length: 1_000_000 }, (_, index) => ({ index })));
      })
      .catch(() => undefined);
    await crashed;
    const again = await context.newPage();
    await openEngine(again, lab.site.url);
    await expectSound(again, { atLeast: lab.generation, expected });
    await expectMore(again);
  },
);
