import type { FileCatalogue, Lists } from './file-catalogue.ts';

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
 * query); files and folders are looked at only where one of their words fits.
 */
export function matchNames(
  catalogue: FileCatalogue,
  terms: readonly string[],
  rarities: readonly number[],
): NameMatch {
  const fitting = fittingTerms(catalogue, terms, rarities);
  const { stemStarts, stemTerms, stemRarities, termRarities } = catalogue;
  const match = new Float64Array(catalogue.count);
  const telling = new Float64Array(catalogue.count);
  for (const number of fitting.keys()) {
    forEachOf(catalogue.filesOfTerm, number, (file) => {
      if (match[file] !== 0) return;
      let matched = 0;
      let told = 0;
      for (let at = stemStarts[file] as number; at < (stemStarts[file + 1] as number); at++) {
        const term = stemTerms[at] as number;
        const fit = fitting.get(term);
        if (fit === undefined) continue;
        matched += (termRarities[term] as number) * fit.best;
        told += (termRarities[term] as number) * fit.telling;
      }
      match[file] = matched / (stemRarities[file] as number);
      telling[file] = told / (stemRarities[file] as number);
    });
  }
  return { match, telling, folders: matchFolders(catalogue, fitting, rarities) };
}

/** How a word of names fits the query's. */
interface FittingTerm {
  /** By term of the query: 0 to 1. */
  readonly matches: Float64Array;
  readonly best: number;
  /** The best, each counted by the rarity of the query's term. */
  readonly telling: number;
}

/** The words of names that fit a term of the query, by number. */
function fittingTerms(
  catalogue: FileCatalogue,
  terms: readonly string[],
  rarities: readonly number[],
): Map<number, FittingTerm> {
  const rarest = Math.max(...rarities, Number.MIN_VALUE);
  const fitting = new Map<number, FittingTerm>();
  const wanted = new Uint8Array(0x1_0000);
  for (const term of terms) wanted[term.charCodeAt(0)] = 1;
  const { initials } = catalogue;
  for (let number = 0; number < initials.length; number++) {
    if (wanted[initials[number] as number] === 0) continue;
    const part = catalogue.terms[number] as string;
    if (!terms.some((term) => termMatch(term, part) > 0)) continue;
    const matches = Float64Array.from(terms, (term) => termMatch(term, part));
    let best = 0;
    let telling = 0;
    for (let term = 0; term < matches.length; term++) {
      const match = matches[term] as number;
      best = Math.max(best, match);
      telling = Math.max(telling, (match * (rarities[term] as number)) / rarest);
    }
    fitting.set(number, { matches, best, telling });
  }
  return fitting;
}

function matchFolders(
  catalogue: FileCatalogue,
  fitting: ReadonlyMap<number, FittingTerm>,
  rarities: readonly number[],
): Float64Array {
  const total = rarities.reduce((sum, rarity) => sum + rarity, 0) || 1;
  const ofFolders = new Float64Array(catalogue.folderTerms.length);
  for (const fitted of fitting.keys()) {
    forEachOf(catalogue.foldersOfTerm, fitted, (folder) => {
      if (ofFolders[folder] !== 0) return;
      const numbers = catalogue.folderTerms[folder] as Uint32Array;
      let sum = 0;
      for (let term = 0; term < rarities.length; term++) {
        let covered = 0;
        for (const number of numbers) {
          const own = fitting.get(number)?.matches[term] ?? 0;
          if (own > covered) covered = own;
        }
        sum += covered * (rarities[term] as number);
      }
      ofFolders[folder] = sum / total;
    });
  }
  const { folderOfFile } = catalogue;
  const folders = new Float64Array(catalogue.count);
  for (let file = 0; file < folders.length; file++) {
    folders[file] = ofFolders[folderOfFile[file] as number] as number;
  }
  return folders;
}

function forEachOf({ starts, values }: Lists, list: number, visit: (value: number) => void): void {
  const end = starts[list + 1] as number;
  for (let at = starts[list] as number; at < end; at++) visit(values[at] as number);
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
