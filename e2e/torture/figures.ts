/**
 * `node e2e/torture/run.mjs figures [folder]`: what the store costs against the raw database, in Chromium, medians
 * of side-by-side repetitions. Prints JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BrowserProcess } from '../support/browser-process.ts';
import { giveFolder, openEngine, until } from '../support/engine-page.ts';
import { startStaticServer } from '../support/static-server.ts';

const ROUNDS = 5;
const folder = resolve(process.argv[2] ?? 'node_modules/three');

const profile = mkdtempSync(join(tmpdir(), 'vectorgit-figures-'));
const site = await startStaticServer();
let browser = await BrowserProcess.launch({ profile, backend: 'leveldb' });
try {
  await openEngine(browser.page, site.url);
  const { id } = await giveFolder(browser.page, folder, 'figures');
  const size = await browser.page.evaluate(async (id) => {
    const one = (await window.vectorgit.repositories()).find((repository) => repository.id === id);
    const files = await window.vectorgit.files(id as never);
    return {
      chunks: one?.chunks ?? 0,
      storedBytes: one?.bytes ?? 0,
      sourceBytes: files.reduce((sum, file) => sum + file.bytes, 0),
    };
  }, id);
  const keyword: number[] = [];
  const hybrid: number[] = [];
  const raw: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await browser.close();
    browser = await BrowserProcess.launch({ profile, backend: 'leveldb' });
    // The raw read has a browser of its own start, as the engine has: neither finds the other's cache.
    await browser.page.goto(`${site.url}THIRD-PARTY-NOTICES.txt`);
    raw.push(await readRaw(browser));
    await browser.close();
    browser = await BrowserProcess.launch({ profile, backend: 'leveldb' });
    await browser.page.goto(site.url);
    await until(browser.page, () => window.vectorgit !== undefined);
    await browser.page.evaluate(() => window.vectorgit.whenReady());
    const ask = (mode: 'keyword' | 'hybrid') =>
      browser.page.evaluate(
        async ({ id, mode }) => {
          const start = performance.now();
          await window.vectorgit.search(id as never, 'bounding sphere', { mode });
          return performance.now() - start;
        },
        { id, mode },
      );
    const first = await ask('keyword');
    keyword.push(first);
    hybrid.push(first + (await ask('hybrid')));
  }
  const put = await browser.page.evaluate(async () => {
    // As the store writes: parts of 1 MB, a relaxed transaction each, and one strict transaction at the end.
    const asPromise = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    const opening = indexedDB.open('raw', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('blobs');
    const database = await asPromise(opening);
    const part = crypto.getRandomValues(new Uint8Array(65_536));
    const bytes = new Uint8Array(1 << 20);
    for (let at = 0; at < bytes.length; at += part.length) bytes.set(part, at);
    const start = performance.now();
    for (let index = 0; index < 32; index++) {
      await new Promise<void>((done) => {
        const tx = database.transaction('blobs', 'readwrite', { durability: 'relaxed' });
        tx.objectStore('blobs').put(bytes, index);
        tx.oncomplete = () => done();
      });
    }
    const seconds = (performance.now() - start) / 1000;
    database.close();
    indexedDB.deleteDatabase('raw');
    return 32 / seconds;
  });
  console.log(
    JSON.stringify(
      {
        ...size,
        storedPerSourceByte: size.storedBytes / size.sourceBytes,
        rawGetAllMs: median(raw),
        firstKeywordMs: median(keyword),
        firstHybridMs: median(hybrid),
        rawPutMegabytesPerSecond: put,
      },
      null,
      2,
    ),
  );
} finally {
  await browser.kill();
  await site.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(0);

/** Milliseconds of reading every stored byte of the repository by one `getAll`, with the opening. */
async function readRaw({ page }: BrowserProcess): Promise<number> {
  return page.evaluate(async () => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('vg-'))?.name;
    const start = performance.now();
    await new Promise<void>((done) => {
      const request = indexedDB.open(name ?? '');
      request.onsuccess = () => {
        const all = request.result.transaction('blobs').objectStore('blobs').getAll();
        all.onsuccess = () => done();
      };
    });
    return performance.now() - start;
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
