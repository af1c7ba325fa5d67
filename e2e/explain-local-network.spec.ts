/**
 * A page from elsewhere needs the person's permission to reach this machine (Local Network Access). The site is served
 * from this machine, and Chromium is told to treat it as one from the internet.
 */
import { type Browser, chromium } from '@playwright/test';
import { findBrowser } from '../.ci/browser.mjs';
import { indexFiles, TWO_FILES } from './support/explain-page.ts';
import { startModelServer } from './support/model-server.ts';
import { expect, test } from './support/test.ts';

async function launchFar(sitePort: string): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // Chromium's own request for each new form field.
      '--disable-features=AutofillServerCommunication',
      `--ip-address-space-overrides=127.0.0.1:${sitePort}=public`,
    ],
  });
}

test('the permission for this machine, denied and then granted, decides, and its denial is told apart', async ({
  site,
}) => {
  const server = await startModelServer({ dialect: 'ollama' });
  const browser = await launchFar(new URL(site.url).port);
  const session = await browser.newBrowserCDPSession();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { targetInfo } = await (await context.newCDPSession(page)).send('Target.getTargetInfo');
    const where = {
      origin: site.origin,
      ...(targetInfo.browserContextId === undefined
        ? {}
        : { browserContextId: targetInfo.browserContextId }),
    };
    await page.goto(site.url);
    await session.send('Browser.setPermission', {
      ...where,
      permission: { name: 'loopback-network' },
      setting: 'denied',
    });
    await indexFiles(page, null, TWO_FILES);
    await page.getByLabel('Search code').first().fill('how are orders priced');
    await page.getByRole('button', { name: 'Explain' }).first().click();
    const pane = page.getByRole('region', { name: 'Explain' });
    await pane.getByRole('button', { name: 'A server on this machine' }).click();
    await pane.getByLabel('Address').fill(server.url);
    await pane.getByRole('button', { name: 'Connect' }).click();
    await expect(pane.getByRole('alert')).toHaveAttribute('data-kind', 'permission-denied');
    await expect(pane.getByRole('alert')).toContainText('site settings');
    expect(server.requests).toEqual([]);

    await session.send('Browser.grantPermissions', { ...where, permissions: ['loopbackNetwork'] });
    await pane.getByRole('button', { name: 'Connect' }).click();
    await expect(pane.getByRole('button', { name: `Send to ${server.url}` })).toBeVisible();
    expect(server.requests.length).toBeGreaterThan(0);
  } finally {
    await browser.close();
    await server.close();
  }
});
