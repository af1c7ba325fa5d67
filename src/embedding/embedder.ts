import type { TokenTable } from './static/token-table.ts';

/** What makes two vectors comparable: the same model, byte for byte. */
export interface EmbeddingModel {
  readonly id: string;
  readonly dimension: number;
  readonly engine: 'static' | 'transformers';
  /** SHA-256 over the model's files, as hex. */
  readonly checksum: string;
}

/** A static model as plain data, which another worker can make the same embedder of (`staticEmbedder`). */
export interface StaticModelParts {
  readonly model: EmbeddingModel;
  readonly vocabulary: readonly string[];
  readonly table: TokenTable;
  readonly fieldWeights: readonly number[];
}

/** Turns texts into unit vectors. */
export interface Embedder {
  readonly model: EmbeddingModel;
  /**
   * Vectors of contextual texts: unit length, row-major, texts × dimension; owned by the caller.
   * A text without any known token gives a zero row.
   */
  embedDocuments(texts: readonly string[]): Promise<Float32Array>;
  /** The unit vector of a question; all zero when no token of it is known. */
  embedQuery(text: string): Promise<Float32Array>;
  /** A copy of the model for another worker; absent where it cannot be copied. */
  readonly parts?: () => StaticModelParts;
  /** Frees what the engine holds; the embedder must not be used afterwards. */
  dispose(): void;
}
