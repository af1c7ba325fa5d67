import { expect, it } from 'vitest';
import { commentAt, docstringAfter } from './comments.ts';
import type { SourceLanguage } from './source-files.ts';

const SLASHES: SourceLanguage = { name: 'typescript', lineComment: '//', blockComments: true };
const HASH: SourceLanguage = { name: 'elixir', lineComment: '#', blockComments: false };
const DASHES: SourceLanguage = { name: 'haskell', lineComment: '--', blockComments: false };

it.each([
  ['lines', SLASHES, '/// Reads a file.\n// Slow.\nread();', 'Reads a file.\nSlow.', 2],
  ['a block', SLASHES, '  /**\n   * Reads a file.\n   */\nread();', 'Reads a file.', 3],
  ['a block on one line', SLASHES, '/* Reads. */ read();', 'Reads.', 1],
  ['a block without an end', SLASHES, '/* Reads.', null, 0],
  ['marks of Haskell', DASHES, '-- | Reads a file.\nread', 'Reads a file.', 1],
  ['a block of Haskell', DASHES, '{- Reads a file. -}\nread', 'Reads a file.', 1],
  ['a heredoc', HASH, '@doc """\nReads a file.\n"""\ndef read', 'Reads a file.', 3],
  ['what is no comment', HASH, '#include <stdio.h>', null, 0],
  ['code', SLASHES, 'read(); // now', null, 0],
] as const)('reads %s', (_, language, text, expected, end) => {
  const found = commentAt(text.split('\n'), 0, { path: 'a', text, language });
  expect(found?.text.trim() ?? null).toBe(expected);
  expect(found?.end ?? 0).toBe(end);
});

it('finds a docstring after a signature of several lines, never behind the first statement', () => {
  const lines = [
    'def read(',
    '    path,',
    '):',
    "    r'''Reads a file.",
    "    Slow.'''",
    '    return 1',
  ];
  expect(docstringAfter(lines, 0, 6)).toEqual({
    text: 'Reads a file.\n    Slow.',
    start: 3,
    end: 5,
  });
  const late = ['def read(path):', '    open(path)', '    """Not a docstring."""'];
  expect(docstringAfter(late, 0, 3)).toBeNull();
  expect(docstringAfter(['read = 1', '"""Prose."""'], 0, 2)).toBeNull();
});
