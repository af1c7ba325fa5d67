import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerBlock, formatAnswer } from './answer-text.ts';
import { checkAnswer } from './check.ts';
import { passage } from './fixtures/passages.ts';
import { parseAnswer } from './parse-answer.ts';

const ADD = passage(
  'a1',
  'src/math/add.ts',
  '/**\n * Adds two numbers,\n * also negative ones.\n */\nexport function add(a: number, b: number) {\n  return a + b;\n}',
  { name: 'add', startLine: 10 },
);
const LOG = passage('b2', 'src/log.ts', 'export const log = (line: string) => sink.write(line);', {
  name: 'log',
});
const A = ADD.chunkId;
const B = LOG.chunkId;
const check = (answer: string) => checkAnswer(parseAnswer(answer), [ADD, LOG]);
const kinds = (answer: string) => check(answer).findings.map(({ kind }) => kind);

describe('a claim is verified', () => {
  it.each([
    ['with a citation in it', `\`add\` returns the sum [CITATION ${A}].`],
    ['with a citation behind its end', `The function \`add\` returns the sum. [CITATION ${A}]`],
    ['with lines within the passage', `\`add\` returns the sum [CITATION ${A} L14-L16].`],
    [
      'with a quotation over two lines of a comment',
      `It “Adds two numbers, also negative ones.” [CITATION ${A}]`,
    ],
    [
      'with code in another white space',
      `It does \`return  a+b\`, no: \`return a + b;\` [CITATION ${A}].`.replace(
        '`return  a+b`, no: ',
        '',
      ),
    ],
    [
      'with a shortened quotation',
      `\`export function add(a: number … return a + b\` [CITATION ${A}].`,
    ],
    ['with two ids in one bracket', `\`add\` and \`log\` are there [CITATION ${A}, ${B}].`],
    ['with a path in back-ticks', `\`src/math/add.ts\` adds [CITATION ${A}].`],
  ])('%s', (_what, answer) => {
    expect(check(answer)).toMatchObject({ claims: 1, verified: 1, findings: [] });
  });
});

describe('the same text in two files', () => {
  const other = passage('a1', 'lib/sum of all.ts', ADD.text, { name: 'add', startLine: 10 });
  const place = (answer: string) => {
    const { findings, places } = checkAnswer(parseAnswer(answer), [ADD, other]);
    return { findings, paths: places.map(({ path }) => path) };
  };

  it('is cited where the claim names it, also by a path with blanks', () => {
    const answer = `\`lib/sum of all.ts\` [CITATION ${A}]`;
    expect(place(answer)).toEqual({ findings: [], paths: ['lib/sum of all.ts'] });
  });

  it('is cited at its best place when none is named', () => {
    const answer = `\`add\` returns the sum [CITATION ${A}].`;
    expect(place(answer)).toEqual({ findings: [], paths: ['src/math/add.ts'] });
  });
});

