import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webLibrary } from '../fixtures/transformers-library.ts';
import { StaticTokenizer } from './static-tokenizer.ts';
import { CONTINUATION_PREFIX, tokenizerJson, UNKNOWN_TOKEN } from './tokenizer-file.ts';

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789éσς中か'.normalize('NFD')].filter(
  (letter) => letter !== '\u0301',
);
const vocabulary = [
  UNKNOWN_TOKEN,
  ...new Set([
    ...letters,
    ...letters.map((letter) => CONTINUATION_PREFIX + letter),
    'server',
    'http',
    'get',
    'name',
    '##ing',
    '2024',
  ]),
];
const { PreTrainedTokenizer } = await webLibrary();
const reference = new PreTrainedTokenizer(JSON.parse(tokenizerJson(vocabulary)), {});
const tokenizer = new StaticTokenizer(vocabulary);

function idsOf(text: string): number[] {
  return [...tokenizer.ids.slice(0, tokenizer.encode(text))];
}

function tokensOf(text: string): string[] {
  return idsOf(text).map((id) => vocabulary[id] ?? '');
}

describe('static tokenizer', () => {
  it.each([
    ['getHTTPServer_name2024', ['get', 'http', 'server', 'name', '2024']],
    ['NAMING', ['n', '##a', '##m', '##ing']],
    ['get-name.get', ['get', 'name', 'get']],
    ['Gét 中中か', ['get', '中', '中', 'か']],
    ['', []],
    ['()[]{};', []],
    ['ж', [UNKNOWN_TOKEN]],
  ])('cuts %j', (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  it('gives a word of over a hundred letters as one unknown token', () => {
    expect(tokensOf('a'.repeat(101))).toEqual([UNKNOWN_TOKEN]);
    expect(tokensOf('a'.repeat(100))).toHaveLength(100);
  });

  it('gives the ids that a reader of tokenizer.json gives, for any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        'getName',
        'HTTPServer',
        'ΟΔΟΣ',
        'İstanbul',
        'straße',
        '2024th',
        '한국어',
        'ﬁx',
      ),
      fc.constantFrom(' ', '\n', '_', '.', '\t', "'", '\u0301', '\u200d', '🙂', '中', '①', 'ǅ'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        expect(idsOf(text)).toEqual(reference.encode(text));
      }),
      { numRuns: 2_000, seed: 20261123 },
    );
  });

  it('still knows every word after more words than its table holds', () => {
    const small = new StaticTokenizer(vocabulary);
    for (let batch = 0; batch < 90; batch++) {
      const words = Array.from({ length: 1_000 }, (_, at) => `w${letterName(batch * 1_000 + at)}`);
      small.encode(words.join(' '));
    }
    const count = small.encode('getName');
    expect([...small.ids.slice(0, count)]).toEqual(idsOf('get name'));
  });
});

function letterName(value: number): string {
  return value.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
}
