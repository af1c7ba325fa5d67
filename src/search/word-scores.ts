import type { Snapshot } from '../index/api.ts';
import { type LexicalResult, retrieveByWords } from './lexical-retriever.ts';
import type { Query } from './query/query.ts';
import type { QueryPlan } from './query/query-plan.ts';

/**
 * Scores of the query's words, phrases and expressions, put into `scores`, all 0. With `everyWord` all words bind; else stop words
 * are dropped where there are others.
 */
export function wordScores(
  snapshot: Snapshot,
  query: Query,
  plan: QueryPlan,
  everyWord: boolean,
  scores: Float64Array,
): LexicalResult {
  const informative = query.words.filter((word) => !word.isStopWord);
  const words = everyWord || informative.length === 0 ? query.words : informative;
  const found = retrieveByWords(snapshot, words, plan.required, query.openWord, scores);
  const isWholeTree = everyWord || query.words.length === 0;
  const changes = plan.scores !== null || plan.accepted !== null;
  // What gets a score below may be any chunk.
  const result = plan.required.length === 0 && changes ? { ...found, matches: null } : found;
  if (query.words.length === 0 && plan.scores === null && plan.accepted !== null) {
    // Filters alone: everything they let through, in the order of places.
    scores.set(plan.accepted);
    return result;
  }
  if (plan.scores !== null) {
    const mustHaveWords = plan.required.length > 0;
    for (const [ordinal, score] of plan.scores.entries()) {
      if (mustHaveWords && scores[ordinal] === 0) continue;
      scores[ordinal] = (scores[ordinal] as number) + score;
    }
  }
  if (isWholeTree && plan.required.length === 0) addWordless(scores, plan.accepted);
  return result;
}

/** `a OR path:x` is fulfilled without a word, too: those chunks come after all that have one. */
function addWordless(scores: Float64Array, accepted: Uint8Array | null): void {
  for (let ordinal = 0; ordinal < scores.length; ordinal++) {
    if (accepted?.[ordinal] === 1 && scores[ordinal] === 0) scores[ordinal] = WORDLESS_SCORE;
  }
}

/** Below what any word gives, and above nothing. */
const WORDLESS_SCORE = 1e-6;
