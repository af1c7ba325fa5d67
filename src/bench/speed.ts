import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright';
import { chromiumPath } from './browser-engine.ts';
import { builtDist } from './built-dist.ts';
import { openBenchSite } from './speed/bench-site.ts';
import { readCorpus } from './speed/corpus.ts';
import type { BenchPage, Measured } from './speed/page.ts';
import { measureProduct, type ProductFigures, sourcesOf } from './speed/product.ts';
import {
  type Growth,
  growthBetween,
  growthOf,
  percentile,
  type SpeedRow,
  tableOf,
} from './speed/table.ts';

/*
 * npm run bench:speed -- --corpus DIR --out FILE [--sizes 10000,50000,100000] [--vectors 10000,100000,500000]
 *                        [--products 10000,50000] [--rounds 5] [--dist DIR] [--only words,vectors,embedding,product]
 *
 * Word indexes and vector searches in Chromium, ours and the peers', on the same documents in the same run, each in a
 * page of its own. Times are wall clock: on a busy machine only the ratios say something, so its load is written,
 * too. An engine is left out at sizes where it takes minutes; the table then has no row.
 *
 * `embedding`: texts a second, ours and the library's, and of each the tokenizer alone. `product`: the production build on
 * about so many chunks' worth of the corpus's files (ingest, hybrid answers, keystrokes, start, memory), beside a plain pipeline
 * of transformers.js (the same model) and Orama on the same files.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    out: { type: 'string' },
    sizes: { type: 'string', default: '10000,50000,100000' },
    vectors: { type: 'string', default: '10000,50000,100000,500000' },
    products: { type: 'string', default: '10000,50000' },
    rounds: { type: 'string', default: '5' },
    /** Use a build that is there. */
    dist: { type: 'string' },
    only: { type: 'string', default: 'words,vectors,embedding,product' },
  },
});
if (values.corpus === undefined || values.out === undefined) {
  throw new Error('--corpus DIR and --out FILE are needed');
}
const from = process.env.BENCH_CWD ?? '.';
const out = path.resolve(from, values.out);

/** Where an engine takes minutes to be built, or seconds a query (measured 2026-11). */
const MOST: Readonly<Record<string, number>> = {
  Orama: 50_000,
  lunr: 50_000,
  'hnswlib-wasm': 10_000,
  'float32 loop': 500_000,
};
const MOST_ORAMA_VECTORS = 10_000;

interface PlainFigures {
  readonly chunks: number;
  readonly partsMs: Readonly<Record<string, number>>;
  /** Its time a chunk over ours. */
  readonly timesOurs: number;
}

interface PageGlobal {
  readonly bench: BenchPage;
}

const site = await openBenchSite(path.resolve(from, values.corpus));
const browser = await chromium.launch({
  ...(await chromiumPath()),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--js-flags=--max-old-space-size=8000'],
});
const rows: SpeedRow[] = [];
/** Texts of the embedding's rows. */
const EMBEDDED_TEXTS = 4_000;
/** Source bytes of a chunk of the product (measured 2026-11). */
const BYTES_PER_CHUNK = 1_100;
/** Beyond that the plain pipeline takes minutes. */
const MOST_PLAIN_CHUNKS = 10_000;
let embedding: Readonly<Record<string, number>> | null = null;
const products: (ProductFigures & { readonly plain: PlainFigures | null })[] = [];
try {
  const names = await inPage(browser, 0, (page) =>
    page.evaluate(() => {
      const { wordEngines, vectorEngines } = (globalThis as unknown as PageGlobal).bench;
      return { wordEngines, vectorEngines };
    }),
  );
  if (values.only.includes('words')) {
    for (const size of numbers(values.sizes)) {
      for (const engine of names.wordEngines) await measure('words', engine, size);
    }
  }
  if (values.only.includes('vectors')) {
    for (const size of numbers(values.vectors)) {
      for (const engine of names.vectorEngines) await measure('vectors', engine, size);
    }
  }
  if (values.only.includes('embedding')) {
    embedding = await inPage(browser, EMBEDDED_TEXTS, (page) =>
      page.evaluate(() => (globalThis as unknown as PageGlobal).bench.embedding()),
    );
    console.error(embedding);
  }
  if (values.only.includes('product')) {
    const dist = await builtDist(values.dist, from);
    for (const size of numbers(values.products)) await measureProducts(size, dist);
  }
} finally {
  await browser.close();
  site.close();
}
const report = {
  date: new Date().toISOString().slice(0, 10),
  machine: { processors: cpus().length, model: cpus()[0]?.model ?? '', load: loadavg() },
  rows,
  growth: { ...growthOf(rows), ...growthOfProducts() },
  embedding,
  products,
};
mkdirSync(path.dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);
console.log(tableOf(rows));
console.log(JSON.stringify(report.growth, null, 2));

