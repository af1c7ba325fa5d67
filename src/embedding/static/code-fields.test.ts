import { describe, expect, it } from 'vitest';
import { contextualRanges, contextualText } from '../contextual-text.ts';
import { FIELDS, FieldRanges, scanFields } from './code-fields.ts';

/** Field and text of each range. */
function partsOf(text: string): (readonly [string, string])[] {
  const ranges = new FieldRanges();
  scanFields(text, contextualRanges(text), ranges);
  return Array.from({ length: ranges.count }, (_, at) => [
    FIELDS[ranges.fields[at] ?? -1] ?? '',
    text.slice(ranges.starts[at], ranges.ends[at]),
  ]);
}

/** The words of each field, in order. */
function fieldsOf(
  content: string,
  path = 'a/b.ts',
  name: string | null = null,
): Record<string, string> {
  const text = contextualText({ path, type: 'block', name, content });
  const found: Record<string, string> = {};
  for (const [key, part] of partsOf(text)) {
    const words = part.match(/\w+/g) ?? [];
    if (words.length > 0) found[key] = [found[key], ...words].filter(Boolean).join(' ');
  }
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
    const names = partsOf(text).flatMap(([field, part]) => (field === 'name' ? [part] : []));
    expect(names).toEqual(name === undefined ? [] : [name]);
  });
});

it('a text of more lines than there was room for has a range for each', () => {
  const content = Array.from({ length: 2_000 }, (_, line) => `word${line}`).join('\n');
  expect(fieldsOf(content).body?.split(' ')).toHaveLength(2_000);
});
