import { resolve } from 'node:path';
import { smallTransformerFiles } from '../src/embedding/fixtures/small-transformer.ts';
import { expect, test } from './support/test.ts';

test.use({ expectedErrors: [/404/] });

test('a transformer of the host makes the vectors, on self-hosted ONNX Runtime under the policy', async ({
  page,
  site,
  context,
}) => {
  const files = smallTransformerFiles();
  const weights = files.get('onnx/model.onnx');
  if (weights !== undefined) files.set('onnx/model_quantized.onnx', weights);
  await context.route('**/models/tests/small/**', (route) => {
    const name = new URL(route.request().url()).pathname.split('/models/tests/small/')[1] ?? '';
    const body = files.get(name);
    return body === undefined
      ? route.fulfill({ status: 404 })
      : route.fulfill({ status: 200, body: Buffer.from(body) });
  });
  await page.goto(`${site.url}?model=tests/small`);
  await page
    .locator('input[type=file][webkitdirectory]')
    .setInputFiles(resolve(import.meta.dirname, '../src/storage'));
  await expect
    .poll(() => page.evaluate(() => window.vectorgit.repositories()))
    .toMatchObject([{ name: 'storage', model: 'tests/small', complete: true }]);
  const parts = await page.evaluate(async () => {
    const [repository] = await window.vectorgit.repositories();
    const reply = await window.vectorgit.search(repository?.id as never, 'commit a manifest', {
      mode: 'meaning',
    });
    return reply.hits.map((hit) => hit.parts.meaning?.similarity ?? 0);
  });
  expect(parts.length).toBeGreaterThan(5);
  expect(Math.max(...parts)).toBeGreaterThan(0);
});
