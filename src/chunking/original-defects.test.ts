import { expect, test } from 'vitest';
import { chunkText, definitionsOf, shapeOf } from './fixtures/node-chunker.ts';

/** Filler that keeps neighbours from being joined. */
function body(lines: number, indent = '    '): string {
  return Array.from(
    { length: lines },
    (_, n) => `${indent}value_${n} = compute(${n}) + ${n}\n`,
  ).join('');
}

test('defect 14: imports and constants before the first Python definition are in a chunk', async () => {
  const { chunks } = await chunkText('a.py', `import os\nLIMIT = 3\n\ndef f():\n${body(60)}`);
  expect(chunks[0]?.content).toContain('import os\nLIMIT = 3');
  expect(chunks[0]?.definitions).toContainEqual({ name: 'LIMIT', kind: 'variable', line: 2 });
});

test('defect 14: decorators and the comment above go with their function', async () => {
  const text = `def first():\n${body(40)}\n# About the second.\n@cached\n@route("/x")\ndef second():\n${body(40)}`;
  const { chunks } = await chunkText('a.py', text);
  expect(chunks.map((chunk) => chunk.name)).toEqual(['first', 'second']);
  expect(
    chunks[1]?.content.startsWith('# About the second.\n@cached\n@route("/x")\ndef second'),
  ).toBe(true);
});

test('defect 14: async def begins a chunk', async () => {
  const text = `def first():\n${body(40)}\nasync def second():\n${body(40)}`;
  const { chunks } = await chunkText('a.py', text);
  expect(chunks.map(({ name, tags }) => [name, tags])).toEqual([
    ['first', []],
    ['second', ['async']],
  ]);
});

test('defect 14: a class with type parameters is a class', async () => {
  expect(await definitionsOf('a.py', 'class G[T](Base):\n    def m(self): pass\n')).toEqual([
    'class G:1',
    'method G.m:2',
  ]);
});

test('defect 14: Markdown before the first heading is kept', async () => {
  const text = `Lead paragraph.\n\n# Title\n\n${'Words and words.\n'.repeat(120)}`;
  const { chunks } = await chunkText('a.md', text);
  expect(chunks[0]?.startLine).toBe(1);
  expect(chunks[0]?.content).toContain('Lead paragraph.');
});

test('defect 14: # inside of fenced code is no heading', async () => {
  const filler = 'Words and words and words.\n'.repeat(60);
  for (const fence of ['```', '~~~~', '   ```']) {
    const text = `# Real\n\n${fence}sh\n# comment\n${fence}\n${filler}\n# Next\n${filler}`;
    const shape = await shapeOf('a.md', text);
    expect(new Set(shape.map((line) => line.split(' ').slice(1).join(' ')))).toEqual(
      new Set(['section Real', 'section Next']),
    );
  }
});

test('defect 9: the same text in two files is one content with two places', async () => {
  const text = 'export function shared() {\n  return 1;\n}\n';
  const [x, y] = await Promise.all([chunkText('x.ts', text), chunkText('lib/y.ts', text)]);
  expect(x.chunks[0]?.id).toBe(y.chunks[0]?.id);
  expect([x.chunks[0]?.path, y.chunks[0]?.path]).toEqual(['x.ts', 'lib/y.ts']);
});
