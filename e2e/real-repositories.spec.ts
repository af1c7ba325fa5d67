import { resolve } from 'node:path';
import { expect, test } from './support/test.ts';

const PACKAGES = resolve(import.meta.dirname, '../node_modules');

/** Sources of two npm packages, over 1,000 files together. */
for (const { name, folder, query, path, files } of [
  {
    name: 'three',
    folder: 'three',
    query: 'OrbitControls',
    path: 'examples/jsm/controls/OrbitControls.js',
    files: 800,
  },
  {
    name: 'rxjs',
    folder: 'rxjs',
    query: 'switchMap',
    path: 'src/internal/operators/switchMap.ts',
    files: 250,
  },
]) {
  test(`the sources of ${name} are indexed whole and searched by words while vectors are made`, async ({
    page,
    site,
  }) => {
    await page.goto(site.url);
    await page.evaluate(() => window.vectorgit.whenReady());
    await page.evaluate(() => {
      const marks: Record<string, number> = {};
      Object.assign(window, { marks });
      const input = document.querySelector('input[type=file][webkitdirectory]');
      input?.addEventListener('change', () => {
        marks.given = performance.now();
      });
      const look = async (): Promise<void> => {
        const [repository] = await window.vectorgit.repositories();
        if (repository !== undefined && repository.chunks > 0)
          marks.searchable ??= performance.now();
        const { state } = await window.vectorgit.status();
        if (marks.searchable !== undefined && state === 'idle') marks.done = performance.now();
        else setTimeout(look, 50);
      };
      void look();
    });
    await page
      .locator('input[type=file][webkitdirectory]')
      .setInputFiles(resolve(PACKAGES, folder));
    const marks = () =>
      page.evaluate(() => (window as unknown as { marks: Record<string, number> }).marks);
    await expect.poll(async () => (await marks()).done, { timeout: 90_000 }).toBeGreaterThan(0);
    const { given = 0, searchable = 0, done = 0 } = await marks();

    const [repository] = await page.evaluate(() => window.vectorgit.repositories());
    expect(repository?.files).toBeGreaterThan(files);
    const reply = await page.evaluate(
      ([id, text]) => window.vectorgit.search(id as never, text as string, { mode: 'keyword' }),
      [repository?.id, query],
    );
    expect(reply.hits.map((hit) => hit.path)).toContain(path);
    for (const hit of reply.hits)
      expect(hit.text.split('\n')).toHaveLength(hit.endLine - hit.startLine + 1);
    test.info().annotations.push({
      type: 'measured',
      description: `${name}: ${repository?.files} files, ${repository?.chunks} chunks; first searchable after ${Math.round(searchable - given)} ms, all done after ${Math.round(done - given)} ms`,
    });
    console.log(test.info().annotations.at(-1)?.description);
  });
}
