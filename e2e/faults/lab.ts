/**
 * The catalogue of faults: what breaks browsers' storage, each with the way in which it was seen or is expected
 * to break, done to a real Chromium. After each the same must hold (`expectSound`).
 *
 * Rows by file: 1 to 3 in ../torture/torture.spec.ts; 3, 7, 25, 31 protocol-steps; 4 to 8 engine-loss; 9 to 14, 35
 * room; 15, 17 to 22 damaged-files; 16, 23, 24, 30, 36 damaged-records; 26 to 29 tabs; 32 to 34, 37 to 40 world.
 *
 * | row | not shown, and why                                                                                |
 * | --- | ------------------------------------------------------------------------------------------------- |
 * | 12  | skipped where the tests may not mount a small disk (not root)                                      |
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { type Backend, BrowserProcess } from '../support/browser-process.ts';
import {
  type Answer,
  answersOf,
  differenceOf,
  giveFolder,
  openEngine,
  until,
  untilIdle,
  untilModel,
} from '../support/engine-page.ts';
import { withoutServiceWorker } from '../support/offline.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';
import { expect, test as pageTest } from '../support/test.ts';

export { expect };

const MODULES = resolve(import.meta.dirname, '../../node_modules');
const EXAMPLES = join(MODULES, 'three/examples/jsm');
/**
 * Seventeen files of real source, 318 KB, one segment: its vectors are a value that LevelDB keeps in a file of its own (over 64 KB;
 * what can be compressed, as texts, is counted as compressed).
 */
const SOURCES = [
  ...[
    'EXRExporter',
    'GLTFExporter',
    'KTX2Exporter',
    'OBJExporter',
    'PLYExporter',
    'STLExporter',
    'USDZExporter',
  ].map((name) => `exporters/${name}.js`),
  ...['OrbitControls', 'FlyControls', 'DragControls', 'MapControls', 'PointerLockControls'].map(
    (name) => `controls/${name}.js`,
  ),
  ...['CSM', 'CSMFrustum', 'CSMHelper', 'CSMShader', 'CSMShadowNode'].map(
    (name) => `csm/${name}.js`,
  ),
];

export const NAME = 'files';

export const QUERIES: readonly string[] = [
  'GLTFExporter',
  'camera rotation',
  'how is a texture written to a file',
  'pointer event handler',
  'cascade shadow',
  'dispose',
];

/** Words of a test's name: Chromium keeps IndexedDB in one of two ways. */
export const BACKEND_NAMES: Readonly<Record<Backend, string>> = {
  leveldb: 'LevelDB',
  sqlite: 'SQLite',
};

interface WorkerFixtures {
  /** A folder of seventeen real files, which tests may copy and must not change. */
  readonly folder: string;
  /** Answers of a fresh index of that folder: any other index of it must give the same. */
  readonly expected: readonly Answer[];
  readonly homes: Homes;
}

interface PageFixtures {
  /** The page with the folder indexed, in a window that keeps nothing on disk. */
  readonly indexed: IndexedPage;
}

export interface IndexedPage {
  readonly id: string;
  readonly generation: number;
}

/** For faults which a page can be made to suffer: no profile, no disk. */
export const test = pageTest.extend<PageFixtures, Pick<WorkerFixtures, 'folder' | 'expected'>>({
  folder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it.
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'vectorgit-faults-'));
      copySources(folder);
      await use(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
  expected: [
    async ({ browser, folder }, use) => {
      const server = await startStaticServer();
      const context = await browser.newContext();
      await withoutServiceWorker(context);
      const page = await context.newPage();
      await openEngine(page, server.url);
      const { id } = await giveFolder(page, folder, 'fresh');
      const answers = await answersOf(page, id, QUERIES);
      await context.close();
      await server.stop();
      await use(answers);
    },
    { scope: 'worker' },
  ],
  indexed: async ({ page, site, folder }, use) => {
    await openEngine(page, site.url);
    await use(await giveFolder(page, folder, NAME));
  },
});

export function copySources(folder: string): void {
  for (const source of SOURCES) cpSync(join(EXAMPLES, source), join(folder, source));
}

export interface Soundness {
  /** Newest generation that was acknowledged. */
  readonly atLeast: number;
  readonly expected: readonly Answer[];
  readonly queries?: readonly string[];
  readonly name?: string;
}

/**
 * What holds after every fault: an acknowledged generation or a later one is served, its answers are those of a
 * fresh index of the same files, every byte of every kept generation is what it must be, nothing is stored that
 * nobody needs. That pages complain of nothing is looked at by the fixtures.
 */
