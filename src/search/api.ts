export { retrieveByWords } from './lexical-retriever.ts';
export { type LeftOut, type OpenedGeneration, OpenedRepository } from './opened-repository.ts';
export { completeQuery } from './query/completion.ts';
export { regexSpans } from './query/line-scan.ts';
export { parseQuery } from './query/query-parser.ts';
export type { RegexRun } from './query/regex-run.ts';
export { type SearchPorts, search } from './search.ts';
export { similarChunks } from './similar.ts';
export * from './stages.ts';
