/**
 * Keeps package-lock.json complete for every system, and free of any registry's address.
 *
 * npm drops an optional platform package (a native binary for another system) from the lock when the registry
 * that it spoke to does not carry it; `npm ci` then refuses the lock elsewhere (npm/cli#4828). `node .ci/lock.mjs`
 * adds the bare entries (version, os, cpu, libc, optional), which is what npm itself needs to skip or fetch them.
 * `resolved` addresses would tie the lock to one registry; without them npm asks the one that is configured.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './run-step.mjs';

const LOCK = join(ROOT, 'package-lock.json');

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/** Throws with the way out when the lock would fail on another system or names a registry. */
export function assertLock() {
  const lock = readLock();
  const missing = missingOptional(lock).map(({ path }) => path);
  const addressed = addressedPackages(lock);
  if (missing.length > 0 || addressed.length > 0) {
    throw new Error(
      `package-lock.json lacks ${missing.length} optional packages and has ${addressed.length} registry addresses ` +
        `(${[...missing, ...addressed].slice(0, 3).join(', ')} …); mend it with: node .ci/lock.mjs`,
    );
  }
}

/**
 * Optional dependencies that no entry of the lock satisfies.
 * @param {Lock} lock
 */
export function missingOptional(lock) {
  return Object.entries(lock.packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isResolvable(lock, parent, name))
      .map(([name, version]) => ({
        path: `node_modules/${name}`,
        entry: {
          version: version.replace(/^[~^]/, ''),
          ...(entry.dev === true ? { dev: true } : {}),
          optional: true,
          ...platformOf(name),
        },
      })),
  );
}

/**
 * Paths whose `resolved` is an address rather than a folder of this project.
 * @param {Lock} lock
 */
export function addressedPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([, { resolved }]) => resolved?.includes('://'))
    .map(([path]) => path);
}

/**
 * What a binary package's name says about where it runs, in npm's words.
 * @param {string} name
 * @returns {{ os?: string[], cpu?: string[], libc?: string[] }}
 */
export function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => OPERATING_SYSTEMS.has(word));
  const cpu = words.find((word) => PROCESSORS.has(word));
  const c = words.find((word) => /^(gnu|musl)/.test(word));
  return {
    ...(os === undefined ? {} : { os: [os] }),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(os === 'linux' && c !== undefined
      ? { libc: [c.startsWith('gnu') ? 'glibc' : 'musl'] }
      : {}),
  };
}

/**
 * Node's resolution: the parent's own node_modules, then each one above it.
 * @param {Lock} lock
 * @param {string} parent
 * @param {string} name
 */
function isResolvable(lock, parent, name) {
  for (
    let folder = parent;
    ;
    folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')
  ) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined)
      return true;
    if (folder === '' || !folder.includes('node_modules/')) return false;
  }
}

const OPERATING_SYSTEMS = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const PROCESSORS = new Set([
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
]);

/** @returns {Lock} */
function readLock() {
  return JSON.parse(readFileSync(LOCK, 'utf8'));
}

function mend() {
  const lock = readLock();
  const missing = missingOptional(lock);
  for (const { path, entry } of missing) lock.packages[path] = entry;
  const addressed = addressedPackages(lock);
  for (const path of addressed) delete lock.packages[path]?.resolved;
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  );
  writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(
    `Added ${missing.length} optional packages, removed ${addressed.length} registry addresses`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) mend();
