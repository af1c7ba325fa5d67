import type { QueryProblem } from '../../domain/api.ts';
import { bm25, idf, type Snapshot } from '../../index/api.ts';
import { chunksWithWord } from '../lexical-retriever.ts';
import type { OpenedGeneration } from '../opened-generation.ts';
import type { ChangedFiles, Since, ToldChanges } from './changed-filter.ts';
import { definitionsOf } from './definitions.ts';
import type { Query, QueryFilter, QueryNode, QueryWord, TextPattern } from './query.ts';
import { findText, type ScanPorts, type TextMatches } from './text-search.ts';

const TOO_LONG =
  'The expression took too long and was stopped; only what it had found until then is shown';

/** What a query asks of one generation, worked out. */
export interface QueryPlan {
  /** Chunks that the query lets through, 1 or 0 by ordinal; null when it lets all through. Binds meaning, too. */
  readonly accepted: Uint8Array | null;
  /** Words that a chunk must hold besides: those at the top of a query in which every word counts. */
  readonly required: readonly QueryWord[];
  /** What phrases and expressions add to a chunk's score by words, by ordinal; null when there are none. */
  readonly scores: Float64Array | null;
  /** Matches of phrases and expressions, by ordinal; null when there are none. */
  readonly matches: Uint32Array | null;
  /** False when an expression took too long: what was found until then is there. */
  readonly complete: boolean;
  /** What is to be told of `changed:`. */
  readonly told: readonly ToldChanges[];
  /** Which expressions took too long. */
  readonly problems: readonly QueryProblem[];
}

/**
 * Evaluates the query's conditions. With `everyWord` a chunk must fulfil the whole query; without, words that are
 * wanted only rank, and the rest binds: filters, phrases, expressions, and everything under a minus.
 */
export async function planQuery(
  generation: OpenedGeneration,
  query: Query,
  everyWord: boolean,
  repositoryName: () => Promise<string>,
  ports: ScanPorts,
): Promise<QueryPlan> {
  const { snapshot } = generation;
  const { required, rest } = everyWord
    ? topWords(query)
    : { required: [], rest: withoutSoftWords(query.root) };
  const found = new Map<TextPattern, TextMatches>();
  const evaluator = new Evaluator(generation, repositoryName, found, ports);
  let accepted: Uint8Array | null = null;
  if (rest !== null) {
    let within = snapshot.live;
    // Words leave fewer texts to be read.
    for (const word of query.texts.length > 0 ? required : []) {
      within = both(within, chunksWithWord(snapshot, word));
    }
    accepted = await evaluator.evaluate(rest, within);
  }
  const wanted = query.texts.flatMap((pattern) => found.get(pattern) ?? []);
  return {
    accepted,
    required,
    scores: wanted.length > 0 && accepted !== null ? textScores(snapshot, wanted, accepted) : null,
    matches: wanted.length > 0 ? wanted.reduce(sumOfCounts, new Uint32Array(snapshot.size)) : null,
    told: evaluator.told,
    complete: [...found.values()].every((matches) => matches.complete),
    problems: [...found].flatMap(([{ span }, { complete }]) =>
      complete ? [] : [{ span, message: TOO_LONG, mend: null }],
    ),
  };
}

/** Words at the top of the query are checked while they are scored; the rest is evaluated before. */
function topWords({ root }: Query): { required: QueryWord[]; rest: QueryNode | null } {
  if (root?.kind === 'word') return { required: [root.word], rest: null };
  if (root?.kind !== 'all') return { required: [], rest: root };
  const required: QueryWord[] = [];
  const rest: QueryNode[] = [];
  const visit = (node: QueryNode): void => {
    if (node.kind === 'word') required.push(node.word);
    else if (node.kind === 'all') for (const inner of node.nodes) visit(inner);
    else rest.push(node);
  };
  visit(root);
  return { required, rest: allOf(rest) };
}

/** The query without the words that only rank; null when nothing is left that binds. */
function withoutSoftWords(node: QueryNode | null): QueryNode | null {
  if (node === null || node.kind === 'word') return null;
  if (node.kind === 'all')
    return allOf(node.nodes.flatMap((inner) => withoutSoftWords(inner) ?? []));
  if (node.kind === 'any') {
    const nodes = node.nodes.map(withoutSoftWords);
    // One side that any chunk may fulfil lets every chunk through.
    return nodes.every((inner) => inner !== null) ? { kind: 'any', nodes } : null;
  }
  return node;
}

function allOf(nodes: readonly QueryNode[]): QueryNode | null {
  return nodes.length > 1 ? { kind: 'all', nodes } : (nodes[0] ?? null);
}

/** Evaluates conditions for the chunks of `within` only; others are 0 in every answer. */
class Evaluator {
  readonly #generation: OpenedGeneration;
  readonly #repositoryName: () => Promise<string>;
  readonly #found: Map<TextPattern, TextMatches>;
  readonly #ports: ScanPorts;
  readonly told: ToldChanges[] = [];

  constructor(
    generation: OpenedGeneration,
    repositoryName: () => Promise<string>,
    found: Map<TextPattern, TextMatches>,
    ports: ScanPorts,
  ) {
    this.#generation = generation;
    this.#repositoryName = repositoryName;
    this.#found = found;
    this.#ports = ports;
  }

