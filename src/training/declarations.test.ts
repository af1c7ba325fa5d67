import { describe, expect, it } from 'vitest';
import { declarationOn } from './declarations.ts';

describe('declaration on a line', () => {
  it.each([
    ['export async function readAll(path) {', 'readAll'],
    ['    def find_by(self, x):', 'find_by'],
    ['func (r *Reader) Next() bool {', 'Next'],
    ['pub(crate) fn open<P>(path: P) -> Self {', 'open'],
    ['    public static int parse(String text) {', 'parse'],
    ['static void\tput_byte(struct buffer *b)', 'put_byte'],
    ['  readAll(path) {', 'readAll'],
    ['export const readAll = async (path) => {', 'readAll'],
    ['Reader.prototype.next = function () {', 'next'],
    ['foldMap :: Monoid m => m', 'foldMap'],
    ['class Reader(Base):', 'Reader'],
    ['  defp run(x) do', 'run'],
  ])('of %j is its name', (line, name) => {
    expect(declarationOn(line)?.name).toBe(name);
  });

  it.each([
    'if (x) {',
    '  return call(x);',
    '  while (more()) {',
    '} else {',
    'x = 1',
    '',
    '  throw error(x)',
  ])('is none in %j', (line) => {
    expect(declarationOn(line)).toBeNull();
  });
});
