import {
  type Emphasis,
  MOST_EMPHASIS,
  RANKING_FEATURES,
  type RankingFeature,
  type RankingWeights,
} from '../../domain/api.ts';

/*
 * Fitted by `npm run bench:fit` (listwise softmax, L2 .001, signs held) on the 25 repositories and 500 questions of the
 * development part, 2026-11-23, NDCG@10 cross-validated over repositories: hybrid .911, words .892. Rounded; the
 * penalty for tests is held at 4, where the fit would go to 6.5: no question there wants a test, people do.
 */

/** Words and vectors. */
export const HYBRID_WEIGHTS: RankingWeights = {
  evidence: 4.8,
  words: 2.4,
  nameMatch: 1,
  nameTelling: 1.9,
  folders: 1.7,
  definition: 3.8,
  namedDefinitions: 1.1,
  joinedDefinition: 0.8,
  depth: -0.7,
  test: -4,
};

/** Words alone: keyword mode, and hybrid while there are no vectors. */
export const WORDS_WEIGHTS: RankingWeights = {
  evidence: 2.5,
  words: 3.3,
  nameMatch: 2.1,
  nameTelling: 1.6,
  folders: 3,
  definition: 4.4,
  namedDefinitions: 1.4,
  joinedDefinition: 1,
  depth: -0.7,
  test: -4,
};

/** Vectors alone, as meaning mode promises: nothing that looks at the letters of a word. */
export const MEANING_WEIGHTS: RankingWeights = {
  evidence: 1,
  words: 0,
  nameMatch: 0,
  nameTelling: 0,
  folders: 0,
  definition: 0,
  namedDefinitions: 0,
  joinedDefinition: 0,
  depth: 0,
  test: 0,
};

/** The table for the retrievers that took part. */
export function weightsFor(byWords: boolean, byMeaning: boolean): RankingWeights {
  if (!byMeaning) return WORDS_WEIGHTS;
  return byWords ? HYBRID_WEIGHTS : MEANING_WEIGHTS;
}

/** The weights with a person's emphasis on some of them. Whatever it holds, the weights stay finite. */
export function emphasised(weights: RankingWeights, emphasis: Emphasis): RankingWeights {
  const changed: Partial<Record<RankingFeature, number>> = {};
  for (const feature of RANKING_FEATURES) {
    const times = emphasis[feature];
    if (typeof times !== 'number' || Number.isNaN(times)) continue;
    changed[feature] = weights[feature] * Math.max(0, Math.min(times, MOST_EMPHASIS));
  }
  return { ...weights, ...changed };
}
