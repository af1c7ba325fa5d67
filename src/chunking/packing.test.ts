import { expect, test } from 'vitest';
import { chunkText, shapeOf } from './fixtures/node-chunker.ts';
import { TARGET_UNITS, WHOLE_UNITS } from './packing.ts';

function statements(count: number, indent = '  '): string {
  return Array.from({ length: count }, (_, n) => `${indent}step(${n}, "some text");\n`).join('');
}

test('a small file is one chunk named by its only definition', async () => {
  expect(
    await shapeOf('a.ts', "import x from 'x';\n\nexport function f() {\n  return x;\n}\n"),
  ).toEqual(['1-5 function f']);
});

test('a small file without a main definition is one chunk of type file', async () => {
  expect(await shapeOf('a.ts', 'f(1);\ng(2);\n')).toEqual(['1-2 file null']);
});

test('a file of white space has no chunks', async () => {
  expect(await chunkText('a.ts', ' \n\t\n\n')).toEqual({ chunks: [], notes: [], syntax: 'lines' });
  expect((await chunkText('a.ts', '')).chunks).toEqual([]);
});

test('small neighbours are joined up to the target, and list all they define', async () => {
  const text = Array.from(
    { length: 40 },
    (_, n) => `function f${n}() {\n${statements(3)}}\n\n`,
  ).join('');
  const { chunks } = await chunkText('a.js', text);
  expect(chunks.length).toBeGreaterThan(2);
  for (const chunk of chunks) {
    expect(chunk.content.length).toBeLessThanOrEqual(TARGET_UNITS);
    expect([chunk.type, chunk.name]).toEqual(['block', null]);
    expect(chunk.content).toMatch(/^function/);
  }
  expect(chunks.flatMap((chunk) => chunk.definitions)).toHaveLength(40);
});

test('a large class is split into its header and its methods with qualified names', async () => {
  const method = (name: string) => `  async ${name}() {\n${statements(40, '    ')}  }\n\n`;
  const text = `/** About Big: ${'what it does and why. '.repeat(8)}*/\n@tagged\nexport class Big {\n  field = 1;\n\n${method('one')}${method('two')}}\n`;
  const { chunks } = await chunkText('a.ts', text);
  expect(chunks.map(({ type, name }) => `${type} ${name}`)).toEqual([
    'class Big',
    'method Big.one',
    'method Big.two',
  ]);
  expect(chunks[0]?.content).toMatch(
    /^\/\*\* About Big[^\n]*\n@tagged\nexport class Big \{\n {2}field = 1;\n$/,
  );
  expect(chunks[2]?.content.endsWith('  }\n\n}')).toBe(true);
});

test('a class header too small to stand alone goes with the first method, which names the chunk', async () => {
  const method = (name: string) => `  ${name}() {\n${statements(40, '    ')}  }\n`;
  const { chunks } = await chunkText('a.ts', `class Big {\n${method('one')}${method('two')}}\n`);
  expect(chunks.map(({ type, name }) => `${type} ${name}`)).toEqual([
    'method Big.one',
    'method Big.two',
  ]);
  expect(chunks[0]?.definitions.map(({ name }) => name)).toEqual(['Big', 'Big.one']);
});

test('a large function is split at its statements, and the later parts say so', async () => {
  const loop = `  for (const a of b) {\n${statements(18, '    ')}  }\n`;
  const text = `function long() {\n${loop.repeat(6)}}\n`;
  const { chunks } = await chunkText('a.js', text);
  expect(chunks.length).toBeGreaterThan(1);
  for (const [index, chunk] of chunks.entries()) {
    expect([chunk.type, chunk.name]).toEqual(['function', 'long']);
    expect(chunk.tags).toEqual(index === 0 ? [] : ['continued']);
    expect(chunk.content.length).toBeLessThanOrEqual(WHOLE_UNITS);
    if (index > 0) expect(chunk.content).toMatch(/^ {2}for/);
  }
});

test('functions inside of a large function keep its name before theirs', async () => {
  const inner = (name: string) => `  function ${name}() {\n${statements(40, '    ')}  }\n`;
  const shape = await shapeOf('a.js', `function outer() {\n${inner('a')}${inner('b')}}\n`);
  expect(shape.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
    'function outer.a',
    'function outer.b',
  ]);
});

test('variables inside of functions define nothing', async () => {
  const text = `function f() {\n  const local = 1;\n${statements(100)}}\n`;
  const { chunks } = await chunkText('a.js', text);
  expect(chunks.flatMap((chunk) => chunk.definitions.map(({ name }) => name))).toEqual(['f']);
});

test('a line longer than the target is not cut', async () => {
  const line = `const s = "${'x'.repeat(5_000)}";`;
  const { chunks } = await chunkText('a.js', `first();\n${line}\nlast();\n`);
  expect(chunks.some((chunk) => chunk.content.includes(line))).toBe(true);
});

test('a module that holds one class is named by the class', async () => {
  expect(
    await shapeOf(
      'a.rb',
      'module A\n  module B\n    class C\n      def m; 1 + 1; end\n      def n; 2 + 2; end\n      def o; 3 + 3; end\n    end\n  end\nend\n',
    ),
  ).toEqual(['1-9 class A.B.C']);
});

test('positions are right behind characters outside of the basic plane', async () => {
  const text = `const wide = "😀漢字👩‍👩‍👧";\n/* 𝒳𝒴𝒵 */ export function afterwards() {}\nclass 漢字 { 方法() {} }\n`;
  const { chunks } = await chunkText('a.ts', text);
  expect(chunks[0]?.definitions).toEqual([
    { name: 'wide', kind: 'variable', line: 1 },
    { name: 'afterwards', kind: 'function', line: 2 },
    { name: '漢字', kind: 'class', line: 3 },
    { name: '漢字.方法', kind: 'method', line: 3 },
  ]);
});

test('a licence header stays apart from the definition that follows an empty line', async () => {
  const licence = `// Licence\n${'// words of the licence, many of them\n'.repeat(30)}`;
  const text = `${licence}\n// About f.\nfunction f() {\n${statements(30)}}\n`;
  const { chunks } = await chunkText('a.js', text);
  expect(chunks.map(({ name }) => name)).toEqual([null, 'f']);
  expect(chunks[1]?.content.startsWith('// About f.')).toBe(true);
});
