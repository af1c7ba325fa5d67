import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPlace, NOWHERE, type Place, parsePlace } from './place.ts';

const at = (changes: Partial<Place>): Place => ({ ...NOWHERE, ...changes });

test.each<[Place, string]>([
  [NOWHERE, '#/'],
  [at({ repository: 'rxjs' }), '#/rxjs'],
  [at({ repository: 'rxjs', query: 'retry delay' }), '#/rxjs?q=retry+delay'],
  [at({ repository: 'rxjs', query: 'x', mode: 'meaning' }), '#/rxjs?q=x&mode=meaning'],
  [at({ repository: 'r', query: 'x', explain: 'why x' }), '#/r?q=x&explain=why+x'],
  [at({ repository: 'r', explain: '' }), '#/r?explain='],
  [at({ repository: 'r', path: 'src/a.ts' }), '#/r/src/a.ts'],
  [at({ repository: 'r', path: 'a.ts', lines: { start: 7, end: 7 } }), '#/r/a.ts:L7'],
  [at({ repository: 'r', path: 'a.ts', lines: { start: 7, end: 9 } }), '#/r/a.ts:L7-L9'],
  [at({ repository: 'r', path: 'a:L1?b#c d' }), '#/r/a%3AL1%3Fb%23c%20d'],
])('a place and its fragment tell the same: %j %s', (place, fragment) => {
  expect(formatPlace(place)).toBe(fragment);
  expect(parsePlace(fragment)).toEqual(place);
});

test.each<[string, Partial<Place>]>([
  ['', {}],
  ['#', {}],
  ['#/r/a.ts:L9-L7', { repository: 'r', path: 'a.ts', lines: { start: 7, end: 9 } }],
  ['#/r/a.ts:L9-12', { repository: 'r', path: 'a.ts', lines: { start: 9, end: 12 } }],
  ['#/r/a.ts:L0', { repository: 'r', path: 'a.ts' }],
  ['#/r?mode=nonsense', { repository: 'r' }],
  ['#/%E0%A4%A', { repository: '%E0%A4%A' }],
])('a fragment written by hand is read as far as it can be: %s', (fragment, expected) => {
  expect(parsePlace(fragment)).toEqual(at(expected));
});

test('every place survives the address bar', () => {
  const segment = fc
    .string({ minLength: 1, unit: 'grapheme' })
    .filter((text) => !text.includes('/'));
  const lines = fc
    .tuple(fc.integer({ min: 1, max: 99_999 }), fc.nat(500))
    .map(([start, length]) => ({ start, end: start + length }));
  const place = fc.record({
    repository: segment,
    path: fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/')),
    lines: fc.option(lines),
    query: fc.string({ unit: 'grapheme' }),
    mode: fc.constantFrom('hybrid' as const, 'keyword' as const, 'meaning' as const),
    narrow: fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 3 }),
    pasted: fc.option(fc.string({ unit: 'grapheme', minLength: 1 })),
    everywhere: fc.boolean(),
    explain: fc.option(fc.string({ unit: 'grapheme' })),
  });
  fc.assert(
    fc.property(place, (any) => {
      const original = { ...any, everywhere: any.everywhere && any.pasted !== null };
      expect(parsePlace(formatPlace(original))).toEqual(original);
    }),
    { seed: 20_260_101 },
  );
});
