/**
 * A Chromium of our own on a profile that outlives it, which can be killed as a whole: Playwright's own launch
 * closes politely. Its page is driven over the debugging port.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../.ci/browser.mjs';
import { withoutServiceWorker } from './offline.ts';

/** The two ways in which Chromium keeps IndexedDB on disk. */
export type Backend = 'leveldb' | 'sqlite';

export const BACKENDS: readonly Backend[] = ['leveldb', 'sqlite'];

export interface BrowserProcessOptions {
  /** Folder of the profile; made when it is not there. */
  readonly profile: string;
  readonly backend: Backend;
  readonly args?: readonly string[];
}

const STARTS = 3;
const START_MS = 60_000;
const POLL_MS = 20;

export class BrowserProcess {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #child: ChildProcess;
  readonly #browser: Browser;

  private constructor(child: ChildProcess, browser: Browser, context: BrowserContext, page: Page) {
    this.#child = child;
    this.#browser = browser;
    this.context = context;
    this.page = page;
  }

  static async launch(options: BrowserProcessOptions): Promise<BrowserProcess> {
    for (let start = 1; ; start++) {
      try {
        return await launchOnce(options, (child, browser, context, page) => {
          return new BrowserProcess(child, browser, context, page);
        });
      } catch (error) {
        if (start === STARTS) throw error;
      }
    }
  }

  /** SIGKILL to every process of the browser at once, as when the power of the machine's user runs out. */
  async kill(): Promise<void> {
    await killGroup(this.#child);
    await this.#browser.close().catch(() => undefined);
  }

  /** Leaves as a person does, so that everything is written. */
  async close(): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession().catch(() => null);
    await session?.send('Browser.close').catch(() => undefined);
    await Promise.race([this.#child.exitCode ?? once(this.#child, 'exit'), delay(60_000)]);
    await this.kill();
  }
}

async function launchOnce<Launched>(
  { profile, backend, args = [] }: BrowserProcessOptions,
  make: (child: ChildProcess, browser: Browser, context: BrowserContext, page: Page) => Launched,
): Promise<Launched> {
  const portFile = join(profile, 'DevToolsActivePort');
  // What a killed browser leaves behind: the new one would wait for the old, and we would read an old port.
  for (const name of [
    'DevToolsActivePort',
    'SingletonLock',
    'SingletonCookie',
    'SingletonSocket',
  ]) {
    await rm(join(profile, name), { force: true });
  }
  const child = spawn(
    findBrowser() ?? chromium.executablePath(),
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=AutofillServerCommunication',
      ...(backend === 'sqlite' ? ['--enable-features=IdbSqliteBackingStore'] : []),
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      ...args,
      'about:blank',
    ],
    { detached: true, stdio: 'ignore' },
  );
  try {
    const port = await portOf(portFile, child);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error('The browser has no context');
    await withoutServiceWorker(context);
    const page = context.pages()[0] ?? (await context.newPage());
    return make(child, browser, context, page);
  } catch (error) {
    await killGroup(child);
    throw error;
  }
}

async function portOf(portFile: string, child: ChildProcess): Promise<number> {
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    if (child.exitCode !== null) throw new Error(`The browser ended with ${child.exitCode}`);
    const [port] = (await readFile(portFile, 'utf8').catch(() => '')).split('\n');
    if (port !== undefined && port !== '') return Number(port);
    await delay(POLL_MS);
  }
  throw new Error('The browser opened no port');
}

/** Resolves when none of the group is left: a file of the profile may change until then. */
async function killGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  for (;;) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      return;
    }
    await delay(POLL_MS);
  }
}
