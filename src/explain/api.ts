export * from './answer-text.ts';
export {
  type CheckedAnswer,
  type CheckedBlock,
  type CheckedClaim,
  type CheckedSpan,
  type CitedPlace,
  checkAnswer,
  type Finding,
  type FindingKind,
} from './check.ts';
export { composeExplanation, type Explanation } from './compose.ts';
export { type EvidencePorts, gatherEvidence } from './evidence.ts';
export { parseAnswer } from './parse-answer.ts';
export type { Passage } from './passage.ts';
export { type CitationFate, fateOf, type KeptCitation, type PresentState } from './recheck.ts';
