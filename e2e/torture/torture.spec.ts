import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { SMALL, torture } from './torture.ts';
import { buildForTorture } from './torture-site.ts';

// `npm run torture` is the long run. A finding is never a matter of a second try.
test.describe.configure({ retries: 0 });

test('rows 1, 2 and 3: 25 kills at steps of the protocol and at moments of time lose nothing, on both backends', async () => {
  test.setTimeout(600_000);
  const lines: string[] = [];
  const report = await torture({
    kills: 25,
    seed: 20_261,
    folders: SMALL,
    compareEvery: 5,
    log: (line) => lines.push(line),
  });
  expect(report.violations, lines.join('\n')).toEqual([]);
  expect(report.kills).toBe(25);
});

test('the production build has no fail points, and the build for torture has them', async () => {
  expect(await filesWithFailPoints(resolve(import.meta.dirname, '../../dist'))).toEqual([]);
  expect(await filesWithFailPoints(await buildForTorture())).not.toEqual([]);
});

async function filesWithFailPoints(build: string): Promise<readonly string[]> {
  return readdirSync(build, { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      path.endsWith('.js') && readFileSync(join(build, path), 'utf8').includes('fail-point'),
  );
}
