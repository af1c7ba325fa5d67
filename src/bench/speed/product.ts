import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright';
import type { Automation } from '../../worker/client-automation.ts';
import { copySources } from '../store/source-folder.ts';
import type { CorpusChunk } from './corpus.ts';
import { percentile } from './table.ts';
import { workerMemory } from './worker-memory.ts';

/** Milliseconds: half of all, and all but a twentieth, stay below. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
}

/** The product on one folder, in a page of its production build. */
export interface ProductFigures {
  readonly files: number;
  readonly chunks: number;
  readonly sourceMb: number;
  /** From the drop to hybrid search, all committed; the median round, and its phases. */
  readonly ingestMs: number;
  readonly ingestRounds: readonly number[];
  readonly phasesMs: Readonly<Record<string, number>>;
  /** A hybrid answer with snippets: in the engine, the same when texts are read already, and with the way there and back. */
  readonly hybrid: { readonly engine: Spread; readonly again: Spread; readonly page: Spread };
  /** From an input event to the frame that shows other rows. */
  readonly keystroke: { readonly idle: Spread; readonly whileIndexing: Spread };
  /** From the start of navigation in a browser that has been here, nothing warmed up but the disk. */
  readonly startMs: { readonly engine: number; readonly model: number; readonly answer: number };
  /** Bytes of the engine's worker after a start, with the model loaded. */
  readonly memory: {
    /** Heap and buffers before anything was searched, which is the model and the code. */
    readonly ready: number;
    /** What the first answer adds: the index without vectors, and the texts of its hits, up to 12 MB. */
    readonly index: number;
    /** The memory of the SIMD kernels, which the inspector does not count: at least the codes of all vectors. */
    readonly vectors: number;
  };
}

interface ProductPage {
  readonly vectorgit: Automation;
}

const INPUT = 'bench-input';
const WORK = '.cache/bench/product';
const LINES_PER_CHUNK = 40;
const KEYSTROKE_QUERIES = 8;

