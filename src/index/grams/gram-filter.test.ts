import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GramFilter, GramFilterWriter, gramsOf } from './gram-filter.ts';
import { foldUnit } from './gram-fold.ts';

const line = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'É', 'é', '漢', '(', ' ', '1') });

it('never denies a run of characters that is in a document, in any case', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(line, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      fc.nat(),
      (documents, from, length) => {
        const writer = new GramFilterWriter();
        for (const lines of documents) writer.add(lines.join('\n'));
        const filter = new GramFilter(writer.finish());
        for (const [document, lines] of documents.entries()) {
          for (const text of lines) {
            const start = from % (text.length + 1);
            const part = text.slice(start, start + 3 + (length % 9)).toUpperCase();
            const condition = { kind: 'grams', hashes: gramsOf(part) } as const;
            expect(filter.mayHold(document, document + 1, condition)).toBe(true);
          }
        }
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

it('denies nearly all documents that do not hold a run', () => {
  const writer = new GramFilterWriter();
  for (let index = 0; index < 500; index++)
    writer.add(`const value${index} = compute(${index * 7});`);
  const filter = new GramFilter(writer.finish());
  const condition = { kind: 'grams', hashes: gramsOf('functionName') } as const;
  const kept = Array.from({ length: 500 }, (_, index) =>
    filter.mayHold(index, index + 1, condition),
  );
  expect(kept.filter(Boolean).length).toBeLessThan(10);
});

it('folds alike whatever an expression takes for the same', () => {
  const cased: string[] = [];
  for (let unit = 1; unit < 0x1_0000; unit++) {
    const char = String.fromCharCode(unit);
    if (unit >= 0xd800 && unit <= 0xdfff) continue;
    if (char !== char.toLowerCase() || char !== char.toUpperCase()) cased.push(char);
  }
  const all = cased.join('');
  const wrong: string[] = [];
  for (const char of cased) {
    for (const flags of ['giu', 'gi']) {
      for (const [other] of all.matchAll(new RegExp(char, flags))) {
        const same = foldUnit(char.charCodeAt(0)) === foldUnit(other.charCodeAt(0));
        if (!same) wrong.push(`${flags} ${char} ${other}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

it('refuses rows that do not follow each other', () => {
  const writer = new GramFilterWriter();
  writer.add('abc');
  writer.add('def');
  const bytes = writer.finish();
  bytes[8] = 9;
  expect(() => new GramFilter(bytes)).toThrow(/damaged|too early/);
});
