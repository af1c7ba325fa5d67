import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { smallTransformerFiles } from '../src/embedding/fixtures/small-transformer.ts';
import { modelOf, openModels, SOURCES } from './support/models-page.ts';
import { expect, test } from './support/test.ts';

// Of the model that is not there.
test.use({ expectedErrors: [/404/] });

test('a model given as a folder is kept, chosen, makes the vectors anew while search goes on, and survives a reload', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  const folder = [...smallTransformerFiles()].map(([path, bytes]) => [path, [...bytes]] as const);
  const outcome = await page.evaluate(
    async ([sources, files]) => {
      const { vectorgit } = window;
      await vectorgit.whenReady();
      const { id } = await vectorgit.ingest(
        Object.entries(sources).map(([name, text]) => new File([text], name)),
        { name: 'sources' },
      );
      const given = files.map(([path, bytes]) => {
        const file = new File([Uint8Array.from(bytes)], path.split('/').at(-1) ?? '');
        Object.defineProperty(file, 'webkitRelativePath', { value: `small/${path}` });
        return file;
      });
      const invalid = await vectorgit
        .addModelFolder('tests/none', given.slice(0, 1))
        .then(() => 'kept', String);
      const listing = await vectorgit.addModelFolder('tests/small', given);
      const before = await vectorgit.models();
      const unknown = await vectorgit.chooseModel('nobody/nothing').then(() => 'chosen', String);
      const modes: string[] = [];
      const ask = async () => {
        const { hits } = await vectorgit.search(id, 'walk a tree', { mode: 'meaning' });
        modes.push(hits[0]?.path ?? 'nothing');
      };
      await ask();
      const done = vectorgit.chooseModel('tests/small');
      await ask();
      await done;
      await ask();
      return { id, invalid, listing, before, unknown, modes };
    },
    [SOURCES, folder] as const,
  );
  expect(outcome.invalid).toContain('The folder is no model');
  expect(outcome.unknown).toContain('could not be fetched');
  expect(outcome.listing).toMatchObject({ id: 'tests/small', source: 'folder', available: true });
  expect(outcome.before[0]).toMatchObject({ source: 'build', chosen: true });
  expect(outcome.before).toContainEqual(outcome.listing);
  expect(outcome.modes.slice(0, 2)).toEqual(['walk.ts', 'walk.ts']);
  expect(outcome.modes[2]).not.toBe('nothing');

  await expect.poll(() => modelOf(page)).toBe('tests/small');
  await page.reload();
  await expect
    .poll(() => page.evaluate(async () => (await window.vectorgit.status()).model))
    .toMatchObject({ state: 'ready', id: 'tests/small', engine: 'transformers' });
  const hits = await page.evaluate(async (id) => {
    const reply = await window.vectorgit.search(id, 'walk a tree', { mode: 'meaning' });
    return reply.hits.filter(({ parts }) => parts.meaning !== null).length;
  }, outcome.id);
  expect(hits).toBe(2);

  await page.evaluate(() => window.vectorgit.removeModel('tests/small'));
  await expect.poll(() => modelOf(page)).not.toBe('tests/small');
  const left = await page.evaluate(() => window.vectorgit.models());
  expect(left.map(({ id }) => id)).not.toContain('tests/small');
});

test('a model is given, chosen and removed on the storage page', async ({
  page,
  site,
}, testInfo) => {
  const folder = testInfo.outputPath('small');
  for (const [path, bytes] of smallTransformerFiles()) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const models = await openModels(page, site.url);
  await expect(models.first()).toContainText('in use');
  await page.getByLabel('Folder of a model').setInputFiles(folder);
  const given = models.filter({ hasText: 'kept on this device' });
  await given.getByRole('button', { name: 'Use small' }).click();
  await expect(given).toContainText('in use');
  await expect(page.getByText('search goes on with the old ones meanwhile')).toBeVisible();
  await expect.poll(() => modelOf(page)).toBe('small');
  await given.getByRole('button', { name: 'Remove small' }).click();
  await expect(models.first()).toContainText('in use');
  await expect(given).toHaveCount(0);
});

test('a damaged model is refused in plain words, and search by words goes on', async ({
  page,
  site,
  context,
}) => {
  await context.route('**/models/*/onnx/model_quantized.onnx', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  });
  await page.goto(site.url);
  const { status, paths } = await page.evaluate(async (sources) => {
    const { vectorgit } = window;
    await vectorgit.whenReady();
    const { id } = await vectorgit.ingest(
      Object.entries(sources).map(([name, text]) => new File([text], name)),
      { name: 'sources' },
    );
    const { hits } = await vectorgit.search(id, 'socket');
    return { status: await vectorgit.status(), paths: hits.map(({ path }) => path) };
  }, SOURCES);
  expect(status.model).toMatchObject({
    state: 'failed',
    error: { code: 'model/checksum-mismatch', message: expect.stringContaining('damaged') },
  });
  expect(paths).toEqual(['socket.ts']);
});
