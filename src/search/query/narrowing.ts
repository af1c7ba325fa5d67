import type { QueryProblem } from '../../domain/api.ts';
import { chunksWithWord } from '../lexical-retriever.ts';
import type { OpenedGeneration } from '../opened-generation.ts';
import { type SearchPorts, stopIfAsked } from '../search-ports.ts';
import { changedProblems } from './changed-filter.ts';
import type { Query } from './query.ts';
import { parseQuery } from './query-parser.ts';
import { both, planQuery } from './query-plan.ts';
import { UNLIMITED_RUN } from './regex-run.ts';
import type { ScanPorts } from './text-search.ts';

/** Queries that stand within another one's results, worked out for one generation. */
export interface Narrowing {
  /** Chunks that fulfil all of them, 1 or 0 by ordinal; null when there are none. */
  readonly accepted: Uint8Array | null;
  /** For the marks. */
  readonly queries: readonly Query[];
  /** Without a span: it would be one of another text. */
  readonly problems: readonly QueryProblem[];
}

/** More of them are not read. */
const MAX_QUERIES = 10;

/**
 * Works out `texts`, each a query of which a chunk must fulfil everything, words too, as in keyword mode. They only
 * let through: what the list is ranked by stays the first query.
 */
export async function narrow(
  generation: OpenedGeneration,
  texts: readonly string[],
  repositoryName: () => Promise<string>,
  ports: ScanPorts,
): Promise<Narrowing> {
  const { snapshot } = generation;
  const queries: Query[] = [];
  const problems: QueryProblem[] = [];
  let accepted: Uint8Array | null = null;
  for (const text of texts.slice(0, MAX_QUERIES)) {
    const query = parseQuery(text);
    if (query.root === null) continue;
    const plan = await planQuery(generation, query, true, repositoryName, ports);
    let within = plan.accepted ?? snapshot.live;
    for (const word of plan.required) within = both(within, chunksWithWord(snapshot, word));
    accepted = accepted === null ? within : both(accepted, within);
    queries.push(query);
    const told = changedProblems(text, query.filters, plan.told);
    for (const { message } of [...query.problems, ...plan.problems, ...told]) {
      problems.push({
        span: { start: 0, end: 0 },
        message: `Within “${text}”: ${message}`,
        mend: null,
      });
    }
  }
  return { accepted, queries, problems };
}

/** `narrow` for a list that no query of its own is worked out for, with a run of expressions of its own. */
export function narrowAlone(
  generation: OpenedGeneration,
  texts: readonly string[],
  ports: SearchPorts,
): Promise<Narrowing> {
  const regex = ports.regex?.() ?? UNLIMITED_RUN;
  const breathe = async (): Promise<void> => {
    await ports.yieldToEventLoop?.();
    stopIfAsked(ports.signal);
  };
  const name = ports.repositoryName ?? (() => Promise.resolve(''));
  const scan = { regex, breathe, changedSince: ports.changedSince };
  return narrow(generation, texts, name, scan).finally(() => regex.close());
}
