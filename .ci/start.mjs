/** `npm start`: from a fresh clone to a running page. */
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { ROOT, runTool } from './run-step.mjs';
import { announce, serveOnFreePort } from './serve.mjs';

try {
  await ensureInstalled();
  await runTool('vite', ['build', '--logLevel', 'warn']);
  announce(await serveOnFreePort(join(ROOT, 'dist')));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
