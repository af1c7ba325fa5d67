import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright';
import { chromiumPath } from './browser-engine.ts';
import { openBenchSite } from './speed/bench-site.ts';
import type { BenchPage, Measured } from './speed/page.ts';
import { growthOf, percentile, type SpeedRow, tableOf } from './speed/table.ts';

/*
 * npm run bench:speed -- --corpus DIR --out FILE [--sizes 10000,50000,100000] [--vectors 10000,100000,500000]
 *                        [--only words|vectors]
 *
 * Word indexes and vector searches in Chromium, ours and the peers', on the same documents in the same run, each in a
 * page of its own. Times are wall clock: on a busy machine only the ratios say something, so its load is written,
 * too. An engine is left out at sizes where it takes minutes; the table then has no row.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    out: { type: 'string' },
    sizes: { type: 'string', default: '10000,50000,100000' },
    vectors: { type: 'string', default: '10000,50000,100000,500000' },
    only: { type: 'string', default: 'words,vectors' },
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

interface PageGlobal {
  readonly bench: BenchPage;
}

const site = await openBenchSite(path.resolve(from, values.corpus));
const browser = await chromium.launch({
  ...(await chromiumPath()),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--js-flags=--max-old-space-size=8000'],
});
const rows: SpeedRow[] = [];
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
} finally {
  await browser.close();
  site.close();
}
const report = {
  date: new Date().toISOString().slice(0, 10),
  machine: { processors: cpus().length, model: cpus()[0]?.model ?? '', load: loadavg() },
  rows,
  growth: growthOf(rows),
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
