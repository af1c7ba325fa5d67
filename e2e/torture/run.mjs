// Starts a TypeScript tool of this folder by Vite's module runner: Node 20 strips no types.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tool = process.argv.splice(2, 1)[0];
process.chdir(root);
await runnerImport(fileURLToPath(new URL(`${tool}.ts`, import.meta.url)), {
  root,
  configFile: false,
});
