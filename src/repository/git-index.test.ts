import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { eventsOf, linesOf, treeOf } from './fixtures/listing.ts';
import { trackedFiles } from './git-index.ts';

const PATHS = [
  'a.ts',
  'src/deep/~temp.ts',
  'src/deep/zz.ts',
  'ünï/日本.md',
  '~lock',
  '~dir/x.ts',
  'node_modules/~p/a.js',
];

function indexOf(version: number, objectFormat: 'sha1' | 'sha256'): Uint8Array<ArrayBuffer> {
  const root = mkdtempSync(join(tmpdir(), 'vectorgit-index-'));
  const git = (...words: string[]): void => {
    execFileSync('git', ['-C', root, '-c', 'core.quotepath=off', ...words]);
  };
  try {
    git('init', '-q', `--object-format=${objectFormat}`);
    for (const path of PATHS) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), path);
    }
    git('add', '-f', '.');
    // "Intent to add" sets the extended flags, which make it version 3.
    if (version === 3) {
      writeFileSync(join(root, 'zzz-later.ts'), '');
      git('add', '-N', 'zzz-later.ts');
    } else {
      git('update-index', '--index-version', String(version));
    }
    return new Uint8Array(readFileSync(join(root, '.git/index')));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test.each([
  [2, 'sha1'],
  [3, 'sha1'],
  [4, 'sha1'],
  [2, 'sha256'],
  [4, 'sha256'],
] as const)(
  'reads the paths and sizes of a real index of version %i with %s',
  (version, format) => {
    const bytes = indexOf(version, format);
    expect(new DataView(bytes.buffer).getUint32(4)).toBe(version);
    const files = trackedFiles(bytes);
    const paths = files?.map(({ path }) => path).filter((path) => path !== 'zzz-later.ts');
    expect(paths).toEqual(
      [...PATHS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    expect(files?.find(({ path }) => path === 'src/deep/zz.ts')?.bytes).toBe(14);
  },
);

test('bytes that are no index give null, cut ones too', () => {
  const bytes = indexOf(2, 'sha1');
  expect(trackedFiles(new Uint8Array(0))).toBeNull();
  expect(
    trackedFiles(new TextEncoder().encode('not an index at all, but long enough for one')),
  ).toBeNull();
  expect(trackedFiles(bytes.slice(0, 200))).toBeNull();
});

test('tracked files that the browser hides are reported, unless their folder is left out anyway', async () => {
  const shown = { 'a.ts': 'x', 'node_modules/q/b.js': 'x', '.git/index': indexOf(4, 'sha1') };
  const events = await eventsOf(treeOf(shown), {}, true);
  expect(linesOf(events).filter((line) => line.includes('hidden'))).toEqual([
    'src/deep/~temp.ts: hidden-by-browser',
    '~dir/x.ts: hidden-by-browser',
    '~lock: hidden-by-browser',
  ]);
  const withAll = await eventsOf(
    treeOf({ ...shown, '~lock': 'x', '~dir/x.ts': 'x', 'src/deep/~temp.ts': 'x' }),
    {},
    true,
  );
  expect(linesOf(withAll).join()).not.toContain('hidden');
});

test('without an index one note says that names with a tilde may be missing', async () => {
  const events = await eventsOf(treeOf({ 'a.ts': 'x' }), {}, true);
  expect(linesOf(events)).toEqual(['a.ts', 'note']);
  expect(linesOf(await eventsOf(treeOf({ 'a.ts': 'x' })))).toEqual(['a.ts']);
});
