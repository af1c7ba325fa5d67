import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachWord } from '../analysis/analyzer.ts';
import { encodeUtf8 } from '../codec/utf8.ts';
import { WordTable } from './word-table.ts';

function words(text: string): string[] {
  const found: string[] = [];
  forEachWord(text, (word) => found.push(word));
  return found;
}

/** A table whose ids are the numbers of the words in the order of their first occurrence. */
function tableOf() {
  const known: string[] = [];
  const table = new WordTable((word) => [known.push(word) - 1]);
  const read = (text: string): (string | undefined)[] => {
    const count = table.read(encodeUtf8(text));
    return Array.from(
      table.found.subarray(0, count),
      (word) => known[table.ids(word)[0] as number],
    );
  };
  return { known, table, read };
}

test('the words of ASCII texts are those that the analyzer finds, each asked for once', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'B', '1', '_', '$', ' ', '\n', '.', '~', '\0'),
  });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
      const { known, read } = tableOf();
      for (const one of texts) expect(read(one)).toEqual(words(one));
      expect(known).toEqual([...new Set(texts.flatMap(words))]);
    }),
    { seed: 7 },
  );
});

test('more words than the first table holds are all told apart', () => {
  const { known, table, read } = tableOf();
  const many = Array.from({ length: 40_000 }, (_, index) => `word${index}`);
  expect(read(many.join(' '))).toEqual(many);
  expect(read(many.toReversed().join(' '))).toEqual(many.toReversed());
  expect(known).toHaveLength(40_000);
  expect(table.size).toBe(40_000);
});