  async evaluate(node: QueryNode, within: Uint8Array): Promise<Uint8Array> {
    switch (node.kind) {
      case 'word':
        return both(within, chunksWithWord(this.#generation.snapshot, node.word));
      case 'filter':
        return this.#filter(node.filter, within);
      case 'text':
        return this.#text(node.pattern, within);
      case 'not': {
        const inner = await this.evaluate(node.node, within);
        return within.map((value, ordinal) => (inner[ordinal] === 1 ? 0 : value));
      }
      case 'all': {
        let left = within;
        // Texts are read last, for what the cheap conditions have left.
        for (const inner of [...node.nodes].sort((a, b) => cost(a) - cost(b))) {
          left = await this.evaluate(inner, left);
        }
        return left;
      }
      case 'any': {
        const joined = new Uint8Array(within.length);
        for (const inner of node.nodes) {
          const side = await this.evaluate(inner, within);
          for (let ordinal = 0; ordinal < side.length; ordinal++) {
            if (side[ordinal] === 1) joined[ordinal] = 1;
          }
        }
        return joined;
      }
    }
  }

  async #text(pattern: TextPattern, within: Uint8Array): Promise<Uint8Array> {
    const matches = await findText(this.#generation, pattern, within, this.#ports);
    this.#found.set(pattern, matches);
    return Uint8Array.from(matches.counts, (count) => (count > 0 ? 1 : 0));
  }

  /** Generations are numbered by each repository for itself. */
  async #changed(since: Since, within: Uint8Array): Promise<Uint8Array> {
    const { snapshot, manifest, repositories } = this.#generation;
    const kept = new Uint8Array(within.length);
    const { generation } = manifest;
    const shares = repositories ?? [{ id: null, name: null, generation, end: within.length }];
    const answers: { readonly end: number; readonly paths: ChangedFiles['paths'] }[] = [];
    for (const { id, name, generation: head, end } of shares) {
      const changed = await this.#ports.changedSince?.(id, head, since);
      const note = changed?.note ?? null;
      const isTold = this.told.some((one) => one.since === since && one.repository === name);
      if (note !== null && !isTold) this.told.push({ since, note, repository: name });
      answers.push({ end, paths: changed?.paths ?? null });
    }
    for (const { file, base } of snapshot.files()) {
      const first = base + file.firstChunk;
      const paths = answers.find(({ end }) => first < end)?.paths ?? null;
      if (paths?.has(file.path) === false) continue;
      kept.set(within.subarray(first, first + file.chunks), first);
    }
    return kept;
  }

  async #filter(filter: QueryFilter, within: Uint8Array): Promise<Uint8Array> {
    const { snapshot } = this.#generation;
    const kept = new Uint8Array(within.length);
    if (filter.kind === 'repository') {
      const { repositories } = this.#generation;
      if (repositories !== undefined) {
        for (const { name, start, end } of repositories) {
          if (filter.matches(name)) kept.set(within.subarray(start, end), start);
        }
        return kept;
      }
      return filter.matches(await this.#repositoryName()) ? within : kept;
    }
    if (filter.kind === 'changed') return this.#changed(filter.since, within);
    if (filter.kind === 'path' || filter.kind === 'language') {
      for (const { file, base } of snapshot.files()) {
        const fits =
          filter.kind === 'path' ? filter.matches(file.path) : file.language === filter.language;
        const first = base + file.firstChunk;
        if (fits) kept.set(within.subarray(first, first + file.chunks), first);
      }
      return kept;
    }
    for (const { reader, base } of snapshot.segments) {
      const definitions = definitionsOf(reader);
      const keep = (chunk: number): void => {
        kept[base + chunk] = within[base + chunk] as number;
      };
      if (filter.kind === 'symbol') {
        for (const number of definitions.namesHolding(filter.holds)) {
          if (!filter.matches(definitions.name(number))) continue;
          const { start, end } = definitions.definitions(number);
          for (let at = start; at < end; at++) keep(definitions.chunks[at] as number);
        }
        continue;
      }
      for (let chunk = 0; chunk < reader.chunks.count; chunk++) {
        if (reader.chunks.type(chunk) === filter.type) keep(chunk);
      }
      for (const [at, chunk] of definitions.chunks.entries()) {
        if (definitions.kind(at) === filter.type) keep(chunk);
      }
    }
    return kept;
  }
}

/** Cheap conditions first. */
function cost(node: QueryNode): number {
  switch (node.kind) {
    case 'filter':
      return node.filter.kind === 'symbol' || node.filter.kind === 'type' ? 1 : 0;
    case 'word':
      return 2;
    case 'text':
      return node.pattern.kind === 'phrase' ? 10 : 100;
    case 'not':
      return cost(node.node);
    default:
      return node.nodes.reduce((sum, inner) => sum + cost(inner), 0);
  }
}

/** What both let through. */
export function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((value, ordinal) => value & (b[ordinal] as number));
}

/** BM25 of each pattern as if it were a term of its own. */
function textScores(
  snapshot: Snapshot,
  found: readonly TextMatches[],
  accepted: Uint8Array,
): Float64Array {
  const scores = new Float64Array(snapshot.size);
  for (const { counts } of found) {
    let frequency = 0;
    for (const count of counts) if (count > 0) frequency++;
    const weight = idf(snapshot.liveChunks, frequency);
    for (const { reader, base } of snapshot.segments) {
      const { norms } = reader.postings;
      for (let chunk = 0; chunk < norms.length; chunk++) {
        const count = counts[base + chunk] as number;
        if (count === 0 || accepted[base + chunk] === 0) continue;
        const score = bm25(weight, count, norms[chunk] as number, snapshot.averageNorm);
        scores[base + chunk] = (scores[base + chunk] as number) + score;
      }
    }
  }
  return scores;
}

function sumOfCounts(sum: Uint32Array, { counts }: TextMatches): Uint32Array {
  return sum.map((value, ordinal) => value + (counts[ordinal] as number));
}
