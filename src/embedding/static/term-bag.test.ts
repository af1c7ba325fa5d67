import { expect, test } from 'vitest';
import { StaticTokenizer } from './static-tokenizer.ts';
import { TermBag } from './term-bag.ts';
import { UNKNOWN_TOKEN } from './tokenizer-file.ts';

const VOCABULARY = [UNKNOWN_TOKEN, 'get', 'name', 'file'];
const TEXT = 'File: get.ts\nType: function\nName: get\n---\nget name get';

/** Entries as `field/word×count`. */
function entriesOf(bag: TermBag): string[] {
  return Array.from(
    { length: bag.size },
    (_, at) => `${bag.fields[at]}/${VOCABULARY[bag.tokens[at] as number]}×${bag.counts[at]}`,
  );
}

test('a word is counted in each field apart, in the order of the text', () => {
  const bag = new TermBag(new StaticTokenizer(VOCABULARY), VOCABULARY.length);
  bag.countDocument(TEXT);
  expect(entriesOf(bag)).toEqual(['0/get×1', '1/get×1', '3/get×2', '3/name×1']);
  bag.countQuery('name get name');
  expect(entriesOf(bag)).toEqual(['0/name×2', '0/get×1']);
});

test('a count knows nothing of the one before, also when the numbers of counts are used up', () => {
  // So many rows leave the numbers of counts nine bits.
  const bag = new TermBag(new StaticTokenizer(VOCABULARY), 1 << 20);
  for (let count = 0; count < 1_100; count++) {
    bag.countQuery(count % 2 === 0 ? 'get name' : 'file get');
    expect(entriesOf(bag)).toEqual(
      count % 2 === 0 ? ['0/get×1', '0/name×1'] : ['0/file×1', '0/get×1'],
    );
  }
});
