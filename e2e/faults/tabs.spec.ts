import type { Page } from '@playwright/test';
import {
  answersOf,
  chooseFolder,
  giveFolder,
  ingestChosen,
  openEngine,
  until,
} from '../support/engine-page.ts';
import { expect, expectSound, NAME, repositoryNamed, test } from './lab.ts';

/** Browsers are started and killed here, beside another worker's, on machines that others use, too: one more try. */
test.describe.configure({ timeout: 150_000 });

/** Repeats an ingest while another tab is the writer. */
async function giveUntilWritten(page: Page, folder: string): Promise<{ generation: number }> {
  for (;;) {
    try {
      return await giveFolder(page, folder, NAME);
    } catch (error) {
      if (!String(error).includes('Another tab')) throw error;
      await page.waitForTimeout(50);
    }
  }
}

test('row 26: two tabs index the same folder at once, one after the other or one refused', async ({
  page,
  context,
  site,
  folder,
  expected,
}) => {
  const other = await context.newPage();
  await Promise.all([openEngine(page, site.url), openEngine(other, site.url)]);
  for (const tab of [page, other]) await chooseFolder(tab, folder);
  const outcomes = await Promise.allSettled([ingestChosen(page, NAME), ingestChosen(other, NAME)]);
  const acknowledged = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value.generation] : [],
  );
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('Another tab');
  }
  const names = await page.evaluate(async () =>
    (await window.vectorgit.repositories()).map(({ name }) => name),
  );
  expect(names).toEqual([NAME]);
  for (const tab of [page, other]) {
    await expectSound(tab, { atLeast: Math.max(...acknowledged), expected });
  }
});

test('row 26: a tab that is refused never takes away what the other one commits', async ({
  page,
  context,
  site,
}) => {
  const other = await context.newPage();
  await Promise.all([openEngine(page, site.url), openEngine(other, site.url)]);
  const write = (tab: Page) =>
    tab.evaluate(async () => {
      const acknowledged: string[] = [];
      for (let round = 0; round < 12; round++) {
        const name = `new-${round}`;
        try {
          await window.vectorgit.ingest([new File(['function f() {}'], 'f.js')], { name });
          acknowledged.push(name);
        } catch (error) {
          if (!String(error).includes('Another tab')) throw error;
        }
      }
      return acknowledged;
    });
  const acknowledged = new Set((await Promise.all([write(page), write(other)])).flat());
  const listed = await page.evaluate(async () =>
    (await window.vectorgit.repositories()).map(({ name, chunks }) => `${name}: ${chunks}`),
  );
  expect(listed.sort()).toEqual([...acknowledged].map((name) => `${name}: 1`).sort());
});

test('row 27: tabs that write in turn never overwrite each other', async ({
  page,
  context,
  site,
}) => {
  const other = await context.newPage();
  await Promise.all([openEngine(page, site.url), openEngine(other, site.url)]);
  await page.evaluate(async () => {
    await window.vectorgit.ingest([new File(['function zero() {}'], 'a.js')], { name: 'files' });
  });
  const write = (tab: Page, who: string) =>
    tab.evaluate(async (who) => {
      const acknowledged: number[] = [];
      for (let round = 0; round < 10; ) {
        const text = `function ${who}${round}() {}`;
        try {
          const file = new File([text], 'a.js');
          acknowledged.push((await window.vectorgit.ingest([file], { name: 'files' })).generation);
          round++;
        } catch (error) {
          if (!String(error).includes('Another tab')) throw error;
        }
      }
      return acknowledged;
    }, who);
  const [ours, theirs] = await Promise.all([write(page, 'ours'), write(other, 'theirs')]);
  const all = [...(ours ?? []), ...(theirs ?? [])];
  // The same number twice would be a commit that took the place of another.
  expect(new Set(all).size).toBe(20);
  const last = ours?.at(-1) === Math.max(...all) ? 'ours9' : 'theirs9';
  const { id, generation } = await repositoryNamed(page, NAME);
  expect(generation).toBe(Math.max(...all));
  const [answer] = await answersOf(page, id, [last]);
  expect(answer?.hits).toHaveLength(1);
});

test('row 28: when the tab that writes crashes another one goes on', async ({
  page,
  context,
  site,
  folder,
  expected,
}) => {
  const other = await context.newPage();
  await Promise.all([openEngine(page, site.url), openEngine(other, site.url)]);
  const first = await giveFolder(page, folder, NAME);
  const cut = giveFolder(page, 'node_modules/rxjs/src', 'cut').catch(() => null);
  await until(page, async () => {
    const listed = await window.vectorgit.repositories();
    return listed.some(({ name, chunks }) => name === 'cut' && chunks > 0);
  });
  const devtools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void devtools.send('Page.crash' as never).catch(() => undefined);
  await crashed;
  void cut;
  await giveFolder(other, 'node_modules/rxjs/src', 'cut');
  const { orphans, problems } = await other.evaluate(
    async (id) => window.vectorgit.verify(id as never),
    (await repositoryNamed(other, 'cut')).id,
  );
  expect({ orphans, problems }).toEqual({ orphans: 0, problems: [] });
  await giveUntilWritten(other, folder);
  await expectSound(other, { atLeast: first.generation, expected });
});

test('row 29: a newer version in another tab gets the database, and this tab says so', async ({
  page,
  context,
  site,
  indexed,
}) => {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    window.vectorgit.subscribe(({ type }) => heard.push(type));
  });
  const newer = await context.newPage();
  await newer.goto(site.url);
  await newer.evaluate(() => window.vectorgit.whenReady());
  await newer.evaluate(
    (names) =>
      Promise.all(
        names.map(
          (name) =>
            new Promise<void>((resolve, reject) => {
              const request = indexedDB.open(name, 999);
              request.onsuccess = () => resolve();
              request.onerror = () => reject(request.error);
            }),
        ),
      ),
    ['vectorgit', `vg-${indexed.id}-1`],
  );
  await until(page, () => (window as unknown as { heard: string[] }).heard.includes('outdated'));
  const refusal = await page.evaluate(
    (id) =>
      window.vectorgit.history(id as never).then(
        () => null,
        (error: { code?: string }) => error.code ?? String(error),
      ),
    indexed.id,
  );
  expect(refusal).toBe('worker/outdated');
  await expect(page.getByText('Another tab runs a newer VectorGit.')).toBeVisible();
});
