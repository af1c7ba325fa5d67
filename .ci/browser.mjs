/**
 * Finds a Chromium for the end-to-end tests, or installs one.
 *
 * Order: CHROMIUM_PATH, a Chromium or Chrome of the system, the one that Playwright keeps, then (only by
 * `ensureBrowser`) the package of Debian or Ubuntu when we are root, then Playwright's download.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runStep, runTool } from './run-step.mjs';

/**
 * Path of a browser on this machine, or null.
 * @returns {string | null}
 */
export function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which does not exist`);
    return given;
  }
  return SYSTEM_BROWSERS.find((path) => existsSync(path) && !isSnapPlaceholder(path)) ?? null;
}

/**
 * Path of a browser, installed if need be; null means Playwright's own, which it finds by itself.
 * @returns {Promise<string | null>}
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  if (await hasPlaywrightBrowser()) return null;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    try {
      await runStep('apt-get', ['update', '-qq'], { DEBIAN_FRONTEND: 'noninteractive' });
      await runStep(
        'apt-get',
        ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
        {
          DEBIAN_FRONTEND: 'noninteractive',
        },
      );
    } catch (error) {
      console.warn(`No Chromium from apt: ${error instanceof Error ? error.message : error}`);
    }
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  await runTool('playwright', ['install', 'chromium']);
  return null;
}

async function hasPlaywrightBrowser() {
  const { chromium } = await import('playwright');
  return existsSync(chromium.executablePath());
}

/**
 * Ubuntu's package `chromium-browser` is a script that asks for a snap, which containers do not have.
 * @param {string} path
 */
function isSnapPlaceholder(path) {
  if (process.platform !== 'linux') return false;
  const answer = spawnSync(path, ['--version', '--no-sandbox'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return answer.status !== 0;
}

const PROGRAM_FILES = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']].flatMap(
  (path) => (path === undefined ? [] : [path]),
);

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...PROGRAM_FILES.map((path) => join(path, 'Google', 'Chrome', 'Application', 'chrome.exe')),
];
