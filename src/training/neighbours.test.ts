import { expect, it } from 'vitest';
import { neighboursOf, type PairColumns } from './neighbours.ts';
import { seededRandom } from './random.ts';

const CONTEXT = 8;
type Code = readonly (readonly [token: number, count: number, field?: number])[];

function columns(pairs: readonly { question: readonly number[]; code: Code }[]): PairColumns {
  const codes = pairs.flatMap(({ code }) => code);
  const offsets = (lengths: readonly number[]) => {
    let sum = 0;
    return Uint32Array.from([0, ...lengths], (length) => {
      sum += length;
      return sum;
    });
  };
  return {
    queryOffsets: offsets(pairs.map(({ question }) => question.length)),
    queryTokens: Uint16Array.from(pairs.flatMap(({ question }) => question)),
    documentOffsets: offsets(pairs.map(({ code }) => code.length)),
    documentTokens: Uint16Array.from(codes, ([token]) => token),
    documentCounts: Uint8Array.from(codes, ([, count]) => count),
    documentFields: Uint8Array.from(codes, ([, , field]) => field ?? 3),
  };
}

const find = (pairs: Parameters<typeof columns>[0]) => [
  ...neighboursOf(columns(pairs), seededRandom(1)),
];

it('puts a pair beside the one whose code has the words of its question, never beside itself', () => {
  const pairs = [
    {
      question: [1, 2],
      code: [
        [1, 1],
        [2, 1],
      ],
    },
    {
      question: [3],
      code: [
        [1, 2],
        [2, 1],
      ],
    },
    { question: [4], code: [[9, 1]] },
  ] as const;
  expect(find(pairs)).toEqual([1, -1, -1]);
});

it('passes over a pair with the same question, and words that only follow a code', () => {
  const pairs = [
    { question: [1], code: [[5, 1]] },
    { question: [1], code: [[1, 1]] },
    { question: [6], code: [[1, 1, 3 | CONTEXT]] },
  ] as const;
  expect(find(pairs)).toEqual([-1, -1, -1]);
});

it('takes one of the five best by BM25', () => {
  const ranked = Array.from({ length: 12 }, (_, at) => ({
    question: [100 + at],
    code: [
      [1, 12 - at],
      [200 + at, at + 1],
    ] as Code,
  }));
  const pairs = [{ question: [1], code: [[7, 13]] as Code }, ...ranked];
  const found = new Set<number>();
  for (let seed = 0; seed < 60; seed++) {
    found.add(neighboursOf(columns(pairs), seededRandom(seed))[0] as number);
  }
  expect([...found].sort()).toEqual([1, 2, 3, 4, 5]);
});
