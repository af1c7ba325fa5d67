// Starts the training tool: bundles main.ts with the build's own bundler and runs it. Node 20 has no
// types stripping, and the tool shares TypeScript with the product.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));
const project = path.resolve(here, '../..');
process.chdir(project);
const outDir = path.join(project, '.cache/training/tool');
await build({
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  root: project,
  build: {
    ssr: path.join(here, 'main.ts'),
    outDir,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
await import(pathToFileURL(path.join(outDir, 'main.mjs')).href);
