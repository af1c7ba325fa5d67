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
export { AnswerStream, type StreamEvent, withoutThinking } from './endpoint/answer-stream.ts';
export {
  type AddressProblem,
  ANSWER_TOKENS,
  chatRequest,
  type EndpointProtocol,
  type EndpointRequest,
  type EndpointSettings,
  KNOWN_SERVERS,
  modelsIn,
  modelsUrl,
  readAddress,
} from './endpoint/endpoint.ts';
export {
  type EndpointFailure,
  type EndpointFailureKind,
  failureInStream,
  failureOfStatus,
} from './endpoint/endpoint-failure.ts';
export { type EvidencePorts, gatherEvidence } from './gather-evidence.ts';
export { parseAnswer } from './parse-answer.ts';
export type { Passage } from './passage.ts';
export {
  buildPrompt,
  type ChatMessage,
  estimateTokens,
  type LeftOut,
  type Prompt,
  type PromptOptions,
  promptText,
  repairMessages,
} from './prompt.ts';
export { findingsToKeep, type KeptFindings, readKeptFindings, recallAnswer } from './recall.ts';
export { type CitationFate, fateOf, type KeptCitation, type PresentState } from './recheck.ts';
export {
  failureOfModel,
  isTextModel,
  planTextModel,
  promptShare,
  type TextModelPlan,
  windowOf,
} from './text-model.ts';
