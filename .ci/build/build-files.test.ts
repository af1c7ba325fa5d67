import { expect, test } from 'vitest';
import { assetFileName, chunkFileName, packageOf } from './chunk-names.ts';
import { ENDPOINT_META_POLICY, HUB_META_POLICY, META_POLICY } from './content-security-policy.ts';
import { tierOf } from './offline.ts';

test.each([
  ['index.html', 'shell'],
  ['endpoint.html', 'shell'],
  ['hub.html', 'shell'],
  ['assets/index-B46tENBk.js', 'shell'],
  ['assets/inter-latin-wght-normal-Dx4kXJAl.woff2', 'shell'],
  ['assets/inter-cyrillic-ext-wght-normal-BOeWTOD4.woff2', 'use'],
  ['assets/tree-sitter-rust-UR1ll_wC.wasm', 'warm'],
  ['models/static-1/table.bin', 'warm'],
  ['sample/vectorgit.tar.gz', 'warm'],
  ['assets/ort-wasm-simd-threaded-UR1ll_wC.wasm', 'use'],
  ['assets/ort-wasm-simd-threaded-UR1ll_wC.js', 'use'],
  ['assets/huggingface-transformers-UR1ll_wC.js', 'use'],
  ['service-worker.js', null],
  ['asset-manifest.json', null],
  ['_headers', null],
])('%s is kept: %s', (path, tier) => {
  expect(tierOf(path)).toBe(tier);
});

test('a chunk of a package is named after it, one of ours after its module', () => {
  const rust = '/x/node_modules/@codemirror/lang-rust/dist/index.js';
  expect(chunkFileName({ name: 'dist', facadeModuleId: rust, moduleIds: [rust] })).toBe(
    'assets/codemirror-lang-rust-[hash].js',
  );
  const viewer = '/x/src/ui/viewer/viewer.tsx';
  expect(chunkFileName({ name: 'viewer', facadeModuleId: viewer, moduleIds: [rust, viewer] })).toBe(
    'assets/viewer-[hash].js',
  );
});

test('a module that is loaded as a file gets an ending that every host knows', () => {
  expect(assetFileName({ names: ['ort.mjs'] })).toBe('assets/[name]-[hash].js');
  expect(assetFileName({ names: ['ort.wasm'] })).toBe('assets/[name]-[hash][extname]');
});

test('the innermost package is the one that a module belongs to', () => {
  expect(packageOf('/x/node_modules/a/node_modules/@b/c/index.js?v=1')).toBe('@b/c');
  expect(packageOf('/x/src/ui/main.tsx')).toBe(null);
});

test('the policy names no other origin and allows no text as code', () => {
  expect(META_POLICY).not.toMatch(/https?:|\*|'unsafe-inline'|'unsafe-eval'/);
  expect(META_POLICY).toContain("default-src 'none'");
});

test('the policy of the endpoint document permits this machine and no text as code', () => {
  const origins = ENDPOINT_META_POLICY.match(/https?:\/\/[^\s;]+/g) ?? [];
  expect(origins.length).toBeGreaterThan(0);
  for (const origin of origins)
    expect(origin).toMatch(/^https?:\/\/(?:127\.0\.0\.1|localhost):\*$/);
  expect(ENDPOINT_META_POLICY).not.toMatch(/'unsafe|blob:|data:/);
});

test('the policy of the hub document permits the hub by https and no text as code', () => {
  const origins = HUB_META_POLICY.match(/https?:\/\/[^\s;]+/g) ?? [];
  expect(origins.length).toBeGreaterThan(0);
  for (const origin of origins) {
    expect(origin).toMatch(/^https:\/\/(?:huggingface\.co|\*\.huggingface\.co|\*\.hf\.co)$/);
  }
  expect(HUB_META_POLICY).not.toMatch(/'unsafe|blob:|data:/);
});
