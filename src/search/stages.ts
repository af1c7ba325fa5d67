/** The stages of a search by themselves, for the benches, which measure them apart and fit the ranking's weights. */
export { retrieveByWords } from './lexical-retriever.ts';
export { parseQuery } from './query/query-parser.ts';
export { centredCosines } from './ranking/centred-cosines.ts';
export { addFileMeans } from './ranking/file-means.ts';
export { rankFiles } from './ranking/file-ranking.ts';
export { type PreparedRanking, prepareRanking } from './ranking/prepared-ranking.ts';
export { HYBRID_WEIGHTS, WORDS_WEIGHTS } from './ranking/weights.ts';
export { retrieveByMeaning } from './vector-retriever.ts';
