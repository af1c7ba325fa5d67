import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ranksAmong } from './ranks-among.ts';

const score = fc.oneof(
  fc.constantFrom(0, -0.5, 0.25, 0.5, 1, 1 + Number.EPSILON, Number.MIN_VALUE, 1e300),
  fc.double({ min: -1, max: 1, noNaN: true }),
);

it('gives the place of each chunk in the sorted list, equal scores sharing one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(score, fc.boolean()), { minLength: 1, maxLength: 60 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.boolean(),
      (chunks, picked, isFiltered) => {
        const scores = Float64Array.from(chunks, ([value]) => value);
        const accepted = isFiltered ? Uint8Array.from(chunks, ([, isIn]) => (isIn ? 1 : 0)) : null;
        const ordinals = picked.map((index) => index % chunks.length);
        const expected = ordinals.map((ordinal) => {
          const higher = chunks.filter(
            ([value, isIn]) => value > 0 && (isIn || !isFiltered) && value > (scores[ordinal] ?? 0),
          );
          return 1 + higher.length;
        });
        expect(ranksAmong(scores, ordinals, accepted)).toEqual(expected);
      },
    ),
    { seed: 2, numRuns: 500 },
  );
});