export async function expectSound(
  page: Page,
  { atLeast, expected, queries = QUERIES, name = NAME }: Soundness,
): Promise<void> {
  // An engine that was started again loads its model again.
  await untilModel(page);
  await untilIdle(page);
  const repository = await repositoryNamed(page, name);
  expect(repository.generation, 'generation served').toBeGreaterThanOrEqual(atLeast);
  await untilEmbedded(page, repository.id);
  // A search waits for a mend, but not for ever: on a busy machine the first answers are over what is good.
  await expect
    .poll(async () => differenceOf(await answersOf(page, repository.id, queries), expected), {
      message: 'difference of the answers',
    })
    .toBeNull();
  const report = await page.evaluate((id) => window.vectorgit.verify(id as never), repository.id);
  const health = await page.evaluate(() => window.vectorgit.health());
  // What an older generation has lost for good stays a finding; then the log must tell of it.
  const untold = report.problems.filter(
    ({ generation }) => generation === report.generation || health.length === 0,
  );
  expect(untold, 'problems found by reading every byte').toEqual([]);
  const { repositories } = await page.evaluate(() => window.vectorgit.storage());
  const stored = repositories.find(({ id }) => id === repository.id);
  const kept = stored === undefined ? 0 : stored.bytes + stored.orphanBytes;
  const generations = Math.max(1, stored?.generations ?? 1);
  // The catalogue's 2.2 times is for two kept generations; each further one may be wholly different.
  expect(kept, 'bytes kept').toBeLessThanOrEqual(repository.bytes * Math.max(2.2, generations));
}

/** Vectors that a start has to make are made. */
async function untilEmbedded(page: Page, id: string): Promise<void> {
  await until(
    page,
    async (id) => {
      const { vectors } = await window.vectorgit.search(id as never, 'a');
      return vectors.embedded === vectors.total;
    },
    id,
  );
}

export async function repositoryNamed(page: Page, name: string) {
  const found = await page.evaluate(
    async (name) => (await window.vectorgit.repositories()).find((one) => one.name === name),
    name,
  );
  if (found === undefined) throw new Error(`There is no repository named ${name}`);
  return found;
}

/** A profile on disk with the folder indexed, closed as a person closes a browser. */
export interface Lab {
  readonly backend: Backend;
  readonly profile: string;
  readonly site: StaticServer;
  readonly id: string;
  /** The last acknowledged generation of the profile. */
  readonly generation: number;
  /** Starts the browser and the engine; uncaught errors of its pages are kept in `errors`. */
  open(args?: readonly string[]): Promise<BrowserProcess>;
  readonly errors: string[];
}

interface Home {
  readonly profile: string;
  readonly id: string;
  readonly generation: number;
}

/** Makes a profile of each backend when it is asked for first; tests work on copies. */
class Homes {
  readonly #folder: string;
  readonly #root: string;
  readonly site: StaticServer;
  readonly #made = new Map<Backend, Promise<Home>>();

  constructor(root: string, folder: string, site: StaticServer) {
    this.#root = root;
    this.#folder = folder;
    this.site = site;
  }

  get(backend: Backend): Promise<Home> {
    let home = this.#made.get(backend);
    if (home === undefined) {
      home = this.#make(backend);
      this.#made.set(backend, home);
    }
    return home;
  }

  async #make(backend: Backend): Promise<Home> {
    const profile = join(this.#root, backend);
    const browser = await BrowserProcess.launch({ profile, backend });
    await openEngine(browser.page, this.site.url);
    const { id, generation } = await giveFolder(browser.page, this.#folder, NAME);
    await browser.close();
    return { profile, id, generation };
  }
}

/** For faults of the disk: a test names its backend by `test.use({ backend })`. */
export const diskTest = test.extend<
  { readonly backend: Backend; readonly lab: Lab },
  Pick<WorkerFixtures, 'homes'>
>({
  backend: ['leveldb', { option: true }],
  homes: [
    async ({ folder }, use) => {
      const root = mkdtempSync(join(tmpdir(), 'vectorgit-homes-'));
      const site = await startStaticServer();
      await use(new Homes(root, folder, site));
      await site.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
  lab: async ({ homes, backend }, use) => {
    const home = await homes.get(backend);
    const profile = mkdtempSync(join(tmpdir(), 'vectorgit-lab-'));
    cpSync(home.profile, profile, { recursive: true });
    const errors: string[] = [];
    const running: BrowserProcess[] = [];
    await use({
      backend,
      profile,
      site: homes.site,
      id: home.id,
      generation: home.generation,
      errors,
      async open(args = []) {
        const browser = await BrowserProcess.launch({ profile, backend, args });
        running.push(browser);
        browser.page.on('pageerror', (error) => errors.push(String(error)));
        browser.page.on('console', (message) => {
          if (message.type() === 'error') errors.push(message.text());
        });
        await openEngine(browser.page, homes.site.url);
        return browser;
      },
    });
    for (const browser of running) await browser.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    expect(errors, 'errors on the console').toEqual([]);
  },
});
