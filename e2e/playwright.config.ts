import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from '../.ci/browser.mjs';

const CI = process.env.CI !== undefined;
const browser = findBrowser();

/** Against the production build in dist/ (each test serves it, see support/test.ts), in real Chromium. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  forbidOnly: CI,
  fullyParallel: true,
  // Engines and browsers are busy themselves: more workers than that make timings a lottery.
  workers: 2,
  // On a loaded machine a browser may be slower than any wait; what passed only then is told as flaky.
  retries: CI ? 2 : 0,
  // Far more than anything takes: only what hangs is to come to an end, and that costs nothing when all is well.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '../test-results/e2e.json' }],
  ],
  use: {
    // To record each action takes a part of the time of all; a second try in CI tells as much.
    trace: CI ? 'on-first-retry' : 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    // The longest test comes first: the others end beside it rather than before it.
    { name: 'torture', testDir: 'torture' },
    {
      name: 'chromium',
      testIgnore: 'torture/**',
      use: {
        ...devices['Desktop Chrome'],
        launchOptions: {
          ...(browser === null ? {} : { executablePath: browser }),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            // Chromium's own request for each new form field.
            '--disable-features=AutofillServerCommunication',
          ],
        },
      },
    },
  ],
});
