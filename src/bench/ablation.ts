import path from 'node:path';
import { parseArgs } from 'node:util';
import { RANKING_FEATURES, type RankingFeature } from '../domain/api.ts';
import { type Snapshot, topK } from '../index/api.ts';
import { addFileMeans, centredCosines } from '../search/api.ts';
import { defaultEmbedder, indexKit } from './corpus.ts';
import { crossValidate } from './cross-validation.ts';
import { type Place, readKit } from './kit.ts';
import { lineOf, placeOf, type Question, readQuestions, scoresOf } from './questions.ts';

/*
 * npm run bench:ablation -- --kit DIR --repos DIR [--split dev]
 *
 * What each stage of the search gives, NDCG@10: lists of chunks first, then the ranking of files, a group of features
 * more in each row, refitted and cross-validated over repositories in each. In Node, by the product's own rooms.
 */
const { values } = parseArgs({
  options: {
    kit: { type: 'string', default: '' },
    repos: { type: 'string', default: '' },
    split: { type: 'string', default: 'all' },
  },
});
const PLACES = 10;
/** As in `search/search.ts`. */
const DEPTH = 200;
const RRF_K = 60;
const FILE_MEAN_SHARE = 0.5;

const STEPS: readonly (readonly [string, readonly RankingFeature[]])[] = [
  ['file aggregates', ['evidence', 'words']],
  ['+ words of names', ['nameMatch', 'nameTelling']],
  ['+ words of folders', ['folders']],
  ['+ definitions', ['definition', 'namedDefinitions', 'joinedDefinition']],
  ['+ depth', ['depth']],
  ['+ tests', ['test']],
];

const from = process.env.BENCH_CWD ?? '.';
const kit = await readKit(path.resolve(from, values.kit), values.split);
const embedder = await defaultEmbedder();
const indexed = await indexKit(kit, path.resolve(from, values.repos), embedder);
const questions = await readQuestions(indexed, embedder);

console.log('NDCG@10'.padEnd(40), 'all      architecture  semantic  symbol');
const lists: readonly (readonly [string, (question: Question) => readonly Place[]])[] = [
  ['chunks: BM25', ({ snapshot, words }) => best(snapshot, words)],
  ['chunks: vectors', ({ snapshot, cosines }) => best(snapshot, cosines)],
  [
    'chunks: vectors with file means',
    ({ snapshot, cosines }) => best(snapshot, withMeans(snapshot, cosines)),
  ],
  [
    'chunks: vectors less half of their mean',
    ({ snapshot, cosines, queryVector }) =>
      best(snapshot, centredCosines(snapshot, cosines, queryVector, allOf(snapshot))),
  ],
  [
    'the same, with feedback',
    ({ snapshot, prepared }) =>
      best(snapshot, prepared.hybrid.evidence.meaning ?? noScores(snapshot)),
  ],
  [
    'chunks: reciprocal ranks (RRF)',
    (question) => best(question.snapshot, reciprocalRanks(question)),
  ],
  [
    'chunks: .7 vectors (so) + .3 BM25',
    ({ snapshot, prepared }) => best(snapshot, prepared.hybrid.evidence.fused),
  ],
  [
    'the same, one chunk a file first',
    ({ snapshot, prepared }) => bestOfFiles(snapshot, prepared.hybrid.evidence.fused),
  ],
];
for (const [name, places] of lists) console.log(lineOf(name, scoresOf(kit, questions, places)));
for (const retrievers of ['hybrid', 'words'] as const) {
  const features: RankingFeature[] = [];
  for (const [name, more] of STEPS) {
    features.push(...more);
    const { scores } = crossValidate(kit, questions, retrievers, features);
    console.log(lineOf(`files, ${retrievers}: ${name}`, scores));
  }
  for (const left of RANKING_FEATURES) {
    const rest = RANKING_FEATURES.filter((feature) => feature !== left);
    const { scores } = crossValidate(kit, questions, retrievers, rest);
    console.log(lineOf(`files, ${retrievers}: all but ${left}`, scores));
  }
}

function allOf({ segments }: Snapshot): readonly boolean[] {
  return segments.map(() => true);
}

function noScores({ size }: Snapshot): Float64Array {
  return new Float64Array(size);
}

function best(snapshot: Snapshot, scores: Float64Array): readonly Place[] {
  return topK(scores, PLACES, 0, snapshot.compareChunks).map((chunk) => placeOf(snapshot, chunk));
}

function bestOfFiles(snapshot: Snapshot, scores: Float64Array): readonly Place[] {
  const ordered = topK(scores, Math.max(1, snapshot.size), 0, snapshot.compareChunks);
  const rounds = new Map<string, number>();
  const placed = ordered.map((chunk, at) => {
    const { path: file } = snapshot.fileOf(chunk);
    const round = rounds.get(file) ?? 0;
    rounds.set(file, round + 1);
    return { chunk, round, at };
  });
  placed.sort((a, b) => a.round - b.round || a.at - b.at);
  return placed.slice(0, PLACES).map(({ chunk }) => placeOf(snapshot, chunk));
}

function withMeans(snapshot: Snapshot, cosines: Float64Array): Float64Array {
  const scores = cosines.slice();
  addFileMeans(snapshot, scores, FILE_MEAN_SHARE);
  return scores;
}

function reciprocalRanks({ snapshot, words, cosines }: Question): Float64Array {
  const scores = new Float64Array(snapshot.size);
  for (const list of [words, cosines]) {
    for (const [at, chunk] of topK(list, DEPTH, 0, snapshot.compareChunks).entries()) {
      scores[chunk] = (scores[chunk] as number) + 1 / (RRF_K + at + 1);
    }
  }
  return scores;
}
