import { describe, expect, it } from 'vitest';
import { type Pair, type PairKind, pairsOf } from './pairs.ts';
import type { SourceLanguage } from './source-files.ts';

const SLASHES: SourceLanguage = { name: 'typescript', lineComment: '//', blockComments: true };
const HASH: SourceLanguage = { name: 'python', lineComment: '#', blockComments: false };

/** Always the whole prose, never the name line, never what follows the block. */
const unchanged = () => 0.99;

function pairs(kind: PairKind, text: string, language = SLASHES, path = 'src/deep/file.x'): Pair[] {
  return [...pairsOf({ path, text, language }, unchanged)].filter((pair) => pair.kind === kind);
}

const codeOf = (pair: Pair | undefined) => pair?.document.split('---\n')[1];

describe('pairs of a file', () => {
  it('asks for a declaration by its comment, which the code does not hold', () => {
    const text = [
      'const before = 1;',
      '',
      '/**',
      ' * Reads the whole file into memory.',
      ' * @param path where it is',
      ' */',
      'export function readAll(path: string) {',
      '  return decode(open(path).bytes());',
      '}',
      '',
      'const after = 2;',
    ].join('\n');
    const [pair] = pairs('declaration', text);
    expect(pair?.query).toBe('Reads the whole file into memory.');
    expect(codeOf(pair)).toBe(
      'export function readAll(path: string) {\n  return decode(open(path).bytes());\n}',
    );
  });

  it('takes a docstring out of the code', () => {
    const text = [
      'def read_all(path):',
      '    """Reads the whole file into memory.',
      '',
      '    Slow for large files.',
      '    """',
      '    return decode(open(path).read())',
    ].join('\n');
    const [pair] = pairs('declaration', text, HASH);
    expect(pair?.query).toBe('Reads the whole file into memory.');
    expect(codeOf(pair)).toBe('def read_all(path):\n    return decode(open(path).read())');
  });

  it('asks for a body by the words of its name, which the code does not show', () => {
    const text = `function readWholeFile(path) {\n${'  const bytes = open(path).bytes();\n'.repeat(5)}  return readWholeFile.decode(bytes);\n}`;
    const [pair] = pairs('name', text);
    expect(pair?.query).toBe('read whole file');
    expect(pair?.document).not.toContain('readWholeFile');
  });

  it('asks for the lines after an inline comment up to a blank line', () => {
    const text = [
      'start();',
      '// Wait until every reader is gone',
      'while (readers.size > 0) await readers.next();',
      'readers.close(); log.write(now());',
      '',
      'unrelated();',
    ].join('\n');
    const [pair] = pairs('inline', text);
    expect(pair?.query).toBe('Wait until every reader is gone');
    expect(codeOf(pair)).toBe(
      'while (readers.size > 0) await readers.next();\nreaders.close(); log.write(now());',
    );
  });

  it('asks by path for code that does not say its path', () => {
    const text = Array.from({ length: 40 }, (_, at) => `const value${at} = compute(${at});`).join(
      '\n',
    );
    const [pair] = pairs('path', text);
    expect(pair?.query).toBe('src deep file');
    expect(pair?.document).toMatch(/^File: \n/);
  });

  it('makes nothing of a licence', () => {
    const text = `// Copyright 2020 the authors. All rights reserved.\n\n${'call(value);\n'.repeat(40)}`;
    expect(pairs('file', text)).toEqual([]);
  });
});
