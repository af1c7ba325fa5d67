import type { RankingFeature, RankingWeights } from '../domain/api.ts';
import { HYBRID_WEIGHTS, WORDS_WEIGHTS } from '../search/api.ts';
import type { Kit } from './kit.ts';
import { type FitGroup, fitLinear } from './linear-fit.ts';
import { placesOf, type Question, type Retrievers, type Scores, weightsOf } from './questions.ts';

/** Weights, and what they are worth on repositories that they were not fitted on. */
export interface Fitted {
  /** Fitted on all repositories. */
  readonly weights: RankingWeights;
  /** Cross-validated NDCG@10 by question: the mean over several ways to make folds. */
  readonly scores: Scores;
}

const L2 = 0.001;
const FULL_STEPS = 150;
/** From the weights of all repositories as the start. */
const FOLD_STEPS = 60;
const FOLDS = 5;
const SHUFFLES = 4;
/** Files of a question that the learner sees, by present weights, besides the wanted ones. */
const ROWS = 25;

/** What makes a file less likely. All other features may only raise a file. */
const NEGATIVE: ReadonlySet<RankingFeature> = new Set(['test', 'depth']);

/** Fits the weights of some features, in folds over repositories. */
export function crossValidate(
  kit: Kit,
  questions: readonly Question[],
  retrievers: Retrievers,
  features: readonly RankingFeature[],
): Fitted {
  const present = retrievers === 'hybrid' ? HYBRID_WEIGHTS : WORDS_WEIGHTS;
  const groups = questions.map((question) => groupOf(question, retrievers, features, present));
  const signs = features.map((feature) => (NEGATIVE.has(feature) ? -1 : 1));
  const start = fitLinear(groups, features.length, {
    l2: L2,
    signs,
    steps: FULL_STEPS,
    start: features.map((feature) => present[feature]),
  });
  const sums = new Map<Question, number>();
  for (let shuffle = 1; shuffle <= SHUFFLES; shuffle++) {
    for (const held of folds(questions, shuffle)) {
      const learned = groups.filter(({ repository }) => !held.has(repository));
      const options = { l2: L2, signs, steps: FOLD_STEPS, start };
      const weights = weightsOf(features, fitLinear(learned, features.length, options));
      for (const question of questions) {
        if (!held.has(question.repository.name)) continue;
        const places = placesOf(question, retrievers, weights);
        const score = kit.scoreQuery(places, question.query, question.repository.root);
        sums.set(question, (sums.get(question) ?? 0) + score / SHUFFLES);
      }
    }
  }
  return { weights: weightsOf(features, start), scores: sums };
}

function groupOf(
  { prepared, wanted, repository }: Question,
  retrievers: Retrievers,
  features: readonly RankingFeature[],
  present: RankingWeights,
): FitGroup {
  const { columns, catalogue } = prepared[retrievers].features;
  const scored = Array.from({ length: catalogue.count }, (_, file) => {
    let score = 0;
    for (const [feature, weight] of Object.entries(present)) {
      score += weight * (columns[feature as RankingFeature][file] as number);
    }
    return { file, score };
  });
  const best = scored.sort((a, b) => b.score - a.score || a.file - b.file).slice(0, ROWS);
  const files = [...new Set([...wanted, ...best.map(({ file }) => file)])];
  const rows = new Float64Array(files.length * features.length);
  for (const [row, file] of files.entries()) {
    for (const [f, feature] of features.entries()) {
      rows[row * features.length + f] = columns[feature][file] as number;
    }
  }
  return {
    repository: repository.name,
    rows,
    count: files.length,
    wanted: wanted.map((_, row) => row),
  };
}

/** Repositories in folds, differently for each shuffle. */
function folds(questions: readonly Question[], shuffle: number): ReadonlySet<string>[] {
  const names = [...new Set(questions.map(({ repository }) => repository.name))];
  let state = shuffle;
  for (let at = names.length - 1; at > 0; at--) {
    // Numerical Recipes' generator: the same folds on every machine.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    const held = names[at] as string;
    names[at] = names[other] as string;
    names[other] = held;
  }
  return Array.from(
    { length: FOLDS },
    (_, fold) => new Set(names.filter((_name, at) => at % FOLDS === fold)),
  );
}
