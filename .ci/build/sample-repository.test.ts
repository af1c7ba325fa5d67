import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../run-step.mjs';
import { sourcesOf } from './sample-repository.ts';
import { tarGzip } from './tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'vectorgit-sample-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the archive holds every source byte for byte, as tar reads it', () => {
  const sources = sourcesOf(ROOT);
  const archive = join(folder, 'sample.tar.gz');
  writeFileSync(archive, tarGzip(sources));
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  expect(sources.map(({ path }) => path)).toContain('src/domain/api.ts');
  expect(sources.length).toBeGreaterThan(50);
  for (const { path, content } of sources) {
    expect(readFileSync(join(folder, path)).equals(content), path).toBe(true);
  }
});

test('the same sources give the same bytes', () => {
  const files = [{ path: 'a/b.ts', content: Buffer.from('text') }];
  expect(tarGzip(files).equals(tarGzip(files))).toBe(true);
  // No time in the header of gzip either.
  expect(tarGzip(files).readUInt32LE(4)).toBe(0);
});

test('only text of our own is in it', () => {
  const paths = sourcesOf(ROOT).map(({ path }) => path);
  expect(
    paths.filter((path) => /node_modules|package-lock|fixtures|models\/|dist\//.test(path)),
  ).toEqual([]);
  expect(paths).toEqual([...paths].sort());
});

test('a long path is split at a slash, and refused where it cannot be', () => {
  const long = `${'folder/'.repeat(20)}file.ts`;
  const archive = join(folder, 'long.tar.gz');
  writeFileSync(archive, tarGzip([{ path: long, content: Buffer.from('x') }]));
  expect(execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim()).toBe(long);
  expect(() => tarGzip([{ path: `${'x'.repeat(101)}.ts`, content: Buffer.alloc(0) }])).toThrow(
    'too long',
  );
});
