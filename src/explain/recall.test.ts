import { describe, expect, it } from 'vitest';
import type { ChunkId } from '../domain/api.ts';
import { checkAnswer } from './check.ts';
import { passage } from './fixtures/passages.ts';
import { parseAnswer } from './parse-answer.ts';
import { findingsToKeep, readKeptFindings, recallAnswer } from './recall.ts';

const ADD = passage('a1', 'src/add.ts', '// Adds.\nexport const add = (a, b) => a + b;', {
  startLine: 4,
});
const OTHER = passage('b2', 'src/sum.ts', 'export const sum = (list) => list.reduce(add);');
/** What is kept of a cited place: only its lines. */
const KEPT = [{ ...ADD, startLine: 5, text: 'export const add = (a, b) => a + b;' }].map(
  ({ chunkId, path, startLine, endLine, text }) => ({ chunkId, path, startLine, endLine, text }),
);
const TEXT = [
  '## Answer',
  `- \`add\` adds, and \`sum\` uses it [CITATION ${ADD.chunkId} L5-L5].`,
  '- Nobody cites this. `nothing` is known [CITATION chunk_ffffffffffffffff].',
  '```',
  'not to be found',
  '```',
].join('\n');

describe('a kept answer', () => {
  it('is shown with the verdicts it had, though only the lines it cites were kept', () => {
    const live = checkAnswer(parseAnswer(TEXT), [ADD, OTHER]);
    const recalled = recallAnswer(TEXT, KEPT, findingsToKeep(live));
    const shown = ({ blocks }: typeof live) => JSON.parse(JSON.stringify(blocks));
    expect(shown(recalled)).toEqual(shown(live));
  });

  it('survives being stored, and what is no finding is left out', () => {
    const findings = findingsToKeep(checkAnswer(parseAnswer(TEXT), [ADD, OTHER]));
    expect(readKeptFindings(JSON.parse(JSON.stringify(findings)))).toEqual(findings);
    expect(readKeptFindings([[{ kind: 'x', excerpt: 'y' }, 7], 'z'])).toEqual([[], []]);
    expect(readKeptFindings(undefined)).toBeNull();
  });

  it('of an earlier build says nothing of faults, and links what it cites', () => {
    const recalled = recallAnswer(TEXT, KEPT, null);
    const claims = recalled.blocks.flatMap((block) => ('claims' in block ? block.claims : []));
    expect(claims.flatMap(({ findings }) => findings)).toEqual([]);
    expect(claims.map(({ status }) => status)).not.toContain('unverified');
    expect(recalled.places).toEqual([
      { chunkId: ADD.chunkId as ChunkId, path: 'src/add.ts', startLine: 5, endLine: 5 },
    ]);
  });
});
