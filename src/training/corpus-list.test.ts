import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readCorpusList, withReplaced, writeCorpusList } from './corpus-list.ts';
import { isOfBenchmark } from './source-files.ts';

const LIST = 'src/training/corpus.json';
const PERMISSIVE =
  /^(?:MIT|BSD-[23]-Clause|Apache-2\.0|ISC|PSF-2\.0|BSL-1\.0|Zlib|TCL|blessing|Unlicense|Ruby)$/;

it('names each package once, with a permissive licence, a version and checksums', () => {
  const packages = readCorpusList(LIST);
  expect(packages.length).toBeGreaterThan(100);
  expect(new Set(packages.map(({ name }) => name)).size).toBe(packages.length);
  const unsound = packages.filter(
    ({ version, licence, archives }) =>
      version === '' ||
      !licence.split(' OR ').every((name) => PERMISSIVE.test(name)) ||
      archives.length === 0 ||
      !archives.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)),
  );
  expect(unsound).toEqual([]);
});

it('names no repository of a benchmark', () => {
  const names = readCorpusList(LIST).map(({ name }) => name);
  const parts = names.flatMap((name) => [name, ...name.split(/[/-]/)]);
  expect(parts.filter(isOfBenchmark)).toEqual([]);
  expect(isOfBenchmark('Newtonsoft.Json')).toBe(true);
});

it('opens the named packages to the version that there is, and keeps the others', () => {
  const packages = readCorpusList(LIST);
  const [first, ...others] = withReplaced(packages, ['rust-src']);
  expect(first).toMatchObject({ name: 'rust-src', version: '', archives: [], registry: 'debian' });
  expect(others).toEqual(packages.slice(1));
  expect(() => withReplaced(packages, ['rust-source'])).toThrow('not in the corpus: rust-source');
});

it('is written as it is committed, with the way to replace a version', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corpus-list-'));
  const file = path.join(folder, 'corpus.json');
  writeCorpusList(file, readCorpusList(LIST));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(readFileSync(LIST, 'utf8')));
  rmSync(folder, { recursive: true });
});
