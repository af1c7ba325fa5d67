/** Faults at named steps of the commit protocol: the build for torture, and a host that decides at each step. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { BACKENDS, BrowserProcess } from '../support/browser-process.ts';
import { answersOf, giveFolder, openEngine, until } from '../support/engine-page.ts';
import { STEPS } from '../torture/schedule.ts';
import { type FailAnswer, startTortureSite, type TortureSite } from '../torture/torture-site.ts';
import { BACKEND_NAMES, copySources, expect, expectSound, NAME, QUERIES, test } from './lab.ts';

const steps = test.extend<{ readonly copy: string }, { readonly torture: TortureSite }>({
  torture: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it.
    async ({}, use) => {
      const site = await startTortureSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  copy: async ({}, use) => {
    const copy = mkdtempSync(join(tmpdir(), 'vectorgit-copy-'));
    copySources(copy);
    await use(copy);
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  },
});

// The build for torture is another site than the one that the fixture serves.
steps.use({
  expectForeign: true,
  expectedErrors: [/fail point|QuotaExceededError|AbortError|transaction was aborted/],
});

steps(
  'row 3: a step that fails leaves the generation before it, and the next ingest goes on',
  async ({ page, torture, copy }) => {
    torture.watch();
    // Over sixty ingests follow: five files have the same steps.
    for (const name of ['exporters', 'controls']) rmSync(join(copy, name), { recursive: true });
    await openEngine(page, torture.url);
    let { id, generation } = await giveFolder(page, copy, NAME);
    let failed = 0;
    for (const answer of ['abort', 'throw', 'quota'] satisfies FailAnswer[]) {
      for (const step of STEPS) {
        if (step === 'upgrade.inside') continue;
        appendFileSync(
          join(copy, 'csm/CSM.js'),
          `\nfunction ${answer}At${step.replace('.', '')}() {}\n`,
        );
        torture.watch((now, count) => (now === step && count === 1 ? answer : 'go'));
        const outcome = await giveFolder(page, copy, NAME).catch(() => null);
        if (outcome === null) failed++;
        torture.watch();
        const served = await page.evaluate(
          async (id) => ({
            hits: (await window.vectorgit.search(id as never, 'camera')).hits.length,
            generation: (await window.vectorgit.repositories())[0]?.generation ?? 0,
            problems: (await window.vectorgit.verify(id as never)).problems,
          }),
          id,
        );
        expect(served.problems, `${answer} at ${step}`).toEqual([]);
        expect(served.hits, `${answer} at ${step}`).toBeGreaterThan(0);
        expect(served.generation, `${answer} at ${step}`).toBeGreaterThanOrEqual(
          outcome?.generation ?? generation,
        );
        ({ id, generation } = await giveFolder(page, copy, NAME));
      }
    }
    expect(failed).toBeGreaterThan(20);
    const fresh = await giveFolder(page, copy, 'fresh');
    await expectSound(page, {
      atLeast: generation,
      expected: await answersOf(page, fresh.id, QUERIES),
    });
  },
);

steps(
  'row 7: an engine that stops before a commit still answers, and a reload goes on',
  async ({ page, torture, copy, expected }) => {
    torture.watch();
    await openEngine(page, torture.url);
    const { id, generation } = await giveFolder(page, copy, NAME);
    const stopped = new Promise<void>((done) => {
      torture.watch((step) => {
        if (step !== 'commit.before') return 'go';
        done();
        return 'stop';
      });
    });
    appendFileSync(join(copy, 'csm/CSM.js'), '\nfunction neverCommitted() {}\n');
    void giveFolder(page, copy, NAME).catch(() => null);
    await stopped;
    expect(await answersOf(page, id, QUERIES)).toEqual(expected);
    torture.watch();
    await openEngine(page, torture.url);
    await expectSound(page, { atLeast: generation, expected });
  },
);

for (const backend of BACKENDS) {
  steps(
    `row 25: what a killed ingest had stored and not committed is collected by the next one (${BACKEND_NAMES[backend]})`,
    async ({ torture, copy }) => {
      const profile = mkdtempSync(join(tmpdir(), 'vectorgit-orphans-'));
      torture.watch();
      let browser = await BrowserProcess.launch({ profile, backend });
      try {
        await openEngine(browser.page, torture.url);
        await giveFolder(browser.page, copy, NAME);
        appendFileSync(join(copy, 'csm/CSM.js'), '\nfunction addedOnce() {}\n');
        const reached = new Promise<void>((done) => {
          torture.watch((step) => {
            if (step !== 'commit.before') return 'go';
            done();
            return 'stop';
          });
        });
        void giveFolder(browser.page, copy, NAME).catch(() => null);
        await reached;
        await browser.kill();
        torture.watch();
        browser = await BrowserProcess.launch({ profile, backend });
        await openEngine(browser.page, torture.url);
        const orphans = async () => {
          const [report] = (await browser.page.evaluate(() => window.vectorgit.storage()))
            .repositories;
          return report?.orphanBytes;
        };
        expect(await orphans()).toBeGreaterThan(0);
        const { generation } = await giveFolder(browser.page, copy, NAME);
        expect(await orphans()).toBe(0);
        const fresh = await giveFolder(browser.page, copy, 'fresh');
        await expectSound(browser.page, {
          atLeast: generation,
          expected: await answersOf(browser.page, fresh.id, QUERIES),
        });
      } finally {
        await browser.kill();
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  );

  steps(
    `row 31: a kill in the upgrade of an old database leaves the old one, which is upgraded at the next start (${BACKEND_NAMES[backend]})`,
    async ({ torture }) => {
      const profile = mkdtempSync(join(tmpdir(), 'vectorgit-upgrade-'));
      torture.watch();
      let browser = await BrowserProcess.launch({ profile, backend });
      try {
        // A page of the origin without an engine.
        await browser.page.goto(`${torture.url}THIRD-PARTY-NOTICES.txt`);
        await putGolden(browser.page);
        const reached = new Promise<void>((done) => {
          // The catalogue's comes first.
          torture.watch((step, count) => {
            if (step !== 'upgrade.inside' || count !== 2) return 'go';
            done();
            return 'stop';
          });
        });
        void openEngine(browser.page, torture.url).catch(() => null);
        await reached;
        await browser.kill();

        torture.watch();
        browser = await BrowserProcess.launch({ profile, backend });
        await openEngine(browser.page, torture.url);
        await until(
          browser.page,
          async () => (await window.vectorgit.repositories())[0]?.generation ?? 0,
        );
        const found = await browser.page.evaluate(async () => {
          const [repository] = await window.vectorgit.repositories();
          const id = repository?.id as never;
          const { problems } = await window.vectorgit.verify(id);
          return { problems, files: (await window.vectorgit.files(id)).length };
        });
        expect(found.problems).toEqual([]);
        expect(found.files).toBeGreaterThan(0);
      } finally {
        await browser.kill();
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  );
}

/** The database as version 1 wrote it, and the catalogue of that time. */
async function putGolden(page: Page): Promise<void> {
  const file = resolve(
    import.meta.dirname,
    '../../src/storage/fixtures/golden-format-1-feature-1.json.gz',
  );
  const { database } = JSON.parse(gunzipSync(readFileSync(file)).toString());
  await page.evaluate(
    async ({ stores, version }) => {
      const open = (name: string, create: (database: IDBDatabase) => void) =>
        new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name, version);
          request.onupgradeneeded = () => create(request.result);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const done = (tx: IDBTransaction) =>
        new Promise<void>((resolve, reject) => {
          tx.oncomplete = () => resolve();
          tx.onabort = () => reject(tx.error);
        });
      const index = await open('vg-golden-1', (database) => {
        for (const { name, keyPath, autoIncrement } of stores) {
          database.createObjectStore(name, { keyPath, autoIncrement });
        }
      });
      const tx = index.transaction(
        stores.map(({ name }) => name),
        'readwrite',
      );
      for (const { name, keyPath, records } of stores) {
        for (const [key, record] of records) {
          const { base64 } = record as { base64?: string };
          const value =
            base64 === undefined
              ? record
              : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          if (keyPath === null) tx.objectStore(name).put(value, key);
          else tx.objectStore(name).put(value);
        }
      }
      await done(tx);
      index.close();
      const catalogue = await open('vectorgit', (database) => {
        database.createObjectStore('repositories', { keyPath: 'id' });
      });
      const listing = catalogue.transaction('repositories', 'readwrite');
      listing.objectStore('repositories').put({
        id: 'golden',
        name: 'golden',
        database: 'vg-golden-1',
        source: 'files',
        handle: null,
        settings: { maxFileBytes: 1_048_576, includeAnyway: [] },
        createdAt: 0,
      });
      await done(listing);
      catalogue.close();
    },
    database as {
      version: number;
      stores: {
        name: string;
        keyPath: string | null;
        autoIncrement: boolean;
        records: [string | number, unknown][];
      }[];
    },
  );
}
