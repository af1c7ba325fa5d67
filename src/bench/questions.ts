import { RANKING_FEATURES, type RankingFeature, type RankingWeights } from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import { type Snapshot, topK } from '../index/api.ts';
import {
  type PreparedRanking,
  parseQuery,
  prepareRanking,
  rankFiles,
  retrieveByMeaning,
  retrieveByWords,
} from '../search/api.ts';
import type { IndexedRepository } from './corpus.ts';
import type { Kit, KitQuery, KitRepository, Place } from './kit.ts';

/** Which retrievers take part. */
export type Retrievers = 'hybrid' | 'words';

/** One question of a kit with everything that the ranking knows before weights decide. */
export interface Question {
  readonly repository: KitRepository;
  readonly query: KitQuery;
  readonly snapshot: Snapshot;
  readonly words: Float64Array;
  readonly cosines: Float64Array;
  readonly queryVector: Float32Array;
  readonly prepared: Readonly<Record<Retrievers, PreparedRanking>>;
  /** Files of the catalogue that the kit wants. */
  readonly wanted: readonly number[];
}

/** As in `search/search.ts`. */
const NEAREST = 200;
const PLACES = 10;

/** Runs the retrievers and the features on every question. */
export async function readQuestions(
  indexed: readonly IndexedRepository[],
  embedder: Embedder,
): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (const { repository, snapshot } of indexed) {
    const comparable = snapshot.segments.map(() => true);
    for (const query of repository.ann.queries) {
      const parsed = parseQuery(query.query);
      const telling = parsed.words.filter((word) => !word.isStopWord);
      const { scores: words } = retrieveByWords(
        snapshot,
        telling.length > 0 ? telling : parsed.words,
        [],
        parsed.openWord,
      );
      const queryVector = await embedder.embedQuery(parsed.text);
      const cosines = retrieveByMeaning(snapshot, queryVector, comparable);
      const nearest = topK(cosines, NEAREST, 0, snapshot.compareChunks);
      const prepared = {
        hybrid: prepareRanking(snapshot, parsed, {
          words,
          cosines,
          queryVector,
          nearest,
          comparable,
          accepted: null,
        }),
        words: prepareRanking(snapshot, parsed, {
          words,
          cosines: null,
          queryVector: null,
          nearest: [],
          comparable: [],
          accepted: null,
        }),
      };
      const targets = [...query.relevant, ...(query.secondary ?? [])];
      const wanted = [...prepared.hybrid.features.catalogue.rows.entries()]
        .filter(([, file]) => targets.some((target) => samePath(file.path, target.path)))
        .map(([file]) => file);
      questions.push({
        repository,
        query,
        snapshot,
        words,
        cosines,
        queryVector,
        prepared,
        wanted,
      });
    }
  }
  return questions;
}

/** As the kit's scorer compares paths. */
function samePath(file: string, target: string): boolean {
  return file === target || file.endsWith(`/${target}`) || target.endsWith(`/${file}`);
}

/** The places that the product's ranking gives with these weights. */
export function placesOf(
  question: Question,
  retrievers: Retrievers,
  weights: RankingWeights,
): readonly Place[] {
  const { snapshot, prepared } = question;
  return rankFiles(snapshot, prepared[retrievers], weights, PLACES).map(({ ordinal }) =>
    placeOf(snapshot, ordinal),
  );
}

export function placeOf(snapshot: Snapshot, ordinal: number): Place {
  const { segment, chunk } = snapshot.locate(ordinal);
  const { startLines, endLines } = segment.reader.chunks;
  return {
    path: snapshot.fileOf(ordinal).path,
    startLine: startLines[chunk] as number,
    endLine: endLines[chunk] as number,
  };
}

/** Weights of some features, the others at 0. */
export function weightsOf(
  features: readonly RankingFeature[],
  values: ArrayLike<number>,
): RankingWeights {
  const none = Object.fromEntries(RANKING_FEATURES.map((feature) => [feature, 0]));
  const some = Object.fromEntries(features.map((feature, at) => [feature, values[at] ?? 0]));
  return { ...none, ...some } as RankingWeights;
}

/** NDCG@10 by question, as the kit scores it. */
export type Scores = ReadonlyMap<Question, number>;

/** NDCG@10 of lists that are given by question. */
export function scoresOf(
  kit: Kit,
  questions: readonly Question[],
  places: (question: Question) => readonly Place[],
): Scores {
  return new Map(
    questions.map((question) => [
      question,
      kit.scoreQuery(places(question), question.query, question.repository.root),
    ]),
  );
}

/** Mean over repositories of the means over their questions; of the questions that `of` lets through. */
export function macro(scores: Scores, of: (question: Question) => boolean = () => true): number {
  const byRepository = new Map<string, number[]>();
  for (const [question, score] of scores) {
    if (!of(question)) continue;
    const { name } = question.repository;
    byRepository.set(name, [...(byRepository.get(name) ?? []), score]);
  }
  return mean([...byRepository.values()].map(mean));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export const CATEGORIES = ['architecture', 'semantic', 'symbol'] as const;

/** One line of a table: the figure, and that of each kind of question. */
export function lineOf(name: string, scores: Scores): string {
  const kinds = CATEGORIES.map((category) =>
    macro(scores, ({ query }) => query.category === category).toFixed(3),
  );
  return `${name.padEnd(40)} ${macro(scores).toFixed(4)}   ${kinds.join('  ')}`;
}
