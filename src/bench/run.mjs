// Starts a bench: `node src/bench/run.mjs NAME …` bundles NAME.ts of this folder with the build's own bundler
// and runs it. Node 20 has no types stripping, and the benches share TypeScript with the product.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));
const project = path.resolve(here, '../..');
const [name = ''] = process.argv.splice(2, 1);
const startedIn = process.cwd();
process.chdir(project);
const outDir = path.join(project, '.cache/bench/tool', name);
await build({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  root: project,
  build: {
    ssr: path.join(here, `${name}.ts`),
    outDir,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
// Paths on the command line are relative to where it was typed.
process.env.BENCH_CWD = process.env.INIT_CWD ?? startedIn;
await import(pathToFileURL(path.join(outDir, 'main.mjs')).href);
