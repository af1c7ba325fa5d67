import { describe, expect, it } from 'vitest';
import { textOfDefinition } from './definition-text.ts';
import { passage } from './fixtures/passages.ts';

function told(text: string, line: number, language = 'typescript') {
  const where = passage('1', 'src/a', text, { language });
  const definition = { name: 'f', kind: 'function', line } as const;
  const found = textOfDefinition(where, definition, []);
  return found && [found.signature, found.doc?.sentence ?? null];
}

describe('a definition is told by its signature and the first sentence of its comment', () => {
  it.each([
    [
      'two short sentences in TypeScript',
      '/**\n * Adds. And more.\n * @param a one\n */\nexport function add(a: number): number {\n  return a;\n}',
      5,
      ['export function add(a: number): number', 'Adds. And more.'],
    ],
    [
      'a sentence over two lines',
      '/**\n * Adds two numbers,\n * also negative ones. And more.\n */\nexport const add = (a: number, b: number) => {',
      5,
      ['export const add = (a: number, b: number)', 'Adds two numbers, also negative ones.'],
    ],
    [
      'a signature over several lines',
      '// Adds all the numbers.\nfunction add(\n  a: number,\n  b: number,\n): number {',
      2,
      ['function add( a: number, b: number, ): number', 'Adds all the numbers.'],
    ],
    [
      'Python with a docstring',
      'def add(a, b):\n    """Adds two numbers.\n\n    More.\n    """\n    return a + b',
      1,
      ['def add(a, b)', 'Adds two numbers.'],
    ],
    [
      'Python with a decorator and a comment',
      '# Adds two numbers.\n@cache\ndef add(a, b):\n    return a + b',
      3,
      ['def add(a, b)', 'Adds two numbers.'],
    ],
    [
      'Rust',
      '/// Adds two numbers.\n#[inline]\npub fn add(a: u32, b: u32) -> u32 {',
      3,
      ['pub fn add(a: u32, b: u32) -> u32', 'Adds two numbers.'],
    ],
    [
      'Go',
      '// Add sums two numbers.\nfunc Add(a, b int) int {',
      2,
      ['func Add(a, b int) int', 'Add sums two numbers.'],
    ],
    [
      'C with an attribute on its own',
      '/* Adds two numbers. */\nstatic\nint add(int a, int b)\n{',
      3,
      ['int add(int a, int b)', 'Adds two numbers.'],
    ],
    [
      'a comment that is none of it',
      'const other = 1; // not this one\nfunction add(a, b) {',
      2,
      ['function add(a, b)', null],
    ],
    [
      'instructions for tools only',
      '// eslint-disable-next-line\nfunction add(a, b) {',
      2,
      ['function add(a, b)', null],
    ],
  ])('%s', (_what, text, line, expected) => {
    expect(told(text, line)).toEqual(expected);
  });

  it('that stands in the chunk before', () => {
    const before = passage('1', 'src/a.ts', '/**\n * Adds two numbers.\n */');
    const where = passage('2', 'src/a.ts', 'function add(a, b) {', { startLine: 4 });
    const definition = { name: 'add', kind: 'function', line: 4 } as const;
    expect(textOfDefinition(where, definition, [before])?.doc).toEqual({
      sentence: 'Adds two numbers.',
      passage: before,
      line: 2,
    });
  });

  it('and by nothing when its line is elsewhere', () => {
    expect(told('function add(a, b) {', 9)).toBeNull();
  });
});
