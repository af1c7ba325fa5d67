import { describe, expect, it } from 'vitest';
import { contextualRanges, contextualText } from '../contextual-text.ts';
import { FIELDS, scanFields } from './code-fields.ts';

/** The words of each field, in order. */
function fieldsOf(
  content: string,
  path = 'a/b.ts',
  name: string | null = null,
): Record<string, string> {
  const text = contextualText({ path, type: 'block', name, content });
  const found: Record<string, string> = {};
  scanFields(text, contextualRanges(text), (field, start, end) => {
    const key = FIELDS[field] ?? '';
    const words = text.slice(start, end).match(/\w+/g) ?? [];
    if (words.length > 0) found[key] = [found[key], ...words].filter(Boolean).join(' ');
  });
  return found;
}

describe('fields of a contextual text', () => {
  it('takes path and name from the header and leaves the type out', () => {
    expect(fieldsOf('x', 'src/a.ts', 'A.f')).toEqual({ path: 'src a ts', name: 'A f', body: 'x' });
  });

  it.each([
    ['// why\ncode', 'why', 'code'],
    ['code // why\nmore', 'why', 'code more'],
    ['/* why\n so */\ncode', 'why so', 'code'],
    ['code /* why\nso */\nmore', 'why so', 'code more'],
    ['x = 1  # why\ny', 'why', 'x 1 y'],
    ['"""Why\nso."""\nx', 'Why so', 'x'],
    ['"""Why."""\nx', 'Why', 'x'],
    ['-- | why\nx', 'why', 'x'],
    [' * why\n */\nx', 'why', 'x'],
  ])('tells the comment in %j', (content, comment, body) => {
    expect(fieldsOf(content)).toEqual({ path: 'a b ts', comment, body });
  });

  it.each(['#include <x>', '#[test]', '"http://x"', 'a - -b', '*p = 1', 'i--;'])(
    'sees no comment in %j',
    (content) => {
      expect(fieldsOf(content).comment).toBeUndefined();
    },
  );

  it.each([
    ['export async function readAll(x) {', 'readAll'],
    ['    def self.find_by(x)', 'find_by'],
    ['func (r *Reader) Next() bool {', 'Next'],
    ['pub(crate) struct Index<T> {', 'Index'],
    ['class Größe:', 'Größe'],
    ['return x', undefined],
  ])('takes the declared name of %j', (content, name) => {
    const text = contextualText({ path: 'a', type: 'block', name: null, content });
    const names: string[] = [];
    scanFields(text, contextualRanges(text), (field, start, end) => {
      if (FIELDS[field] === 'name') names.push(text.slice(start, end));
    });
    expect(names).toEqual(name === undefined ? [] : [name]);
  });
});
