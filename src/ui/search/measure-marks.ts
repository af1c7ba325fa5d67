/** Runs the marked queries through the engine of this page, once a mode, and measures what comes. */
import type { Emphasis, SearchMode, SearchOptions } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import type { MarkedQuery } from '../stores/marks-store.ts';
import { DEPTH, meanRelevance, type Relevance, relevanceOf } from './relevance.ts';

export interface Contender {
  readonly mode: SearchMode;
  /** Null is the ranking as it was fitted. */
  readonly emphasis: Emphasis | null;
}

export interface Measurement {
  readonly contender: Contender;
  readonly mean: Relevance | null;
  /** By query, in their order; null where nothing is marked as relevant, or the search failed. */
  readonly each: readonly (Relevance | null)[];
  /** Queries that were answered by words alone though more was asked for: there are no vectors yet. */
  readonly byWordsOnly: number;
}

const MODES: readonly SearchMode[] = ['keyword', 'meaning', 'hybrid'];

/** Every mode as it was fitted, and the ones that are ranked by features with a person's own weights, if there are any. */
export function contendersOf(emphasis: Emphasis): readonly Contender[] {
  const fitted = MODES.map((mode) => ({ mode, emphasis: null }));
  if (Object.keys(emphasis).length === 0) return fitted;
  return [...fitted, { mode: 'keyword', emphasis }, { mode: 'hybrid', emphasis }];
}

/** `onDone`: queries done of all, over all contenders. Null when it was stopped. */
export async function measureMarks(
  client: Pick<EngineClient, 'searchBeside'>,
  queries: readonly MarkedQuery[],
  contenders: readonly Contender[],
  onDone: (done: number) => void,
  signal: AbortSignal,
): Promise<readonly Measurement[] | null> {
  const measurements: Measurement[] = [];
  let done = 0;
  for (const contender of contenders) {
    const { mode, emphasis } = contender;
    const options: SearchOptions = {
      mode,
      limit: DEPTH,
      ...(emphasis === null ? {} : { emphasis }),
    };
    const each: (Relevance | null)[] = [];
    let byWordsOnly = 0;
    for (const { repositoryId, query, marks } of queries) {
      const reply = await client.searchBeside(repositoryId, query, options).catch(() => null);
      if (signal.aborted) return null;
      if (reply !== null && reply.mode !== mode) byWordsOnly += 1;
      each.push(reply && relevanceOf(reply.hits, marks));
      done += 1;
      onDone(done);
    }
    const mean = meanRelevance(each.filter((one) => one !== null));
    measurements.push({ contender, mean, each, byWordsOnly });
  }
  return measurements;
}
