import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { builtDist } from './built-dist.ts';
import { percentile } from './speed/table.ts';
import { type ColdOpen, coldOpen, coldRead, OPENED_KINDS } from './store/cold-open.ts';
import {
  fillProfile,
  inBrowser,
  type PageGlobals,
  serveStoreSite,
} from './store/filled-profile.ts';
import type { CommitHow, RawRead } from './store/page.ts';
import { copySources } from './store/source-folder.ts';

/*
 * npm run bench:store -- --corpus DIR --out FILE [--dist DIR] [--source-mb 11,55] [--rounds 7] [--query TEXT]
 *
 * The store in Chromium, against bare IndexedDB on the same bytes in the same run: commits against puts, from a
 * cold start to the first answers against a getAll, bytes stored against bytes of source. Every cold start is one
 * of the browser, too; ours and the bare ones alternate. Medians; the load of the machine is written beside them.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    out: { type: 'string' },
    /** Use a build that is there. */
    dist: { type: 'string' },
    'source-mb': { type: 'string', default: '11,55' },
    rounds: { type: 'string', default: '7' },
    query: { type: 'string', default: 'parse options' },
  },
});
if (values.corpus === undefined || values.out === undefined) {
  throw new Error('--corpus DIR and --out FILE are needed');
}
const from = process.env.BENCH_CWD ?? '.';
const corpus = path.resolve(from, values.corpus);
const out = path.resolve(from, values.out);
const rounds = Number(values.rounds);
const WORK = '.cache/bench/store';
const COMMITS: readonly CommitHow[] = ['store', 'records', 'transactions'];

const site = await serveStoreSite(await builtDist(values.dist, from));
const sizes: unknown[] = [];
try {
  for (const megabytes of values['source-mb'].split(',').map(Number)) {
    sizes.push(await measure(megabytes));
    console.log(JSON.stringify(sizes.at(-1), null, 2));
  }
} finally {
  await site.close();
}
const report = {
  date: new Date().toISOString().slice(0, 10),
  machine: { processors: cpus().length, model: cpus()[0]?.model ?? '', load: loadavg() },
  rounds,
  sizes,
};
mkdirSync(path.dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(report, null, 2)}\n`);

async function measure(megabytes: number) {
  const profile = path.resolve(WORK, `profile-${megabytes}`);
  const source = copySources(corpus, path.resolve(WORK, `source-${megabytes}`), megabytes * 1e6);
  const { id, chunks, ingestMs } = await fillProfile(profile, site.url, source.folder);
  rmSync(source.folder, { recursive: true });

  const opens: ColdOpen[] = [];
  const reads: RawRead[] = [];
  const readsOfAll: RawRead[] = [];
  for (let round = 0; round < rounds; round++) {
    opens.push(await coldOpen(profile, site.url, id, values.query));
    reads.push(await coldRead(profile, site.bareUrl, OPENED_KINDS));
    readsOfAll.push(await coldRead(profile, site.bareUrl, null));
  }
  const commits = await measureCommits(profile);
  const stored = await inBrowser(profile, async (_, newTab) => {
    const page = await newTab();
    await page.goto(site.bareUrl);
    await page.waitForFunction(() => 'bench' in globalThis);
    return page.evaluate(() => (globalThis as unknown as PageGlobals).bench.stored());
  });
  rmSync(profile, { recursive: true });

  const middle = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
    Math.round(percentile(rows.map(of), 0.5) * 10) / 10;
  const keyword = middle(opens, (open) => open.keywordAnswer);
  const hybrid = middle(opens, (open) => open.hybridAnswer);
  const asked = middle(opens, (open) => open.keywordAnswer - open.engineReady);
  const read = middle(reads, ({ readMs }) => readMs);
  const loadAndRead = middle(reads, ({ sinceNavigationMs }) => sinceNavigationMs);
  const bytes = Object.values(stored.bytesByKind).reduce((sum, kind) => sum + kind, 0);
  return {
    source: { files: source.files, bytes: source.bytes },
    chunks,
    ingestMs: Math.round(ingestMs),
    stored: {
      ...stored,
      bytes,
      bytesPerSourceByte: bytes / source.bytes,
    },
    commit: {
      ...commits,
      storeToRecords: commits.records / commits.store,
      storeToTransactions: commits.transactions / commits.store,
    },
    coldOpen: {
      engineReady: middle(opens, (open) => open.engineReady),
      keyword,
      modelReady: middle(opens, (open) => open.modelReady),
      hybrid,
      fromQuestionToKeyword: asked,
      rawRead: { bytes: reads[0]?.bytes, readMs: read, withPageMs: loadAndRead },
      rawReadOfAll: {
        bytes: readsOfAll[0]?.bytes,
        readMs: middle(readsOfAll, ({ readMs }) => readMs),
        withPageMs: middle(readsOfAll, ({ sinceNavigationMs }) => sinceNavigationMs),
      },
      ratios: {
        /** Both from the start of the page's load. */
        keywordToRaw: keyword / loadAndRead,
        hybridToRaw: hybrid / loadAndRead,
        /** Ours from the question to an engine that is ready, the bare one from opening its database. */
        questionToRaw: asked / read,
      },
      rounds: opens,
      rawRounds: reads,
    },
  };
}

/** Medians in milliseconds. */
async function measureCommits(profile: string): Promise<Record<CommitHow, number>> {
  return inBrowser(profile, async (_, newTab) => {
    const page = await newTab();
    await page.goto(site.bareUrl);
    await page.waitForFunction(() => 'bench' in globalThis);
    const times: Record<CommitHow, number[]> = { store: [], records: [], transactions: [] };
    for (let round = -1; round < rounds; round++) {
      for (const how of COMMITS) {
        const milliseconds = await page.evaluate(
          (asked) => (globalThis as unknown as PageGlobals).bench.commit(asked),
          how,
        );
        // The first round of each is not counted: code and files are warm after it.
        if (round >= 0) times[how].push(milliseconds);
      }
    }
    const median = (how: CommitHow) => Math.round(percentile(times[how], 0.5));
    return {
      store: median('store'),
      records: median('records'),
      transactions: median('transactions'),
    };
  });
}
