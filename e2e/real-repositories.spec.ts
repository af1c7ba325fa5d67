import { resolve } from 'node:path';
import { expect, test } from './support/test.ts';

/** Sources of an npm package, over 1,000 files. */
const THREE = resolve(import.meta.dirname, '../node_modules/three');

test('an ingest cut off half way leaves its last commit whole, and all is indexed when the folder is given again', async ({
  page,
  site,
}) => {
  const input = page.locator('input[type=file][webkitdirectory]');
  const repositories = () => page.evaluate(() => window.vectorgit.repositories());
  await page.goto(site.url);
  await input.setInputFiles(THREE);
  await expect
    .poll(async () => (await repositories())[0]?.chunks ?? 0, { intervals: [50] })
    .toBeGreaterThan(0);
  await page.reload();

  const [cut] = await repositories();
  expect(cut?.files).toBeGreaterThan(0);
  expect(cut?.files).toBeLessThan(1_000);
  const whole = await page.evaluate(async (id) => {
    const { problems } = await window.vectorgit.verify(id as never);
    const { hits } = await window.vectorgit.search(id as never, 'three', { limit: 1 });
    return { problems, hits: hits.length };
  }, cut?.id);
  // However little was committed: its parts are there, and each file names the package in its path or text.
  expect(whole).toEqual({ problems: [], hits: 1 });

  await input.setInputFiles(THREE);
  await expect
    .poll(
      async () => {
        const { state } = await page.evaluate(() => window.vectorgit.status());
        return state === 'idle' ? ((await repositories())[0]?.files ?? 0) : 0;
      },
      { timeout: 150_000 },
    )
    .toBeGreaterThan(1_000);
  const { hits } = await page.evaluate(
    (id) => window.vectorgit.search(id as never, 'OrbitControls', { mode: 'keyword' }),
    cut?.id,
  );
  expect(hits.map(({ path }) => path)).toContain('examples/jsm/controls/OrbitControls.js');
  for (const { text, startLine, endLine } of hits)
    expect(text.split('\n')).toHaveLength(endLine - startLine + 1);
});
