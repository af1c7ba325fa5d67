/**
 * `npm test`: installs what is missing, then every check, cheapest first. It stops at the first step that
 * fails, and its last line counts the tests (a failed step that counts none of its own is one failure).
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT, runTool } from './run-step.mjs';

const RESULTS = 'test-results';
const UNIT_REPORT = join(RESULTS, 'unit.json');
const E2E_REPORT = join(RESULTS, 'e2e.json');

/** Biome colours every letter of a difference when it thinks that it runs in CI. */
const PLAIN_IN_A_LOG = process.stdout.isTTY ? [] : ['--colors=off'];

/** As e2e/torture/torture-site.ts makes it where there is none. */
const TORTURE_BUILD =
  'build --logLevel warn --mode torture --outDir .cache/torture/dist --emptyOutDir'.split(' ');

/** @type {[string, () => Promise<unknown>][]} */
const STEPS = [
  ['install', ensureInstalled],
  ['lock', () => import('./lock.mjs').then(({ assertLock }) => assertLock())],
  ['types', () => runTool('tsc', ['-b', '--noEmit'])],
  ['lint and format', () => runTool('biome', ['ci', ...PLAIN_IN_A_LOG])],
  ['unused', () => runTool('knip', [])],
  [
    'unit',
    () =>
      runTool('vitest', [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${UNIT_REPORT}`,
      ]),
  ],
  ['build', () => runTool('vite', ['build', '--logLevel', 'warn'])],
  // Before the tests, because two of them at once would each see none and make it.
  ['build for torture', () => runTool('vite', TORTURE_BUILD, { VITE_MODEL_HUB: 'off' })],
  ['browser', ensureBrowser],
  [
    'end to end',
    () =>
      runTool('playwright', ['test', '--config', 'e2e/playwright.config.ts'], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: join(ROOT, E2E_REPORT),
      }),
  ],
];

rmSync(join(ROOT, RESULTS), { recursive: true, force: true });
mkdirSync(join(ROOT, RESULTS), { recursive: true });

/** @type {string | null} */
let failedStep = null;
for (const [name, step] of STEPS) {
  const start = performance.now();
  try {
    await step();
  } catch (error) {
    console.error(`\n✗ ${name}: ${error instanceof Error ? error.message : error}`);
    failedStep = name;
    break;
  }
  console.log(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

const unit = counts(UNIT_REPORT, (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
}));
const e2e = counts(E2E_REPORT, (report) => {
  const { expected, unexpected, flaky } = report.stats;
  if (flaky > 0) console.log(`${flaky} passed at a later try only, see above`);
  return { passed: expected + flaky, failed: unexpected };
});
const failed = unit.failed + e2e.failed;
const uncounted = failedStep !== null && failed === 0 ? 1 : 0;
console.log(`\n${unit.passed + e2e.passed} passed, ${failed + uncounted} failed`);
process.exitCode = failedStep === null ? 0 : 1;

/**
 * @param {string} file
 * @param {(report: any) => { passed: number, failed: number }} read
 */
function counts(file, read) {
  try {
    return read(JSON.parse(readFileSync(join(ROOT, file), 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
}
