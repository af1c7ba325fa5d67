import type { FileCatalogue } from './file-catalogue.ts';

/** How well the words of the files' paths and those of the query agree, by file; all 0 to 1. */
export interface NameMatch {
  /** Share of the file's name's words, by rarity among names, that the query has. */
  readonly match: Float64Array;
  /** The same, each word of the query counted by its rarity in the text: `json` says little in a JSON library. */
  readonly telling: Float64Array;
  /** Share of the query's words, by rarity in the text, that the folders have. */
  readonly folders: Float64Array;
}

const PREFIX_MATCH = 0.8;
const ABBREVIATION_MATCH = 0.6;
const SHORTEST_PREFIX = 3;

/**
 * `rarities`: inverse document frequency of each of the query's terms. O(distinct terms of names × terms of the
 * query + words of all names).
 */
export function matchNames(
  catalogue: FileCatalogue,
  terms: readonly string[],
  rarities: readonly number[],
): NameMatch {
  const width = terms.length;
  const rarest = Math.max(...rarities, Number.MIN_VALUE);
  const total = rarities.reduce((sum, rarity) => sum + rarity, 0) || 1;
  const matches = new Float64Array(catalogue.terms.length * width);
  const best = new Float64Array(catalogue.terms.length);
  const bestTelling = new Float64Array(catalogue.terms.length);
  for (const [number, part] of catalogue.terms.entries()) {
    for (let term = 0; term < width; term++) {
      const match = termMatch(terms[term] as string, part);
      if (match === 0) continue;
      matches[number * width + term] = match;
      best[number] = Math.max(best[number] as number, match);
      const telling = (match * (rarities[term] as number)) / rarest;
      bestTelling[number] = Math.max(bestTelling[number] as number, telling);
    }
  }
  const match = new Float64Array(catalogue.count);
  const telling = new Float64Array(catalogue.count);
  const folders = new Float64Array(catalogue.count);
  const ofFolders = catalogue.folderTerms.map((numbers) => {
    let sum = 0;
    for (let term = 0; term < width; term++) {
      let covered = 0;
      for (const number of numbers) {
        const own = matches[number * width + term] as number;
        if (own > covered) covered = own;
      }
      sum += covered * (rarities[term] as number);
    }
    return sum / total;
  });
  for (let file = 0; file < catalogue.count; file++) {
    folders[file] = ofFolders[catalogue.folderOfFile[file] as number] as number;
    const end = catalogue.stemStarts[file + 1] as number;
    let all = 0;
    let matched = 0;
    let told = 0;
    for (let at = catalogue.stemStarts[file] as number; at < end; at++) {
      const number = catalogue.stemTerms[at] as number;
      const rarity = 1 / Math.log(2 + (catalogue.termFiles[number] as number));
      all += rarity;
      matched += rarity * (best[number] as number);
      told += rarity * (bestTelling[number] as number);
    }
    if (matched === 0) continue;
    match[file] = matched / all;
    telling[file] = told / all;
  }
  return { match, telling, folders };
}

/** 1 for the same term, less when one begins with the other or is its abbreviation, else 0. */
export function termMatch(asked: string, part: string): number {
  if (asked.charCodeAt(0) !== part.charCodeAt(0)) return 0;
  if (asked === part) return 1;
  if (asked.length < SHORTEST_PREFIX || part.length < SHORTEST_PREFIX) return 0;
  if (asked.startsWith(part) || part.startsWith(asked)) return PREFIX_MATCH;
  return isAbbreviation(part, asked) ? ABBREVIATION_MATCH : 0;
}

/** `ctx` of `context`: consonants of the longer word, in order, from its first letter on. */
function isAbbreviation(short: string, long: string): boolean {
  if (short.length >= long.length || /[aeiou0-9]/.test(short)) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}
