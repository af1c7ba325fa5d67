import type { Evidence, Strength, StrengthFeatures } from './evidence.ts';
import { defines } from './passage.ts';

type Grounds = Pick<Evidence, 'question' | 'words' | 'passages'>;

const FIRST = 5;

/** Weights by features, fitted by logistic regression (ridge .05); see `REFUSE_BELOW`. */
const WEIGHTS = { bias: -5.85, similarity: 6.76, coverage: 7.57, named: 3.09 } as const;
/** Without vectors the words alone decide, by a stricter measure. */
const WEIGHTS_OF_WORDS = { bias: -5.85, similarity: 0, coverage: 10.5, named: 3.09 } as const;

/**
 * Below this chance the answer is refused. Weights and threshold come from the questions of `worker/fixtures/explain-questions.ts`
 * that are not held out; `explain-questions.test.ts` measures both parts.
 */
const REFUSE_BELOW = 0.54;
/** Of the question's words, by weight: when less is met, something asked for is not there. */
const WHOLE_FROM = 0.58;

export function judgeStrength(evidence: Grounds): Strength {
  const features = featuresOf(evidence);
  const compared = evidence.passages.some(({ similarity }) => similarity !== null);
  const weights = compared ? WEIGHTS : WEIGHTS_OF_WORDS;
  const sum =
    weights.bias +
    weights.similarity * features.similarity +
    weights.coverage * features.coverage +
    weights.named * features.named;
  const chance = 1 / (1 + Math.exp(-sum));
  if (evidence.passages.length === 0 || chance < REFUSE_BELOW) {
    return { verdict: 'refused', chance, features };
  }
  return { verdict: features.met < WHOLE_FROM ? 'partly' : 'answered', chance, features };
}

function featuresOf({ passages, words, question }: Grounds): StrengthFeatures {
  const first = passages.slice(0, FIRST);
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  const met = words.reduce((sum, word) => sum + (word.met ? word.weight : 0), 0);
  const names = [...question.names, ...question.mayBeNames];
  return {
    similarity: Math.max(0, ...first.map(({ similarity }) => similarity ?? 0)),
    coverage: Math.max(0, ...first.map(({ coverage }) => coverage)),
    met: total === 0 ? 0 : met / total,
    named: names.some((name) => first.some(({ passage }) => defines(passage, name))) ? 1 : 0,
  };
}