describe('a claim is unverified', () => {
  it.each([
    ['no-citation', 'The function adds numbers.'],
    ['unknown-chunk', 'The function adds numbers [CITATION chunk_ffffffffffffffff].'],
    ['unknown-chunk', 'The function adds numbers [CITATION chunk_a1].'],
    ['unknown-chunk', `The function adds numbers [CITATION ${A}0].`],
    ['lines-outside', `The function \`add\` adds numbers [CITATION ${A} L400-L410].`],
    ['quote-not-found', `It does \`return a - b;\` [CITATION ${A}].`],
    ['quote-not-found', `It says “multiplies two big numbers” [CITATION ${A}].`],
    [
      'quote-not-found',
      `The function \`add\` does \`sink.write(line); \` and more [CITATION ${A}].`.replace(
        'sink.write(line); ',
        'sink .write(line);',
      ),
    ],
    ['unknown-name', `\`multiply\` adds numbers [CITATION ${A}].`],
    ['nothing-in-common', `Passwords are hashed with salt [CITATION ${B}].`],
  ])('%s: %s', (kind, answer) => {
    expect(kinds(answer)).toContain(kind);
    expect(check(answer).verified).toBe(0);
  });

  it('when one of its two citations names nothing', () => {
    const answer = check(`\`add\` adds numbers [CITATION ${A}] [CITATION chunk_0123456789abcdef].`);
    expect(answer).toMatchObject({ claims: 1, verified: 0 });
    expect(answer.places).toHaveLength(1);
  });

  it('and its neighbour in the same paragraph may be verified', () => {
    expect(check(`\`add\` adds numbers [CITATION ${A}]. It also sends mail.`)).toMatchObject({
      claims: 2,
      verified: 1,
    });
  });

  it('when a fence shows code that stands nowhere in what is cited', () => {
    const shown = (code: string) =>
      `The code of \`add\` [CITATION ${A}]:\n\`\`\`ts\n${code}\n\`\`\``;
    expect(check(shown('return a + b;'))).toMatchObject({ claims: 2, verified: 2 });
    expect(check(shown('return steal(a);'))).toMatchObject({ claims: 2, verified: 1 });
    expect(check(shown('sink.write(line)'))).toMatchObject({ claims: 2, verified: 1 });
  });
});

it('what is said to be missing needs no citation, and is held to those it makes', () => {
  const missing = '## Not found in the index\n- How `retry` is configured.\n';
  expect(check(missing)).toMatchObject({ claims: 0, verified: 0, findings: [] });
  expect(kinds(`${missing}- See [CITATION chunk_ffffffffffffffff].`)).toEqual(['unknown-chunk']);
});

it('a citation leads to the cited lines, of several places of one text to the one with these lines', () => {
  const copy = { ...ADD, path: 'src/copy.ts', startLine: 50, endLine: 56 };
  const { places } = checkAnswer(parseAnswer(`\`add\` [CITATION ${A} L50-L51] [CITATION ${A}].`), [
    ADD,
    copy,
  ]);
  expect(places).toEqual([
    { chunkId: A, path: 'src/copy.ts', startLine: 50, endLine: 51 },
    { chunkId: A, path: 'src/math/add.ts', startLine: 10, endLine: 16 },
  ]);
});

it('an answer that is written out and read again is checked to the same outcome', () => {
  const blocks: AnswerBlock[] = [
    { kind: 'heading', spans: [{ kind: 'text', text: 'What it is' }] },
    {
      kind: 'item',
      depth: 0,
      spans: [
        { kind: 'code', text: 'add' },
        { kind: 'text', text: ' says ' },
        { kind: 'quote', text: 'Adds two numbers, also negative ones.' },
        { kind: 'text', text: ' ' },
        { kind: 'citation', chunkId: A, lines: { start: 11, end: 12 } },
        { kind: 'text', text: '.' },
      ],
    },
    { kind: 'fence', text: 'return a + b;' },
  ];
  const made = checkAnswer(blocks, [ADD]);
  expect(checkAnswer(parseAnswer(formatAnswer(blocks)), [ADD])).toEqual(made);
  expect(made).toMatchObject({ claims: 2, verified: 2 });
});

it('any text is read and checked without failing, and only retrieved ids become links', () => {
  const piece = fc.constantFrom(
    '`',
    '```',
    '[CITATION ',
    A,
    ']',
    '“',
    '”',
    '"',
    '# ',
    '- ',
    '\n',
    '. ',
    '<img src=x>',
    '![](http://e.vil/)',
    'add',
    ' ',
    '\u202e',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
      const answer = check(pieces.join(''));
      expect(answer.verified).toBeLessThanOrEqual(answer.claims);
      for (const block of answer.blocks) {
        if (block.kind !== 'paragraph' && block.kind !== 'item') continue;
        for (const span of block.claims.flatMap(({ spans }) => spans)) {
          if (span.kind === 'citation' && span.place !== null)
            expect([A, B]).toContain(span.chunkId);
        }
      }
    }),
    { seed: 6, numRuns: 300 },
  );
});
