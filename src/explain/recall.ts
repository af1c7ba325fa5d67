/**
 * A kept answer as it was shown. What it was checked against is gone but for the lines that it cites, so the verdicts
 * were kept, too, and are put back.
 */
import {
  type CheckedAnswer,
  type CheckedBlock,
  checkAnswer,
  type Finding,
  type FindingKind,
} from './check.ts';
import { withoutThinking } from './endpoint/answer-stream.ts';
import { parseAnswer } from './parse-answer.ts';
import type { KeptCitation } from './recheck.ts';

/** What was wrong with each claim and each quoted block, in order; empty for what was not. */
export type KeptFindings = readonly (readonly Finding[])[];

/** The findings of an answer, for `recallAnswer`. */
export function findingsToKeep({ blocks }: CheckedAnswer): KeptFindings {
  return blocks.flatMap((block) => {
    if (block.kind === 'heading') return [];
    return block.kind === 'fence' ? [block.findings] : block.claims.map((claim) => claim.findings);
  });
}

/**
 * The answer from its Markdown, with links to the places it cites. `kept` is null for answers that were kept without
 * findings: then nothing is said of what was verified.
 */
export function recallAnswer(
  text: string,
  citations: readonly KeptCitation[],
  kept: KeptFindings | null,
): CheckedAnswer {
  const passages = citations.map((citation) => ({
    ...citation,
    type: 'block' as const,
    name: null,
    language: 'text',
    definitions: [],
  }));
  const answer = checkAnswer(parseAnswer(withoutThinking(text)), passages);
  let at = 0;
  const next = <Status extends string>(status: Status) => {
    const findings = kept?.[at++] ?? [];
    const calm = status === 'unverified' ? 'verified' : status;
    return { findings, status: findings.length > 0 ? ('unverified' as const) : calm };
  };
  const blocks = answer.blocks.map((block): CheckedBlock => {
    if (block.kind === 'heading') return block;
    if (block.kind === 'fence') return { ...block, ...next(block.status) } as CheckedBlock;
    const claims = block.claims.map((claim) => ({ ...claim, ...next(claim.status) }));
    return { ...block, claims } as CheckedBlock;
  });
  return { ...answer, blocks };
}

const KINDS: readonly FindingKind[] = [
  'no-citation',
  'unknown-chunk',
  'lines-outside',
  'quote-not-found',
  'unknown-name',
  'nothing-in-common',
];

/** Reads findings from what was stored; null when they are none. */
export function readKeptFindings(value: unknown): KeptFindings | null {
  if (!Array.isArray(value)) return null;
  return value.map((findings: unknown) =>
    Array.isArray(findings) ? findings.flatMap(readFinding) : [],
  );
}

function readFinding(value: unknown): Finding[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, excerpt } = value as Readonly<Record<string, unknown>>;
  const known = KINDS.find((candidate) => candidate === kind);
  return known !== undefined && typeof excerpt === 'string' ? [{ kind: known, excerpt }] : [];
}
