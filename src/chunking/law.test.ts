import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createChunker } from './api.ts';

const assets = {
  async load(name: string) {
    return new Uint8Array(
      readFileSync(
        name === 'tree-sitter'
          ? resolve('node_modules/web-tree-sitter/web-tree-sitter.wasm')
          : resolve(`node_modules/@vscode/tree-sitter-wasm/wasm/${name}.wasm`),
      ),
    );
  },
};
test('smoke', async () => {
  const c = await createChunker(assets);
  const r = await c.chunk({
    path: 'a.ts',
    language: 'typescript',
    text: readFileSync('src/chunking/syntax-outline.ts', 'utf8'),
  });
  console.log(
    r.syntax,
    r.notes,
    r.chunks
      .map((k) =>
        [
          k.startLine,
          k.endLine,
          k.type,
          k.name,
          k.content.length,
          k.tags.join(),
          k.definitions.map((d) => `${d.kind} ${d.name}:${d.line}`).join(' '),
        ].join(' | '),
      )
      .join('\n'),
  );
  expect(r.chunks.length).toBeGreaterThan(2);
});
