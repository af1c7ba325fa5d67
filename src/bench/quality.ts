import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowserEngine } from './browser-engine.ts';
import { builtDist } from './built-dist.ts';
import { folderOf, type KitResults, type Place, readKit } from './kit.ts';
import { optionsOfMode } from './modes.ts';

/*
 * npm run bench:quality -- --kit DIR --repos DIR [--split dev] --mode MODE[,MODE…] --out FILE[,FILE…]
 *
 * Indexes each repository of a kit with the product's own engine in Chromium, from the production build, limited
 * to the kit's extensions, asks the kit's questions and writes one result file a mode, `{repo: {query: [{path,
 * startLine, endLine}…]}}`. `{mode}` in --out stands for the mode's name. The kit's own scorer is printed, too.
 */
const { values } = parseArgs({
  options: {
    kit: { type: 'string' },
    repos: { type: 'string' },
    split: { type: 'string', default: 'all' },
    mode: { type: 'string', default: 'hybrid' },
    out: { type: 'string', default: '' },
    /** `rrf` in place of the default ranking. */
    fusion: { type: 'string', default: 'ranked' },
    /** All files that the kit's walk finds: documents and configuration, too. */
    everything: { type: 'boolean', default: false },
    /** Use a build that is there. */
    dist: { type: 'string' },
  },
});
const from = process.env.BENCH_CWD ?? '.';
const kitFolder = path.resolve(from, required('kit'));
const reposFolder = path.resolve(from, required('repos'));
const modes = values.mode.split(',').map((mode) => ({
  mode,
  options: optionsOfMode(mode, values.fusion),
  results: {} as KitResults,
}));
const outs = values.out === '' ? [] : values.out.split(',');
if (outs.length > 1 && outs.length !== modes.length) {
  throw new Error('--out must name one file a mode, or hold {mode}');
}
if (outs.length === 1 && modes.length > 1 && !values.out.includes('{mode}')) {
  throw new Error('--out of several modes must hold {mode}, or name one file a mode');
}

const kit = await readKit(kitFolder, values.split);
const engine = await openBrowserEngine(await builtDist(values.dist, from));
try {
  for (const repository of kit.repositories) {
    const folder = folderOf(reposFolder, repository);
    const started = performance.now();
    const id = await engine.ingest(repository.name, folder, kit.filesOf(folder, values.everything));
    const indexed = performance.now();
    const queries = repository.ann.queries.map(({ query }) => query);
    for (const { options, results } of modes) {
      const answers = await engine.search(id, queries, options);
      results[repository.name] = Object.fromEntries(
        queries.map((query, at) => [query, (answers[at] ?? []).map(placeOf)]),
      );
    }
    await engine.remove(id);
    const seconds = (from: number, to: number) => ((to - from) / 1_000).toFixed(1);
    console.log(
      `${repository.name}: indexed in ${seconds(started, indexed)} s, ${queries.length} questions × ` +
        `${modes.length} modes in ${seconds(indexed, performance.now())} s`,
    );
  }
} finally {
  await engine.close();
}
for (const [at, { mode, results }] of modes.entries()) {
  const out = (outs[at] ?? outs[0])?.replaceAll('{mode}', mode);
  if (out !== undefined) {
    const file = path.resolve(from, out);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(results));
  }
  console.log(`\n${mode}${out === undefined ? '' : `, ${out}`}`);
  kit.printReport(kit.score(results, kit.repositories));
}

function placeOf({ path: file, startLine, endLine }: Place): Place {
  return { path: file, startLine, endLine };
}

function required(name: 'kit' | 'repos'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} DIR is missing`);
  return value;
}
