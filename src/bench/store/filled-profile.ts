import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { build } from 'vite';
import type { Automation } from '../../worker/client-automation.ts';
import { chromiumPath } from '../browser-engine.ts';
import type { StorePage } from './page.ts';

/** What the bench's pages have as globals: the product's page the first, the bench's own the second. */
export interface PageGlobals {
  readonly vectorgit: Automation;
  readonly bench: StorePage;
}

interface ServeModule {
  serve(options: { root: string }): Promise<{ readonly url: string; close(): Promise<void> }>;
}

const SITE = '.cache/bench/store-site';
/** Beside the product's folder: of its origin, out of reach of its service worker and its policy. */
const BARE_PAGE = 'bench-store.html';
const BARE_HTML =
  '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script type="module" src="bench-store.js"></script>';

/** The production build, and beside it a page that has nothing but the bench. */
export async function serveStoreSite(
  dist: string,
): Promise<{ readonly url: string; readonly bareUrl: string; close(): Promise<void> }> {
  rmSync(SITE, { recursive: true, force: true });
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: SITE,
      emptyOutDir: true,
      target: 'chrome120',
      lib: { entry: 'src/bench/store/page.ts', formats: ['es'], fileName: () => 'bench-store.js' },
    },
  });
  cpSync(dist, path.join(SITE, 'app'), { recursive: true });
  writeFileSync(path.join(SITE, BARE_PAGE), BARE_HTML);
  // By address, so that the bundle of the bench leaves it where it is.
  const address = pathToFileURL(path.resolve('.ci', 'serve.mjs')).href;
  const { serve } = (await import(/* @vite-ignore */ address)) as ServeModule;
  const server = await serve({ root: path.resolve(SITE) });
  return {
    url: `${server.url}app/`,
    bareUrl: server.url + BARE_PAGE,
    close: () => server.close(),
  };
}

/** One start of the browser over a profile; `work` gets a new tab in it. */
export async function inBrowser<Value>(
  profile: string,
  work: (context: BrowserContext, newTab: () => Promise<Page>) => Promise<Value>,
): Promise<Value> {
  const context = await chromium.launchPersistentContext(path.resolve(profile), {
    ...(await chromiumPath()),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  context.setDefaultTimeout(60_000);
  try {
    return await work(context, () => context.newPage());
  } finally {
    await context.close();
  }
}

/** Indexes a folder as a person who gives it would, until all is committed, merged, and the files of the shell are kept. */
export async function fillProfile(
  profile: string,
  url: string,
  folder: string,
): Promise<{ readonly id: string; readonly chunks: number; readonly ingestMs: number }> {
  rmSync(profile, { recursive: true, force: true });
  return inBrowser(profile, async (_, newTab) => {
    const page = await newTab();
    await page.goto(url);
    await page.evaluate(async () => {
      await (globalThis as unknown as PageGlobals).vectorgit.whenReady();
      const input = document.createElement('input');
      Object.assign(input, { type: 'file', id: 'bench', webkitdirectory: true, hidden: true });
      document.body.append(input);
      await navigator.serviceWorker.ready;
    });
    await page.locator('#bench').setInputFiles(folder);
    return page.evaluate(async () => {
      const { vectorgit } = globalThis as unknown as PageGlobals;
      const input = document.getElementById('bench') as HTMLInputElement;
      const startedAt = performance.now();
      const { id } = await vectorgit.ingest(input.files ?? [], { name: 'bench' });
      const ingestMs = performance.now() - startedAt;
      // Waits for a merge that is under way.
      await vectorgit.verify(id);
      const chunks = (await vectorgit.repositories())[0]?.chunks ?? 0;
      return { id, chunks, ingestMs };
    });
  });
}
