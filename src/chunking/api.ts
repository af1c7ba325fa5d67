export { chunkIdOf } from './chunk-id.ts';
export { type ChunkedFile, type Chunker, createChunker } from './chunker.ts';
export { GRAMMAR_NAMES, type GrammarAssets } from './grammars.ts';
export { CHUNKER_VERSION } from './version.ts';
