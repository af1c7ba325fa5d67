import { expect, it } from 'vitest';
import type { ChunkId, Generation } from '../domain/api.ts';
import type { AnswerBlock, Explanation, Passage } from '../explain/api.ts';
import { explainAnswerOf } from './client-explain.ts';

const ID = 'chunk_00000000000000a1' as ChunkId;
const PASSAGE: Passage = {
  chunkId: ID,
  path: 'src/add.ts',
  startLine: 1,
  endLine: 2,
  type: 'function',
  name: 'add',
  language: 'typescript',
  definitions: [],
  text: '// Adds.\nexport const add = (a, b) => a + b;',
};

function explanation(blocks: readonly AnswerBlock[], verdict: Explanation['verdict']): Explanation {
  return {
    question: 'what is add',
    generation: 7 as Generation,
    verdict,
    chance: 1,
    blocks,
    passages: [PASSAGE],
    secretChunks: [],
    searches: ['symbol:mul'],
  };
}

it('gives each sentence with the places that it cites, and what is missing apart', () => {
  const answer = explainAnswerOf(
    explanation(
      [
        { kind: 'heading', spans: [{ kind: 'text', text: 'What it is' }] },
        {
          kind: 'item',
          depth: 0,
          spans: [
            { kind: 'code', text: 'add' },
            { kind: 'text', text: ', a function ' },
            { kind: 'citation', chunkId: ID, lines: { start: 2, end: 2 } },
          ],
        },
        { kind: 'heading', spans: [{ kind: 'text', text: 'Not found in the index' }] },
        { kind: 'item', depth: 0, spans: [{ kind: 'text', text: 'no chunk holds the word mul' }] },
      ],
      'partly',
    ),
  );
  expect(answer).toEqual({
    question: 'what is add',
    generation: 7,
    verdict: 'partly',
    statements: [
      {
        heading: 'What it is',
        text: 'add, a function',
        verified: true,
        citations: [{ chunkId: ID, path: 'src/add.ts', startLine: 2, endLine: 2 }],
      },
    ],
    missing: ['no chunk holds the word mul'],
    searches: ['symbol:mul'],
    markdown: expect.stringContaining(`[CITATION ${ID}`),
  });
});

it('a sentence that cites nothing is told as not verified', () => {
  const blocks = [
    { kind: 'paragraph', spans: [{ kind: 'text', text: 'It multiplies.' }] },
  ] as const;
  expect(explainAnswerOf(explanation(blocks, 'answered')).statements).toEqual([
    { heading: '', text: 'It multiplies.', verified: false, citations: [] },
  ]);
});
