import path from 'node:path';
import { parseArgs } from 'node:util';
import { RANKING_FEATURES } from '../domain/api.ts';
import { HYBRID_WEIGHTS, WORDS_WEIGHTS } from '../search/api.ts';
import { defaultEmbedder, indexKit } from './corpus.ts';
import { crossValidate } from './cross-validation.ts';
import { readKit } from './kit.ts';
import { lineOf, macro, placesOf, readQuestions, scoresOf } from './questions.ts';

/*
 * npm run bench:fit -- --kit DIR --repos DIR [--split dev]
 *
 * Fits the weights of search/ranking/weights.ts in Node: prints the present ones' figures, cross-validated figures,
 * the fitted table to be copied there, what each feature gives (leave one out), and the figures by language.
 */
const { values } = parseArgs({
  options: {
    kit: { type: 'string', default: '' },
    repos: { type: 'string', default: '' },
    split: { type: 'string', default: 'all' },
    'leave-one-out': { type: 'boolean', default: false },
  },
});
const from = process.env.BENCH_CWD ?? '.';
const kit = await readKit(path.resolve(from, values.kit), values.split);
const embedder = await defaultEmbedder();
const indexed = await indexKit(kit, path.resolve(from, values.repos), embedder);
const questions = await readQuestions(indexed, embedder);
console.log(`${questions.length} questions`.padEnd(40), 'all      architecture  semantic  symbol');
for (const [retrievers, present] of [
  ['hybrid', HYBRID_WEIGHTS],
  ['words', WORDS_WEIGHTS],
] as const) {
  const own = scoresOf(kit, questions, (question) => placesOf(question, retrievers, present));
  console.log(lineOf(`${retrievers}, present weights`, own));
  const features = RANKING_FEATURES.filter((feature) => present[feature] !== 0);
  const { weights, scores } = crossValidate(kit, questions, retrievers, features);
  console.log(lineOf(`${retrievers}, cross-validated`, scores));
  const languages = [...new Set(questions.map(({ repository }) => repository.language))].sort();
  console.log(
    languages
      .map((language) => {
        const figure = macro(scores, ({ repository }) => repository.language === language);
        return `${language} ${figure.toFixed(3)}`;
      })
      .join(', '),
  );
  console.log(
    features.map((feature) => `  ${feature}: ${weights[feature].toFixed(2)},`).join('\n'),
  );
  if (!values['leave-one-out']) continue;
  for (const left of features) {
    const rest = features.filter((feature) => feature !== left);
    const without = crossValidate(kit, questions, retrievers, rest);
    console.log(lineOf(`${retrievers} without ${left}`, without.scores));
  }
}
