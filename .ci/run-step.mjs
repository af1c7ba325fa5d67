/** Runs one command of a script, in the project's folder, with its output shown. No dependencies. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const WINDOWS = process.platform === 'win32';

/**
 * Resolves when the command ends well, rejects with its exit code in the message otherwise.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment] added to this process's own
 * @returns {Promise<void>}
 */
export function runStep(command, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
      // npm and npx are .cmd files there, which only a shell starts. All arguments are our own literals.
      shell: WINDOWS,
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${signal ?? code}`));
    });
  });
}

/** @param {readonly string[]} args */
export function npm(args) {
  return runStep('npm', args);
}

/**
 * A tool of node_modules: not through npx, which takes its time and might download.
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment]
 */
export function runTool(tool, args, environment) {
  return runStep(join(ROOT, 'node_modules', '.bin', tool), args, environment);
}
