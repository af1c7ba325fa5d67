import { describe, expect, it } from 'vitest';
import type { Generation } from '../domain/api.ts';
import { type AnswerBlock, formatAnswer } from './answer-text.ts';
import { checkAnswer } from './check.ts';
import { composeExplanation } from './compose.ts';
import type { Evidence, RankedPassage, SymbolEvidence } from './evidence.ts';
import { passage } from './fixtures/passages.ts';
import type { Passage } from './passage.ts';
import { readQuestion } from './question.ts';

const PRICE = passage(
  'a1',
  'src/price.ts',
  '/** Sums what the items cost. */\nexport function priceOf(order: Order) {\n  return order.items.reduce(sumOf, 0);\n}',
  { name: 'priceOf', startLine: 5, definitions: [{ name: 'priceOf', kind: 'function', line: 6 }] },
);
const BILL = passage('b2', 'src/bill.ts', 'export const bill = (order) => priceOf(order);', {
  name: 'bill',
  definitions: [{ name: 'bill', kind: 'variable', line: 1 }],
});
const TEST = passage('c3', 'src/price.test.ts', "it('sums', () => priceOf(none));", {
  type: 'block',
});
const SUM = passage('d4', 'src/sum.ts', 'export function sumOf(sum, item) {\n  return sum;\n}', {
  name: 'sumOf',
  definitions: [{ name: 'sumOf', kind: 'function', line: 1 }],
});

function evidence(asked: string, more: Partial<Evidence> = {}): Evidence {
  const question = readQuestion(asked);
  return {
    question,
    generation: 3 as Generation,
    words: question.words.map(({ text }) => ({ text, chunks: 2, weight: 1, met: true })),
    passages: [PRICE, BILL].map(ranked),
    strength: {
      verdict: 'answered',
      chance: 0.9,
      features: { similarity: 0.6, coverage: 1, met: 1, named: 1 },
    },
    symbols: [SYMBOL],
    around: [PRICE, BILL],
    unknown: [],
    unanswered: [],
    ...more,
  };
}

const SYMBOL: SymbolEvidence = {
  name: 'priceOf',
  definitions: [PRICE],
  mentions: [BILL, TEST],
  calls: [{ name: 'sumOf', definition: SUM }],
};

function ranked(each: Passage): RankedPassage {
  return { passage: each, similarity: 0.5, coverage: 1, score: 1 };
}

const refusedStrength = {
  verdict: 'refused',
  chance: 0.1,
  features: { similarity: 0.1, coverage: 0.2, met: 0.2, named: 0 },
} as const;

const headings = (blocks: readonly AnswerBlock[]) =>
  blocks.flatMap((block) =>
    block.kind === 'heading' ? block.spans.map((span) => 'text' in span && span.text) : [],
  );

describe('the answer from the code', () => {
  it('says what it is, where it is used and how it hangs together', () => {
    const { blocks } = composeExplanation(evidence('how does `priceOf` work'));
    expect(headings(blocks)).toEqual(['What it is', 'Where', 'How it hangs together']);
    const text = formatAnswer(blocks);
    expect(text).toContain(
      '`priceOf`, a function in `src/price.ts`: “Sums what the items cost.” `export function priceOf(order: Order)` [CITATION chunk_00000000000000a1 L5-L6]',
    );
    expect(text).toContain('`priceOf` is tested in `src/price.test.ts`');
    expect(text).toContain('`bill` calls `priceOf` in `src/bill.ts`');
    expect(text).toContain(
      'which is defined in `src/sum.ts` [CITATION chunk_00000000000000d4 L1-L1]',
    );
  });

  it('passes the checker, and keeps each passage that it cites', () => {
    const { blocks, passages } = composeExplanation(evidence('how does `priceOf` work'));
    const { findings, claims, verified } = checkAnswer(blocks, passages);
    expect(findings).toEqual([]);
    expect(claims).toBeGreaterThan(4);
    expect(verified).toBe(claims);
    expect(passages.map(({ path }) => path)).toEqual([
      'src/price.ts',
      'src/bill.ts',
      'src/price.test.ts',
      'src/sum.ts',
    ]);
  });

  it('is the same for the same evidence', () => {
    const asked = evidence('how does `priceOf` work');
    expect(composeExplanation(asked)).toEqual(composeExplanation(asked));
  });

  it('names what is missing, and searches to try next, when it is there in part', () => {
    const asked = evidence('how does priceOf convert currencies', {
      words: [
        { text: 'priceOf', chunks: 3, weight: 2, met: true },
        { text: 'currencies', chunks: 0, weight: 4, met: false },
      ],
      unknown: [{ term: 'currencies', nearest: ['currency'] }],
    });
    const { blocks, searches, verdict } = composeExplanation({
      ...asked,
      strength: { ...asked.strength, verdict: 'partly' },
    });
    expect(verdict).toBe('partly');
    expect(headings(blocks).slice(-2)).toEqual(['Not found in the index', 'Next searches']);
    expect(formatAnswer(blocks)).toContain(
      'Nothing about “currencies”: no chunk holds the word. Nearest: currency.',
    );
    expect(searches[0]).toBe('priceOf currency');
  });
});

it('a question of which another part is answered is named as such', () => {
  const asked = evidence('how does priceOf work and which table logs it?', {
    unanswered: ['which table logs it?'],
  });
  const { blocks, passages } = composeExplanation(asked);
  expect(formatAnswer(blocks)).toContain('Nothing answers “which table logs it”.');
  expect(checkAnswer(blocks, passages).findings).toEqual([]);
});

describe('a refusal', () => {
  it('claims nothing, names the nearest files and what is missing', () => {
    const { blocks, passages } = composeExplanation(
      evidence('how does `Kubernetes` schedule', {
        strength: refusedStrength,
        symbols: [],
        words: [{ text: 'schedule', chunks: 1, weight: 3, met: false }],
      }),
    );
    expect(headings(blocks).slice(0, 3)).toEqual([
      'Judgement',
      'Nearest files',
      'Not found in the index',
    ]);
    const text = formatAnswer(blocks);
    expect(text).toContain('“Kubernetes” is defined nowhere in the index');
    expect(text).toContain('“schedule” occurs in 1 chunk, but not with the rest of the question.');
    expect(checkAnswer(blocks, passages).findings).toEqual([]);
  });

  it('says so when the index has nothing at all', () => {
    const { blocks, passages } = composeExplanation(
      evidence('why', { strength: refusedStrength, passages: [], symbols: [], around: [] }),
    );
    expect(formatAnswer(blocks)).toContain('Nothing in this index has to do with the question.');
    expect(passages).toEqual([]);
  });
});
