import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isWhole, readHubListing } from './client-hub-listing.ts';

const COMMIT = 'a'.repeat(40);
const blob = (rfilename: string, size = 3) => ({ rfilename, size, blobId: 'b'.repeat(40) });
const WEIGHTS = {
  rfilename: 'onnx/model_quantized.onnx',
  size: 9,
  blobId: 'c'.repeat(40),
  lfs: { sha256: 'd'.repeat(64), size: 9, pointerSize: 130 },
};
const SMALL = ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((name) => blob(name));
const answer = (siblings: readonly unknown[]) =>
  JSON.stringify({ id: 'a/b', sha: COMMIT, siblings });

test('only the files that are used are listed, with the checksums that the hub tells', () => {
  const listing = readHubListing(
    answer([
      blob('README.md'),
      ...SMALL,
      blob('1_Pooling/config.json'),
      blob('onnx/model.onnx'),
      WEIGHTS,
    ]),
  );
  expect(listing).toMatchObject({ commit: COMMIT, bytes: 21 });
  expect(listing !== null && 'files' in listing && listing.files.map(({ name }) => name)).toEqual([
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    '1_Pooling/config.json',
    'onnx/model_quantized.onnx',
  ]);
  expect(listing).toMatchObject({
    files: expect.arrayContaining([
      {
        name: 'onnx/model_quantized.onnx',
        bytes: 9,
        checksum: { kind: 'sha256', hex: 'd'.repeat(64) },
      },
      { name: 'config.json', bytes: 3, checksum: { kind: 'git-blob', hex: 'b'.repeat(40) } },
    ]),
  });
});

test('a model without a file that is needed is told apart from an answer that is none', () => {
  expect(readHubListing(answer(SMALL))).toEqual({ missing: 'onnx/model_quantized.onnx' });
  expect(readHubListing(answer([...SMALL.slice(1), WEIGHTS]))).toEqual({ missing: 'config.json' });
  for (const text of ['', '[]', '<html>', '{"sha":"x","siblings":[]}', `{"sha":"${COMMIT}"}`]) {
    expect(readHubListing(text)).toBe(null);
  }
  expect(readHubListing(answer([...SMALL, { ...WEIGHTS, lfs: null, blobId: 7 }]))).toBe(null);
  expect(readHubListing(answer([...SMALL, { ...WEIGHTS, size: -1 }]))).toBe(null);
});

test('a file is whole when size and checksum are those of the list, git’s or SHA-256', async () => {
  const content = new TextEncoder().encode('{}\n');
  const sha256 = createHash('sha256').update(content).digest('hex');
  // `printf '{}\n' | git hash-object --stdin`
  const git = '0967ef424bce6791893e9a57bb952f80fd536e93';
  const file = { name: 'config.json', bytes: 3 } as const;
  expect(await isWhole({ ...file, checksum: { kind: 'sha256', hex: sha256 } }, content)).toBe(true);
  expect(await isWhole({ ...file, checksum: { kind: 'git-blob', hex: git } }, content)).toBe(true);
  const other = new TextEncoder().encode('{ }');
  expect(await isWhole({ ...file, checksum: { kind: 'sha256', hex: sha256 } }, other)).toBe(false);
  expect(await isWhole({ ...file, checksum: { kind: 'git-blob', hex: git } }, other)).toBe(false);
  expect(
    await isWhole({ ...file, bytes: 4, checksum: { kind: 'git-blob', hex: git } }, content),
  ).toBe(false);
});
