/**
 * The answer without a model: what the passages say of themselves, arranged. Every statement is made of names, paths
 * and verbatim quotations, and cites the lines it was taken from, so that the checker must find nothing.
 */
import type { ChunkId, Generation } from '../domain/api.ts';
import type { AnswerBlock } from './answer-text.ts';
import type { Evidence, Strength } from './evidence.ts';
import { missingPart, nextSearches, refusal, searchPart } from './missing-part.ts';
import { type Passage, placeKey } from './passage.ts';

import { whatPart } from './subject-part.ts';
import { bondPart, wherePart } from './usage-part.ts';

/** An answer made of passages alone, or the refusal of one. */
export interface Explanation {
  readonly question: string;
  readonly generation: Generation;
  readonly verdict: Strength['verdict'];
  /** 0 to 1: the calibrated chance that the code answers the question. */
  readonly chance: number;
  readonly blocks: readonly AnswerBlock[];
  /** All that was retrieved, best first: what citations may name. */
  readonly passages: readonly Passage[];
  /** Of these, the ones that look as if they held a secret: never sent to a model. Filled in by the engine. */
  readonly secretChunks: readonly ChunkId[];
  /** Further queries worth trying, best first. */
  readonly searches: readonly string[];
}

/** Pure: the same evidence gives the same answer. */
export function composeExplanation(evidence: Evidence): Explanation {
  const { verdict, chance } = evidence.strength;
  const searches = nextSearches(evidence);
  const blocks =
    verdict === 'refused'
      ? [...refusal(evidence), ...missingPart(evidence, true), ...searchPart(searches)]
      : [
          ...whatPart(evidence),
          ...wherePart(evidence),
          ...bondPart(evidence),
          ...missingPart(evidence, false),
          ...(verdict === 'partly' ? searchPart(searches) : []),
        ];
  return {
    question: evidence.question.text,
    generation: evidence.generation,
    verdict,
    chance,
    blocks,
    passages: passagesToKeep(evidence, blocks),
    secretChunks: [],
    searches,
  };
}

/** Ranked passages, then definitions of symbols, then whatever else the answer cites; each place once. */
function passagesToKeep(evidence: Evidence, blocks: readonly AnswerBlock[]): Passage[] {
  const places = new Map<string, Passage>();
  const add = (passage: Passage): void => {
    const key = placeKey(passage);
    if (!places.has(key)) places.set(key, passage);
  };
  for (const { passage } of evidence.passages) add(passage);
  for (const { definitions } of evidence.symbols) definitions.forEach(add);
  const cited = new Set(
    blocks.flatMap((block) =>
      block.kind === 'fence'
        ? []
        : block.spans.flatMap((span) => (span.kind === 'citation' ? [span.chunkId] : [])),
    ),
  );
  for (const { mentions, calls } of evidence.symbols) {
    for (const passage of [...mentions, ...calls.map(({ definition }) => definition)]) {
      if (cited.has(passage.chunkId)) add(passage);
    }
  }
  for (const passage of evidence.around) if (cited.has(passage.chunkId)) add(passage);
  return [...places.values()];
}
