import { expect, it } from 'vitest';
import { blockEnd, MAX_DOCUMENT, take, takeParagraph } from './blocks.ts';

const lines = (text: string) => text.split('\n');

it.each([
  ['braces', 'function read() {\n  open();\n\n  close();\n}\n\nnext();', 'read', 5],
  ['indentation alone', 'def read():\n    open()\n\n\ndef next():', 'read', 2],
  ['words that close', 'if ready\n  open\nelse\n  wait\nend\nnext', 'ready', 5],
  ['equations of one name', 'read 0 = a\nread n = b\nnext = c', 'read', 2],
])('ends a block by %s', (_, text, name, end) => {
  expect(blockEnd(lines(text), 0, name)).toBe(end);
});

it('ends a block at the size of a chunk', () => {
  const long = ['function read() {', ...Array.from({ length: 100 }, () => `  ${'x'.repeat(48)}`)];
  expect(blockEnd(long, 0, 'read')).toBe(1 + Math.floor(MAX_DOCUMENT / 51));
});

it('takes whole lines only, a paragraph up to its blank line', () => {
  expect(take(lines('abc\ndef\nghi'), 0, 3, 9)).toBe('abc\ndef');
  expect(takeParagraph(lines('before\none\ntwo\n\nthree'), 1)).toBe('one\ntwo');
});
