import type { SearchOptions } from '../domain/api.ts';

/**
 * What `--mode` means to the engine. `bm25`, `vectors` and `vectors-file` are one retriever's chunks as they come,
 * without ranking. `keyword` is the ranking over words alone, which is what hybrid answers while there are no
 * vectors; `keyword-all` is the product's keyword mode as a person uses it, where every word must occur.
 */
const MODES: Readonly<Record<string, SearchOptions>> = {
  bm25: { stage: 'bm25' },
  vectors: { stage: 'vectors' },
  'vectors-file': { stage: 'vectors-file' },
  keyword: { mode: 'keyword', match: 'any' },
  'keyword-all': { mode: 'keyword' },
  meaning: { mode: 'meaning' },
  hybrid: { mode: 'hybrid' },
};

/** Places that a result file holds of each answer; the scorer looks at ten. */
const PLACES = 20;

/** The options of a search in one of the modes. Throws for a mode or fusion that there is not. */
export function optionsOfMode(mode: string, fusion: string): SearchOptions {
  const options = MODES[mode];
  if (options === undefined) {
    throw new Error(`--mode ${mode} is none of ${Object.keys(MODES).join(', ')}`);
  }
  if (fusion !== 'ranked' && fusion !== 'rrf') {
    throw new Error(`--fusion ${fusion} is neither ranked nor rrf`);
  }
  return { ...options, fusion, limit: PLACES };
}
