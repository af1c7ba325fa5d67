/** A model of the hub, fetched after consent, against a stand-in that answers as the hub's API does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { HUB_HOSTS } from '../.ci/build/model-hub.ts';
import { ROOT } from '../.ci/run-step.mjs';
import { smallTransformerFiles } from '../src/embedding/fixtures/small-transformer.ts';
import { type HubServer, startHubServer } from './support/hub-server.ts';
import { modelOf, openModels } from './support/models-page.ts';
import type { StaticServer } from './support/static-server.ts';
import { expect, test } from './support/test.ts';
import { buildForTorture } from './torture/torture-site.ts';

const MODEL = 'tests/small';

test.use({
  expectForeign: true,
  // What a browser prints of a status, a broken connection or a proxy that lets nothing through.
  expectedErrors: [/Failed to load resource|ERR_/],
});

async function withHub(site: StaticServer, body: (hub: HubServer) => Promise<void>): Promise<void> {
  const files = smallTransformerFiles();
  const weights = files.get('onnx/model.onnx');
  if (weights !== undefined) files.set('onnx/model_quantized.onnx', weights);
  files.set('README.md', new TextEncoder().encode('# Not wanted\n'));
  const hub = await startHubServer(MODEL, files);
  site.rewrite((_path, content) => hub.relocate(content));
  try {
    await body(hub);
  } finally {
    await hub.close();
  }
}

async function askFor(page: Page, text: string) {
  await page.getByLabel('A model of Hugging Face').fill(text);
  await page.getByRole('button', { name: 'Fetch …' }).click();
  return page.getByRole('dialog', { name: `Fetch ${MODEL}?` });
}

const agree = { name: /^Fetch from / };

test('nothing is asked of the hub before it was agreed to; then a model comes in, makes the vectors, and later visits ask nobody', async ({
  page,
  site,
  traffic,
}) => {
  await withHub(site, async (hub) => {
    const models = await openModels(page, site.url);
    const dialog = await askFor(page, MODEL);
    await expect(dialog).toContainText(new URL(hub.origin).host);
    await expect(dialog).toContainText('onnx/model_quantized.onnx');
    await expect(dialog).toContainText('Your code never leaves');
    await dialog.getByRole('button', { name: 'Do not fetch' }).click();
    await expect(dialog).toHaveCount(0);
    expect(hub.requests).toEqual([]);
    expect(traffic.foreign(site.origin)).toEqual([]);
    await expect(page.locator('iframe')).toHaveCount(0);

    await askFor(page, `${MODEL} `);
    await dialog.getByRole('button', agree).click();
    const kept = models.filter({ hasText: 'Fetched from its hub, kept on this device' });
    await expect(kept).toHaveCount(1);
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('iframe')).toHaveCount(0);
    expect(hub.requests.some((path) => path.includes('README'))).toBe(false);
    expect(hub.revealing).toEqual([]);
    const asked = traffic.foreign(site.origin);
    expect(asked.length).toBe(hub.requests.length);
    for (const address of asked)
      expect([hub.origin, hub.fileOrigin]).toContain(new URL(address).origin);

    await kept.getByRole('button', { name: `Use ${MODEL}` }).click();
    await expect(kept).toContainText('in use');
    await expect.poll(() => modelOf(page)).toBe(MODEL);

    await hub.close();
    await page.reload();
    await expect
      .poll(() => page.evaluate(async () => (await window.vectorgit.status()).model))
      .toMatchObject({ state: 'ready', id: MODEL, engine: 'transformers' });
    const found = await page.evaluate(async () => {
      const [repository] = await window.vectorgit.repositories();
      const reply = await window.vectorgit.search(repository?.id as never, 'walk a tree', {
        mode: 'meaning',
      });
      return reply.hits.filter(({ parts }) => parts.meaning !== null).length;
    });
    expect(found).toBe(2);
    expect(traffic.foreign(site.origin)).toEqual(asked);
  });
});

test('a fetch shows how far it is and can be cancelled; what was cut, damaged or absent is not kept but told', async ({
  page,
  site,
}) => {
  await withHub(site, async (hub) => {
    const models = await openModels(page, site.url);
    const dialog = await askFor(page, MODEL);
    hub.fault = 'hang';
    await dialog.getByRole('button', agree).click();
    const bar = dialog.getByRole('progressbar', { name: 'Fetching the model' });
    await expect(bar).toHaveAttribute('aria-valuenow', /^[1-9]\d$/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog.getByRole('button', agree)).toBeVisible();
    await expect(page.locator('iframe')).toHaveCount(0);

    hub.fault = 'cut';
    await dialog.getByRole('button', agree).click();
    await expect(dialog.getByRole('alert')).toContainText('broke while onnx/model_quantized.onnx');
    hub.fault = 'damaged';
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(dialog.getByRole('alert')).toContainText('is not what');
    hub.fault = 'no-weights';
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(dialog.getByRole('alert')).toContainText('has no onnx/model_quantized.onnx');
    await expect(models.filter({ hasText: 'kept on this device' })).toHaveCount(0);

    hub.fault = null;
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect(models.filter({ hasText: 'kept on this device' })).toHaveCount(1);

    await page.getByLabel('A model of Hugging Face').fill('nobody');
    await page.getByRole('button', { name: 'Fetch …' }).click();
    await expect(page.getByText('A model’s name is owner/name')).toBeVisible();
    await page.getByLabel('A model of Hugging Face').fill('nobody/nothing');
    await page.getByRole('button', { name: 'Fetch …' }).click();
    const other = page.getByRole('dialog', { name: 'Fetch nobody/nothing?' });
    await other.getByRole('button', agree).click();
    await expect(other.getByRole('alert')).toContainText('has no public model of this name');
  });
});

test('the build as it is asks the hub that the dialog named, and no other', async ({
  page,
  site,
  traffic,
}) => {
  await openModels(page, site.url);
  const dialog = await askFor(page, `https://huggingface.co/${MODEL}`);
  await expect(dialog).toContainText('huggingface.co');
  await dialog.getByRole('button', agree).click();
  await expect(dialog.getByRole('alert')).toContainText('huggingface.co could not be reached');
  const asked = traffic.foreign(site.origin);
  expect(asked).toContain(`https://huggingface.co/api/models/${MODEL}/revision/main?blobs=true`);
  for (const address of asked)
    expect(address).toMatch(/^(?:https:\/\/|CONNECT )huggingface\.co[:/]/);
});

test('a build without the hub has neither the form nor the name of its host', async () => {
  // The build for torture is made so.
  const outDir = await buildForTorture();
  expect(filesThatName(outDir)).toEqual([]);
  expect(readdirSync(outDir)).toContain('endpoint.html');
  // The same question of the build with the hub: its document, the policy's file and the names of its hosts.
  expect(filesThatName(join(ROOT, 'dist'))).toEqual([
    '_headers',
    expect.stringMatching(/^assets\/protocol-hub-/),
    'hub.html',
  ]);
});

function filesThatName(build: string): readonly string[] {
  return readdirSync(build, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => HUB_HOSTS.test(readFileSync(path, 'latin1')))
    .map((path) => path.slice(build.length + 1))
    .sort();
}
