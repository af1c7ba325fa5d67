import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GramCondition, gramsOf } from '../../index/api.ts';
import { gramCondition } from './gram-condition.ts';
import { regexSpans } from './line-scan.ts';

const SPAN = { start: 0, end: 1 };

function ofRegex(source: string, flags = 'iu'): GramCondition | null {
  return gramCondition({ kind: 'regex', source, flags, span: SPAN });
}

const run = (text: string): GramCondition => ({ kind: 'grams', hashes: gramsOf(text) });

describe('what a text must hold', () => {
  it.each([
    ['abcd', run('abcd')],
    ['\\babcd\\b', run('abcd')],
    ['abc.*defg', { kind: 'all', conditions: [run('abc'), run('defg')] }],
    ['abcd|efgh', { kind: 'any', conditions: [run('abcd'), run('efgh')] }],
    ['abcd|ef', null],
    ['(abcd|efgh)x?', { kind: 'any', conditions: [run('abcd'), run('efgh')] }],
    ['(?:ab)cd', run('abcd')],
    ['abc+d', { kind: 'all', conditions: [run('abc')] }.conditions[0]],
    ['xabc(?=foo)', run('xabc')],
    ['a\\.bc', run('a.bc')],
    ['a[.]bc', run('a.bc')],
    ['\\w+', null],
    ['(abcd)?', null],
    ['(abcd){0,2}', null],
    ['(abcd){2,}', { kind: 'all', conditions: [run('abcd'), run('abcd')] }],
    ['foo\\(bar', run('foo(bar')],
  ])('%s asks for its fixed parts', (source, expected) => {
    expect(ofRegex(source)).toEqual(expected);
  });

  it('is never more than a match holds', () => {
    const leaf = fc.constantFrom(
      ...[
        'a',
        'b',
        'abc',
        'ab ',
        '.',
        '\\w',
        '[ab]',
        '[^a]',
        '\\.',
        '^',
        '$',
        '\\b',
        'é',
        '\\x61',
        '(?=a)',
        '(?!b)',
      ],
    );
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('?', '*', '+', '{2}', '{0,1}', '+?'))
          .map(([a, quantifier]) => `(?:${a})${quantifier}`),
      ),
    }));
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', 'A', ' ', '.', 'é'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(pattern, text, (source, line) => {
        const matches = regexSpans(source, 'iu', line);
        const condition = ofRegex(source);
        if (matches.length === 0 || condition === null) return;
        const held = new Set(gramsOf(line));
        const fulfilled = (node: GramCondition): boolean =>
          node.kind === 'grams'
            ? node.hashes.every((hash) => held.has(hash))
            : node.kind === 'all'
              ? node.conditions.every(fulfilled)
              : node.conditions.some(fulfilled);
        expect(fulfilled(condition), `/${source}/ in ${line}`).toBe(true);
      }),
      { seed: 11, numRuns: 5_000 },
    );
  });
});
