import type { Embedder } from '../embedding/api.ts';
import type { CorpusPackage } from './corpus-list.ts';
import { readPairs } from './extract.ts';
import type { Pair } from './pairs.ts';
import { hashText, seededRandom } from './random.ts';

/** Mean reciprocal rank of the right code for its comment, by language. */
export interface HeldOutQuality {
  /** Mean over the languages. */
  readonly mrr: number;
  readonly byLanguage: Readonly<Record<string, { readonly mrr: number; readonly pairs: number }>>;
}

const DISTRACTORS = 999;
const MIN_PAIRS = 150;
const SEED = 7;

/**
 * Document-to-code MRR on packages that training never saw: each comment against its own code and up
 * to 999 other codes of the same language. The header (path, name) is taken away, so that the code itself
 * must be understood; the declared name in it stays. What follows the code is no part of it: the next
 * declaration's comment would make it the answer to another question.
 */
export async function measureHeldOut(
  packages: readonly CorpusPackage[],
  workFolder: string,
  embedder: Embedder,
): Promise<HeldOutQuality> {
  const byLanguage = new Map<string, Pair[]>();
  for (const pack of packages.filter(({ heldOut }) => heldOut)) {
    const queries = new Set<number>();
    for (const pair of readPairs(workFolder, pack)) {
      const query = hashText(pair.query);
      if (pair.kind !== 'declaration' || queries.has(query)) continue;
      queries.add(query);
      byLanguage.set(pair.language, [...(byLanguage.get(pair.language) ?? []), pair]);
    }
  }
  const figures: Record<string, { mrr: number; pairs: number }> = {};
  for (const [language, all] of [...byLanguage].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (all.length < MIN_PAIRS) continue;
    const pairs = sampled(all, DISTRACTORS + 1);
    const documents = await embedder.embedDocuments(
      pairs.map(({ document }) => withoutHeader(document)),
    );
    let sum = 0;
    for (const [row, pair] of pairs.entries()) {
      const asked = await embedder.embedQuery(pair.query);
      sum += 1 / rankOf(row, documents, asked);
    }
    figures[language] = { mrr: sum / pairs.length, pairs: pairs.length };
  }
  const all = Object.values(figures);
  return { mrr: all.reduce((sum, { mrr }) => sum + mrr, 0) / all.length, byLanguage: figures };
}

function sampled(pairs: readonly Pair[], count: number): Pair[] {
  const random = seededRandom(SEED);
  const keyed = pairs.map((pair) => ({ pair, key: random() })).sort((a, b) => a.key - b.key);
  return keyed.slice(0, count).map(({ pair }) => pair);
}

const withoutHeader = (document: string) => document.slice(document.indexOf('---\n') + 4);

function rankOf(row: number, documents: Float32Array, asked: Float32Array): number {
  const dimension = asked.length;
  const score = (at: number) => {
    let sum = 0;
    for (let d = 0; d < dimension; d++)
      sum += (documents[at * dimension + d] as number) * (asked[d] as number);
    return sum;
  };
  const own = score(row);
  let rank = 1;
  for (let at = 0; at < documents.length / dimension; at++)
    if (at !== row && score(at) >= own) rank++;
  return rank;
}
