/**
 * The `test` that every specification uses: it serves the build for the test, records all traffic, and fails a
 * test in which anything went to another origin or a page complained.
 *
 *     import { expect, test } from './support/test.ts';
 *     test('...', async ({ page, site }) => { await page.goto(site.url); });
 */
import { test as base, expect } from '@playwright/test';
import { withoutServiceWorker } from './offline.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { type StaticServer, startStaticServer } from './static-server.ts';
import { recordTraffic, type Traffic } from './traffic.ts';

interface Fixtures {
  /** The build at /some/path/ of a port of its own, without headers. */
  readonly site: StaticServer;
  readonly traffic: Traffic;
  /** Whether pages have the service worker (and so work offline). */
  readonly serviceWorker: boolean;
  /** Errors that this test provokes; any other fails it. */
  readonly expectedErrors: readonly RegExp[];
  /** Whether this test provokes requests to another origin. */
  readonly expectForeign: boolean;
}

export { expect };

export const test = base.extend<Fixtures, { readonly recordingProxy: RecordingProxy }>({
  recordingProxy: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from it.
    async ({}, use) => {
      const proxy = await startRecordingProxy();
      await use(proxy);
      await proxy.close();
    },
    { scope: 'worker' },
  ],
  proxy: async ({ recordingProxy }, use) => {
    await use({ server: recordingProxy.url, bypass: '127.0.0.1' });
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  site: async ({}, use) => {
    const server = await startStaticServer();
    await use(server);
    await server.stop();
  },
  serviceWorker: [false, { option: true }],
  context: async ({ context, serviceWorker }, use) => {
    if (!serviceWorker) await withoutServiceWorker(context);
    await use(context);
  },
  expectedErrors: [[], { option: true }],
  expectForeign: [false, { option: true }],
  traffic: [
    async ({ context, recordingProxy, site, expectedErrors, expectForeign }, use) => {
      const before = recordingProxy.attempts.length;
      const traffic = recordTraffic(context, {
        ...recordingProxy,
        // A worker's tests share the proxy, one after the other.
        get attempts() {
          return recordingProxy.attempts.slice(before);
        },
      });
      await use(traffic);
      if (!expectForeign)
        expect(traffic.foreign(site.origin), 'requests to other origins').toEqual([]);
      const unexpected = traffic.errors.filter(
        (error) => !expectedErrors.some((rule) => rule.test(error)),
      );
      expect(unexpected, 'errors on the console').toEqual([]);
    },
    { auto: true },
  ],
});
