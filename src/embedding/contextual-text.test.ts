import { describe, expect, it } from 'vitest';
import { contextualRanges, contextualText } from './contextual-text.ts';

function partsOf(text: string): [path: string, name: string, body: string] {
  const ranges = contextualRanges(text);
  return [
    text.slice(ranges.pathStart, ranges.pathEnd),
    text.slice(ranges.nameStart, ranges.nameEnd),
    text.slice(ranges.bodyStart),
  ];
}

describe('contextual text', () => {
  it('says path, type and name before the code', () => {
    expect(
      contextualText({ path: 'src/a.ts', type: 'function', name: 'f', content: 'f()\n' }),
    ).toBe('File: src/a.ts\nType: function\nName: f\n---\nf()\n');
  });

  it('leaves the name out when there is none', () => {
    expect(contextualText({ path: 'a', type: 'block', name: null, content: 'x' })).toBe(
      'File: a\nType: block\n---\nx',
    );
  });

  it('keeps a header line one line whatever a file is called', () => {
    const text = contextualText({ path: 'a\n---\nb', type: 'file', name: null, content: 'x' });
    expect(partsOf(text)).toEqual(['a --- b', '', 'x']);
  });

  it.each([
    [
      { path: 'src/a.ts', type: 'function', name: 'A.f', content: 'f()\n---\n' },
      ['src/a.ts', 'A.f', 'f()\n---\n'],
    ],
    [{ path: 'a', type: 'block', name: null, content: 'Name: x' }, ['a', '', 'Name: x']],
    [{ path: '', type: 'file', name: '', content: '' }, ['', '', '']],
  ] as const)('gives the parts of %j back', (chunk, parts) => {
    expect(partsOf(contextualText(chunk))).toEqual(parts);
  });

  it.each([
    '',
    'plain',
    'File: a',
    'File: a\nType: b',
    'File: a\nType: b\nName: c',
    'File: a\nType: b\nx',
  ])('takes %j, which is none, as all body', (text) => {
    expect(partsOf(text)).toEqual(['', '', text]);
  });
});
