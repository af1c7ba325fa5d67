import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unpackedFolder } from './corpus.ts';
import type { CorpusPackage } from './corpus-list.ts';
import { PAIR_KINDS, type Pair, type PairKind, pairsOf } from './pairs.ts';
import { hashText, seededRandom } from './random.ts';
import { sourceFiles } from './source-files.ts';
import { writeWhole } from './write-whole.ts';

/** So that no package and no kind dominates; the order of what is kept is a seeded sample. */
const MAX_PAIRS: Readonly<Record<PairKind, number>> = {
  declaration: 22_000,
  inline: 7_000,
  name: 7_000,
  file: 4_000,
  test: 3_000,
  path: 4_000,
  topic: 4_000,
  readme: 2_000,
};
const MAX_PER_QUERY = 3;
const SEED = 20_261_123;

/** File of a package's pairs, one JSON object a line. */
export function pairsFile(workFolder: string, pack: CorpusPackage): string {
  return path.join(workFolder, 'pairs', `${pack.name.replaceAll('/', '+')}.jsonl`);
}

/** Extracts the pairs of every package that has none yet; calls after each. */
export function extractPairs(
  packages: readonly CorpusPackage[],
  workFolder: string,
  onPackage: () => void,
): void {
  mkdirSync(path.join(workFolder, 'pairs'), { recursive: true });
  packages.forEach((pack, place) => {
    const target = pairsFile(workFolder, pack);
    if (existsSync(target)) return;
    const pairs = packagePairs(unpackedFolder(workFolder, pack), pack, SEED + place);
    writeWhole(target, pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
    console.log(`pairs: ${pack.name} ${pairs.length}`);
    onPackage();
  });
}

/** Reads a package's pairs back. */
export function readPairs(workFolder: string, pack: CorpusPackage): Pair[] {
  const lines = readFileSync(pairsFile(workFolder, pack), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Pair);
}

function packagePairs(folder: string, pack: CorpusPackage, seed: number): Pair[] {
  const random = seededRandom(seed);
  const kept = new Map<PairKind, Pair[]>(PAIR_KINDS.map((kind) => [kind, []]));
  const seen = new Map<PairKind, number>();
  const queries = new Map<number, number>();
  const pairs = new Set<number>();
  for (const file of sourceFiles(folder, pack)) {
    for (const pair of pairsOf(file, random)) {
      const query = hashText(pair.query.toLowerCase());
      const times = queries.get(query) ?? 0;
      const body = pair.document.slice(pair.document.indexOf('---\n'));
      const whole = hashText(`${pair.query}\n${body}`);
      if (times >= MAX_PER_QUERY || pairs.has(whole)) continue;
      queries.set(query, times + 1);
      pairs.add(whole);
      sample(kept.get(pair.kind) as Pair[], pair, MAX_PAIRS[pair.kind], seen, random);
    }
  }
  return PAIR_KINDS.flatMap((kind) => kept.get(kind) ?? []);
}

/** Reservoir sampling (Vitter 1985, algorithm R). */
function sample(
  into: Pair[],
  pair: Pair,
  capacity: number,
  seen: Map<PairKind, number>,
  random: () => number,
): void {
  const count = (seen.get(pair.kind) ?? 0) + 1;
  seen.set(pair.kind, count);
  if (into.length < capacity) into.push(pair);
  else {
    const place = Math.floor(random() * count);
    if (place < capacity) into[place] = pair;
  }
}