async function measure(kind: 'words' | 'vectors', engine: string, size: number): Promise<void> {
  const most = kind === 'vectors' && engine === 'Orama' ? MOST_ORAMA_VECTORS : MOST[engine];
  if (most !== undefined && size > most) return;
  await inPage(browser, kind === 'words' ? size : 0, async (page, heap) => {
    const before = await heap();
    const measured: Measured = await page.evaluate(
      ([what, name, count]) => {
        const { bench } = globalThis as unknown as PageGlobal;
        return what === 'words' ? bench.words(name) : bench.vectors(name, count);
      },
      [kind, engine, size] as const,
    );
    rows.push({
      kind,
      engine,
      size,
      buildMs: measured.buildMs,
      p50: percentile(measured.queryMs, 0.5),
      p95: percentile(measured.queryMs, 0.95),
      heapMb: kind === 'words' ? ((await heap()) - before) / 1e6 : null,
      storedMb: measured.bytes === null ? null : measured.bytes / 1e6,
      recall: measured.recall,
    });
    console.error(tableOf(rows.slice(-1)).split('\n').at(-1));
  });
}

async function measureProducts(size: number, dist: string): Promise<void> {
  const corpus = path.resolve(from, String(values.corpus));
  const { source, chunks } = sourcesOf(corpus, size * BYTES_PER_CHUNK);
  const { queries } = readCorpus(source.folder, size);
  const ours = await measureProduct(browser, dist, source, queries, Number(values.rounds));
  let plain: PlainFigures | null = null;
  if (size <= MOST_PLAIN_CHUNKS) {
    const partsMs = await inPage(browser, 0, (page) =>
      page.evaluate(
        ([texts, query]) => (globalThis as unknown as PageGlobal).bench.pipeline(texts, query),
        [chunks, queries[0] ?? ''] as const,
      ),
    );
    plain = { chunks: chunks.length, partsMs, timesOurs: (partsMs.total ?? 0) / ours.ingestMs };
  }
  products.push({ ...ours, plain });
  console.error(JSON.stringify(products.at(-1), null, 1));
}

/** Exponents over the product's sizes, as `growthOf` has them. */
function growthOfProducts(): Record<string, Growth> {
  const [first, last] = [products[0], products.at(-1)];
  if (first === undefined || last === undefined || first === last) return {};
  const costsOf = ({ chunks, ingestMs, hybrid, keystroke, startMs, memory }: ProductFigures) => ({
    size: chunks,
    costs: {
      ingest: ingestMs,
      'hybrid p50': hybrid.engine.p50,
      'hybrid p95': hybrid.engine.p95,
      'keystroke p50': keystroke.idle.p50,
      'keystroke p95': keystroke.idle.p95,
      'first answer': startMs.answer,
      memory: memory.index,
    },
  });
  return { product: growthBetween(costsOf(first), costsOf(last)) };
}

/** A page of its own, with the corpus loaded; `heap` answers the bytes of objects and buffers after a collection. */
async function inPage<Value>(
  owner: Browser,
  corpusSize: number,
  work: (
    page: Awaited<ReturnType<Browser['newPage']>>,
    heap: () => Promise<number>,
  ) => Promise<Value>,
): Promise<Value> {
  const page = await owner.newPage();
  page.setDefaultTimeout(1_200_000);
  try {
    await page.goto(site.url);
    await page.waitForFunction(() => 'bench' in globalThis);
    if (corpusSize > 0) {
      await page.evaluate(
        (size) => (globalThis as unknown as PageGlobal).bench.loadCorpus(size),
        corpusSize,
      );
    }
    const session = await page.context().newCDPSession(page);
    const heap = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      const usage = (await session.send('Runtime.getHeapUsage')) as {
        usedSize: number;
        backingStorageSize?: number;
      };
      return usage.usedSize + (usage.backingStorageSize ?? 0);
    };
    return await work(page, heap);
  } finally {
    await page.close();
  }
}

function numbers(list: string): number[] {
  return list.split(',').filter(Boolean).map(Number);
}
