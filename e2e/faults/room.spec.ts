import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { BACKENDS, BrowserProcess } from '../support/browser-process.ts';
import { giveFolder, openEngine } from '../support/engine-page.ts';
import { BACKEND_NAMES, copySources, diskTest, expect, expectSound, NAME, test } from './lab.ts';

const MORE = 'node_modules/rxjs/src/internal';

function codeOf(page: Page, folder: string, name: string): Promise<string> {
  return giveFolder(page, folder, name).then(
    () => 'committed',
    (error: unknown) => String(error),
  );
}

for (const backend of BACKENDS) {
  diskTest.describe(BACKEND_NAMES[backend], () => {
    diskTest.use({ backend });

    diskTest(
      `rows 10 and 11: a quota that is used up refuses the ingest alone, and one that is raised lets it go on (${BACKEND_NAMES[backend]})`,
      async ({ lab, expected }) => {
        const { page, context } = await lab.open();
        const devtools = await context.newCDPSession(page);
        const { origin } = new URL(lab.site.url);
        await devtools.send('Storage.overrideQuotaForOrigin', {
          origin,
          quotaSize: (await usageOf(devtools, origin)) + 200_000,
        });
        expect(await codeOf(page, MORE, 'more')).toContain('no room');
        await expectSound(page, { atLeast: lab.generation, expected });

        await devtools.send('Storage.overrideQuotaForOrigin', { origin });
        const { id } = await giveFolder(page, MORE, 'more');
        const { orphans, problems } = await page.evaluate(
          (id) => window.vectorgit.verify(id as never),
          id,
        );
        expect({ orphans, problems }).toEqual({ orphans: 0, problems: [] });
        await expectSound(page, { atLeast: lab.generation, expected });
      },
    );

    diskTest(
      `row 13: storage cleared while the page is open and indexes is told, and can be filled again (${BACKEND_NAMES[backend]})`,
      async ({ lab, folder, expected }) => {
        const { page, context } = await lab.open();
        const devtools = await context.newCDPSession(page);
        const ingest = codeOf(page, MORE, 'more');
        await devtools.send('Storage.clearDataForOrigin', {
          origin: new URL(lab.site.url).origin,
          storageTypes: 'indexeddb',
        });
        // It may have been over before, fail, or go on in the empty database; it must end.
        await ingest;
        await page.reload();
        await openEngine(page, lab.site.url);
        await expectLossTold(page);
        await giveFolder(page, folder, NAME);
        await expectSound(page, { atLeast: 1, expected });
      },
    );

    diskTest(
      `row 14: a database that the browser evicted between two sessions is told by the canary (${BACKEND_NAMES[backend]})`,
      async ({ lab, folder, expected }) => {
        rmSync(join(lab.profile, 'Default/IndexedDB'), { recursive: true });
        const { page } = await lab.open();
        await expectLossTold(page);
        await giveFolder(page, folder, NAME);
        await expectSound(page, { atLeast: 1, expected });
      },
    );

    diskTest(
      `row 12: a full disk refuses the ingest, and what was committed can be read (${BACKEND_NAMES[backend]})`,
      async ({ lab, folder, expected }) => {
        const disk = mkdtempSync(join(tmpdir(), 'vectorgit-disk-'));
        const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]);
        diskTest.skip(mounted.status !== 0, 'only root may make a small disk');
        try {
          const browser = await BrowserProcess.launch({ profile: join(disk, 'profile'), backend });
          try {
            const { page } = browser;
            await openEngine(page, lab.site.url);
            const { generation } = await giveFolder(page, folder, NAME);
            const emptied = keepFull(join(disk, 'filler'));
            const outcome = await codeOf(page, MORE, 'more');
            emptied();
            expect(outcome).toMatch(/no room|database failed/);
            await giveFolder(page, MORE, 'more');
            await expectSound(page, { atLeast: generation, expected });
          } finally {
            await browser.kill();
          }
        } finally {
          spawnSync('umount', ['-l', disk]);
          rmSync(disk, { recursive: true, force: true, maxRetries: 5 });
        }
      },
    );
  });
}

/** The health log names a loss. */
async function expectLossTold(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () =>
        (await window.vectorgit.health()).map(({ severity, name }) => `${severity} ${name}`),
      ),
    )
    .toContain(`loss ${NAME}`);
}

/** Takes what room there is, and what the browser makes by deleting its caches; gives all back when called. */
function keepFull(file: string): () => void {
  fill(file);
  const timer = setInterval(() => fill(file), 5);
  return () => {
    clearInterval(timer);
    rmSync(file);
  };
}

/** Takes all room but the last 16 KB. */
function fill(file: string): void {
  for (const bytes of [1 << 20, 1 << 14]) {
    try {
      for (;;) appendFileSync(file, new Uint8Array(bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}

async function usageOf(devtools: CDPSession, origin: string): Promise<number> {
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin });
  return usage;
}

test('rows 9 and 35: files of 600 MB and of 3 GB are left out with a reason, and nothing else', async ({
  page,
  site,
  expected,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgit-giant-'));
  try {
    copySources(folder);
    for (const [name, bytes] of [
      ['text.js', 600_000_000],
      ['giant.js', 3 * 2 ** 30],
    ] as const) {
      writeFileSync(join(folder, name), '');
      // Sparse: it takes no room.
      truncateSync(join(folder, name), bytes);
    }
    await openEngine(page, site.url);
    const { id, generation } = await giveFolder(page, folder, NAME);
    const skipped = await page.evaluate((id) => window.vectorgit.skipped(id as never), id);
    expect(skipped.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
      'giant.js too-large',
      'text.js too-large',
    ]);
    await expectSound(page, { atLeast: generation, expected });
    const long = await page.evaluate(
      async (id) =>
        window.vectorgit.search(id as never, 'camera '.repeat(200_000)).then(
          ({ hits }) => hits.length > 0,
          (error: { code?: string }) => error.code,
        ),
      id,
    );
    expect([true, false, 'worker/request-failed']).toContain(long);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
