/**
 * embedding: turns texts into unit vectors, by a static token table or by a transformer; and, over the same library,
 * runs a text-generation model.
 * Imports only domain; reads no network itself: the caller hands over a model's files.
 */
export { contextualText, EMBEDDING_FORMAT } from './contextual-text.ts';
export type { Embedder, EmbeddingModel, StaticModelParts } from './embedder.ts';
export { type ModelFiles, type ModelManifest, openModelFolder, sha256 } from './model-files.ts';
// For the training tool, which must count and quantise as the product does.
export { FIELDS } from './static/code-fields.ts';
export {
  loadStaticEmbedder,
  type StaticModelConfig,
  staticEmbedder,
} from './static/static-embedder.ts';
export { StaticTokenizer } from './static/static-tokenizer.ts';
export { TermBag } from './static/term-bag.ts';
export {
  encodeTokenTable,
  quantizeRows,
  TABLE_FILE,
  type TokenTable,
} from './static/token-table.ts';
export {
  CONTINUATION_PREFIX,
  tokenizerJson,
  UNKNOWN_TOKEN,
  wordsOf,
} from './static/tokenizer-file.ts';
export { hasGpu } from './transformers/gpu-runtime.ts';
export {
  type Generation,
  type GenerationRequest,
  loadTextGenerator,
  type Precision,
  type TextGenerator,
  type TextGeneratorOptions,
} from './transformers/text-generator.ts';
export {
  loadTransformersEmbedder,
  type TransformersOptions,
} from './transformers/transformers-embedder.ts';
