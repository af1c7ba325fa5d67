import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../codec/utf8.ts';
import { bm25, idf } from './bm25.ts';
import { Lexicon } from './lexicon.ts';
import { PostingsReader } from './postings-reader.ts';
import { IN_NAME, IN_PATH, type LexicalDocument, PostingsWriter } from './postings-writer.ts';

function indexOf(documents: readonly { path: string; names?: string[]; content: string }[]) {
  const writer = new PostingsWriter();
  for (const document of documents) writer.add({ names: [], ...document });
  return new PostingsReader(writer.finish());
}

describe('postings', () => {
  it('hold documents, occurrences and fields of each term', () => {
    const reader = indexOf([
      { path: 'x/alpha.ts', content: 'beta beta gamma' },
      { path: 'x/y.ts', names: ['gamma'], content: 'gamma' },
    ]);
    const beta = reader.postings(reader.find('beta'));
    expect([...beta.documents]).toEqual([0]);
    expect([...beta.frequencies]).toEqual([2]);
    const gamma = reader.postings(reader.find('gamma'));
    expect([...gamma.documents]).toEqual([0, 1]);
    expect([...gamma.fields]).toEqual([0, IN_NAME]);
    const alpha = reader.postings(reader.find('alpha'));
    expect([[...alpha.frequencies], [...alpha.fields]]).toEqual([[0], [IN_PATH]]);
    expect(reader.find('absent')).toBe(-1);
  });

  it('equal a count by hand for any documents', () => {
    const word = fc.constantFrom('ab', 'ba', 'abc', 'zz', '__proto__', 'constructor', '検');
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 12 }), { maxLength: 8 }), (texts) => {
        const reader = indexOf(texts.map((text) => ({ path: '', content: text.join(' ') })));
        for (const [term, spelt] of [
          ['ab', 'ab'],
          ['abc', 'abc'],
          ['zz', 'zz'],
          ['検', '検'],
        ] as const) {
          const expected = texts.flatMap((text, document) => {
            const count = text.filter((candidate) => candidate === spelt).length;
            return count === 0 ? [] : [[document, count]];
          });
          const rank = reader.find(term);
          const list = rank === -1 ? null : reader.postings(rank);
          const actual =
            list === null ? [] : [...list.documents].map((d, i) => [d, list.frequencies[i]]);
          expect(actual).toEqual(expected);
        }
      }),
      { seed: 11 },
    );
  });

  it('visit the terms of a prefix in order', () => {
    const reader = indexOf([{ path: '', content: 'abc abd b ab' }]);
    const terms: string[] = [];
    reader.forEachTermFrom('ab', (term) => terms.push(term));
    expect(terms).toEqual(['ab', 'abc', 'abd']);
  });
});

describe('BM25', () => {
  it('rises with occurrences, falls with length, and is never negative', () => {
    expect(bm25(1, 2, 10, 10)).toBeGreaterThan(bm25(1, 1, 10, 10));
    expect(bm25(1, 1, 20, 10)).toBeLessThan(bm25(1, 1, 10, 10));
    expect(idf(10, 10)).toBeGreaterThan(0);
  });
});

it('a lexicon of segments before changes no byte', () => {
  const first = [{ path: 'a/b.ts', names: ['readFile'], content: 'readFile(größe) // 日本' }];
  const second = [
    {
      path: 'c.ts',
      names: [],
      content: 'the size of readFiles',
      ascii: encodeUtf8('the size of readFiles'),
    },
  ];
  const bytesOf = (documents: readonly LexicalDocument[], lexicon?: Lexicon): Uint8Array => {
    const writer = new PostingsWriter(lexicon);
    for (const document of documents) writer.add(document);
    return writer.finish();
  };
  const shared = new Lexicon();
  expect(bytesOf(first, shared)).toEqual(bytesOf(first));
  expect(bytesOf(second, shared)).toEqual(bytesOf(second));
  expect(shared.terms).toContain('日');
});