/** About so many chunks' worth of the corpus's files, and the same text cut every forty lines. */
export function sourcesOf(corpus: string, bytes: number) {
  const source = copySources(corpus, path.resolve(WORK, 'source'), bytes);
  const chunks: CorpusChunk[] = [];
  for (const entry of readdirSync(source.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const lines = readFileSync(file, 'utf8').split('\n');
    for (let start = 0; start < lines.length; start += LINES_PER_CHUNK) {
      const text = lines.slice(start, start + LINES_PER_CHUNK).join('\n');
      if (text.trim() !== '') chunks.push({ path: path.relative(source.folder, file), text });
    }
  }
  return { source, chunks };
}

/** Measures all rows of the product at one size. */
export async function measureProduct(
  browser: Browser,
  dist: string,
  source: { readonly folder: string; readonly files: number; readonly bytes: number },
  queries: readonly string[],
  rounds: number,
): Promise<ProductFigures> {
  const address = pathToFileURL(path.resolve('.ci', 'serve.mjs')).href;
  const { serve } = (await import(/* @vite-ignore */ address)) as {
    serve(options: { root: string }): Promise<{ readonly url: string; close(): Promise<void> }>;
  };
  const server = await serve({ root: dist });
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(900_000);
  try {
    await open(page, server.url);
    const ingests: { ms: number; phases: Record<string, number>; chunks: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      await page.locator(`#${INPUT}`).setInputFiles(source.folder);
      ingests.push(await ingestOnce(page, round < rounds - 1));
    }
    const median = [...ingests].sort((a, b) => a.ms - b.ms)[rounds >> 1];
    if (median === undefined) throw new Error('No round was measured');
    const hybrid = await askHybrid(page, queries);
    const typed = queries.slice(0, KEYSTROKE_QUERIES);
    await page.goto(server.url);
    await open(page, server.url);
    const idle = await type(page, typed);
    await page.locator(`#${INPUT}`).setInputFiles(source.folder);
    await page.evaluate((id) => {
      const input = document.getElementById(id) as HTMLInputElement;
      const { vectorgit } = window as unknown as ProductPage;
      const files = [...(input.files ?? [])];
      // As the page's own fields do. What a field holds is written into the history's entry whenever the address
      // changes: with 11,000 files that holds the page and the browser's process for half a second at each keystroke.
      input.value = '';
      vectorgit.ingest(files, { name: 'another' }).catch(() => undefined);
    }, INPUT);
    // In the page: `waitForFunction` takes a promise for true, and the first ten seconds were those of handing files over.
    await page.evaluate(async () => {
      const { vectorgit } = window as unknown as ProductPage;
      while (((await vectorgit.status()).progress?.chunksDone ?? 0) === 0) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    const whileIndexing = await type(page, typed);
    await page.evaluate(() => (window as unknown as ProductPage).vectorgit.cancel());
    const startMs = await startUp(page, server.url, queries[0] ?? 'parse');
    const memory = await memoryOf(page, server.url, median.chunks, queries[0] ?? 'parse');
    return {
      files: source.files,
      chunks: median.chunks,
      sourceMb: source.bytes / 1e6,
      ingestMs: median.ms,
      ingestRounds: ingests.map(({ ms }) => Math.round(ms)),
      phasesMs: median.phases,
      hybrid,
      keystroke: { idle, whileIndexing },
      startMs,
      memory,
    };
  } finally {
    await context.close();
    await server.close();
  }
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.evaluate(async (id) => {
    const { vectorgit } = window as unknown as ProductPage;
    await vectorgit.whenReady();
    while ((await vectorgit.status()).model.state !== 'ready') {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', id, webkitdirectory: true, hidden: true });
    document.body.append(input);
  }, INPUT);
}

function ingestOnce(page: Page, remove: boolean) {
  return page.evaluate(
    async ([id, thenRemove]) => {
      const input = document.getElementById(id as string) as HTMLInputElement;
      const { vectorgit } = window as unknown as ProductPage;
      const phases: Record<string, number> = {};
      let phase = 'handing over';
      const startedAt = performance.now();
      let since = startedAt;
      const turn = (next: string): void => {
        const now = performance.now();
        phases[phase] = (phases[phase] ?? 0) + now - since;
        since = now;
        phase = next;
      };
      const stop = vectorgit.subscribe((event) => {
        const next = event.type === 'status' ? event.status.progress?.phase : undefined;
        if (next !== undefined && next !== phase) turn(next);
      });
      const repository = await vectorgit.ingest(input.files ?? [], { name: 'source' });
      const ms = performance.now() - startedAt;
      turn('done');
      stop();
      const [summary] = await vectorgit.repositories();
      if (thenRemove === true) await vectorgit.remove(repository.id);
      return { ms, phases, chunks: summary?.chunks ?? 0 };
    },
    [INPUT, remove] as const,
  );
}

async function askHybrid(page: Page, queries: readonly string[]) {
  const times = await page.evaluate(async (texts) => {
    const { vectorgit } = window as unknown as ProductPage;
    const [repository] = await vectorgit.repositories();
    if (repository === undefined) throw new Error('Nothing is indexed');
    for (const text of texts.slice(0, 20)) await vectorgit.search(repository.id, text);
    const engine: number[] = [];
    const whole: number[] = [];
    for (const text of texts) {
      const startedAt = performance.now();
      engine.push((await vectorgit.search(repository.id, text)).milliseconds);
      whole.push(performance.now() - startedAt);
    }
    const again: number[] = [];
    for (const text of texts) {
      again.push((await vectorgit.search(repository.id, text)).milliseconds);
    }
    return { engine, again, whole };
  }, queries);
  return {
    engine: spreadOf(times.engine),
    again: spreadOf(times.again),
    page: spreadOf(times.whole),
  };
}

/** Types each query letter by letter; a keystroke that changes no row is not counted. */
async function type(page: Page, queries: readonly string[]): Promise<Spread> {
  const times = await page.evaluate(async (texts) => {
    const input = document.getElementById('search-code') as HTMLInputElement;
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const painted = () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          port2.postMessage(null);
        });
      });
    const isRow = (node: Node): boolean => {
      const element = node instanceof Element ? node : node.parentElement;
      return (
        element?.closest('[role=tree]') != null || element?.querySelector('[role=tree]') != null
      );
    };
    /** When other rows have been painted after this keystroke; null when none came in half a second. */
    const press = (value: string) =>
      new Promise<number | null>((resolve) => {
        const startedAt = performance.now();
        const observer = new MutationObserver((records) => {
          const changed = records.some(
            ({ target, addedNodes }) => isRow(target) || [...addedNodes].some(isRow),
          );
          if (!changed) return;
          observer.disconnect();
          clearTimeout(timer);
          void painted().then((at) => resolve(at - startedAt));
        });
        const timer = setTimeout(() => {
          observer.disconnect();
          resolve(null);
        }, 500);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        setValue?.call(input, value);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
    const found: number[] = [];
    for (const text of texts) {
      for (let length = 2; length <= text.length; length++) {
        const took = await press(text.slice(0, length));
        if (took !== null) found.push(took);
        // The fused list of this keystroke must not be taken for an answer to the next one.
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    }
    return found;
  }, queries);
  return spreadOf(times);
}

async function startUp(page: Page, url: string, query: string) {
  await page.goto('about:blank');
  await page.goto(url);
  return page.evaluate(async (text) => {
    const { vectorgit } = window as unknown as ProductPage;
    await vectorgit.whenReady();
    const engine = performance.now();
    const [repository] = await vectorgit.repositories();
    if (repository === undefined) throw new Error('Nothing is indexed');
    await vectorgit.search(repository.id, text);
    const answer = performance.now();
    while ((await vectorgit.status()).model.state !== 'ready') {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return { engine, answer, model: performance.now() };
  }, query);
}

/** Of the shipped model. */
const DIMENSION = 256;

/** One question: each brings texts of other hits. */
async function memoryOf(
  page: Page,
  url: string,
  chunks: number,
  query: string,
): Promise<ProductFigures['memory']> {
  await page.goto('about:blank');
  await page.goto(url);
  await page.evaluate(async () => {
    const { vectorgit } = window as unknown as ProductPage;
    await vectorgit.whenReady();
    while ((await vectorgit.status()).model.state !== 'ready') {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  const before = await workerMemory(page);
  await page.evaluate(async (text) => {
    const { vectorgit } = window as unknown as ProductPage;
    const [repository] = await vectorgit.repositories();
    if (repository === undefined) throw new Error('Nothing is indexed');
    await vectorgit.search(repository.id, text);
  }, query);
  const after = await workerMemory(page);
  const ready = before.heap + before.buffers;
  return { ready, index: after.heap + after.buffers - ready, vectors: chunks * DIMENSION };
}

function spreadOf(values: readonly number[]): Spread {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), count: values.length };
}
