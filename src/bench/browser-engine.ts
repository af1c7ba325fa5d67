import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import type { RepositoryId, SearchHit, SearchOptions } from '../domain/api.ts';
import type { Automation } from '../worker/client-automation.ts';

/** The product's engine in a page of its production build, driven by the page's own automation. */
export interface BrowserEngine {
  /** Indexes some files of a folder, vectors too, as a person who gives that folder would. */
  ingest(name: string, folder: string, files: readonly string[]): Promise<RepositoryId>;
  search(
    id: RepositoryId,
    queries: readonly string[],
    options: SearchOptions,
  ): Promise<readonly (readonly SearchHit[])[]>;
  remove(id: RepositoryId): Promise<void>;
  close(): Promise<void>;
}

interface ServeModule {
  serve(options: { root: string }): Promise<{ readonly url: string; close(): Promise<void> }>;
}
interface BrowserModule {
  findBrowser(): string | null;
}

const INPUT_ID = 'bench-input';
const WORK = '.cache/bench/input';

/** The page's global, as the page's side of the bench sees it. */
interface EnginePage {
  readonly vectorgit: Automation;
}

/** Launch options that name the browser of this machine; empty for the one that Playwright has. */
export async function chromiumPath(): Promise<{ readonly executablePath?: string }> {
  // By address, so that the bundle of the bench leaves it where it is.
  const address = pathToFileURL(path.resolve('.ci', 'browser.mjs')).href;
  const { findBrowser } = (await import(/* @vite-ignore */ address)) as BrowserModule;
  const executablePath = findBrowser();
  return executablePath === null ? {} : { executablePath };
}

/** Serves `dist` and opens it in Chromium. */
export async function openBrowserEngine(dist: string): Promise<BrowserEngine> {
  // By address, so that the bundle of the bench leaves them where they are.
  const script = (name: string) => pathToFileURL(path.resolve('.ci', name)).href;
  const { serve } = (await import(/* @vite-ignore */ script('serve.mjs'))) as ServeModule;
  const { findBrowser } = (await import(/* @vite-ignore */ script('browser.mjs'))) as BrowserModule;
  const server = await serve({ root: path.resolve(dist) });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(server.url);
  await page.evaluate(async (id) => {
    await (window as unknown as EnginePage).vectorgit.whenReady();
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', id, webkitdirectory: true, hidden: true });
    document.body.append(input);
  }, INPUT_ID);

  return {
    async ingest(name, folder, files) {
      const copy = path.resolve(WORK, name);
      rmSync(copy, { recursive: true, force: true });
      for (const file of files) {
        mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
        cpSync(path.join(folder, file), path.join(copy, file));
      }
      await page.locator(`#${INPUT_ID}`).setInputFiles(copy);
      const id = await page.evaluate(
        async ([inputId, repository]) => {
          const input = document.getElementById(inputId) as HTMLInputElement;
          const { vectorgit } = window as unknown as EnginePage;
          const { id } = await vectorgit.ingest(input.files ?? [], { name: repository });
          const { model } = await vectorgit.status();
          if (model.state !== 'ready') throw new Error(`The model is ${model.state}`);
          return id;
        },
        [INPUT_ID, name] as const,
      );
      rmSync(copy, { recursive: true, force: true });
      return id;
    },
    search: (id, queries, options) =>
      page.evaluate(
        async ([repository, texts, asked]) => {
          const { vectorgit } = window as unknown as EnginePage;
          const answers: (readonly SearchHit[])[] = [];
          for (const text of texts) {
            answers.push((await vectorgit.search(repository, text, asked)).hits);
          }
          return answers;
        },
        [id, queries, options] as const,
      ),
    remove: (id) =>
      page.evaluate((asked) => (window as unknown as EnginePage).vectorgit.remove(asked), id),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
