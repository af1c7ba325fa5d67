/**
 * Installs the packages of the lock when node_modules does not hold them already.
 *
 * Compared by content (every locked version against npm's own record of what it installed), not by
 * modification times: a checkout of another branch touches times, and an `npm ci` nobody needs costs half a minute.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, ROOT } from './run-step.mjs';

const OLDEST_NODE = 20;

/** @typedef {{ version?: string, link?: boolean, optional?: boolean }} LockedPackage */

/** Makes node_modules agree with package-lock.json; throws when npm fails. */
export async function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    throw new Error(
      `Node ${process.versions.node} is too old, VectorGit needs ${OLDEST_NODE} or newer`,
    );
  }
  if (isInstalled()) return;
  await npm(['ci', '--no-audit', '--no-fund']);
}

/** Whether every package that the lock requires is in node_modules in the locked version. */
export function isInstalled() {
  const locked = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (locked === null || installed === null) return false;
  return Object.entries(locked).every(([path, wanted]) => {
    // '' is the project, and a path outside node_modules is the target of a link: npm records neither.
    if (!path.startsWith('node_modules/')) return true;
    const found = installed[path];
    // Optional packages of other systems are in the lock only.
    if (found === undefined) return wanted.optional === true;
    return wanted.link === true || found.version === wanted.version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;
  } catch {
    return null;
  }
}
