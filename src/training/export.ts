import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  EMBEDDING_FORMAT,
  encodeTokenTable,
  FIELDS,
  type ModelFiles,
  type ModelManifest,
  quantizeRows,
  type StaticModelConfig,
  sha256,
  TABLE_FILE,
  tokenizerJson,
} from '../embedding/api.ts';

/** What an artefact is made of. */
export interface StaticModel {
  readonly id: string;
  readonly dimension: number;
  readonly vocabulary: readonly string[];
  /** Row-major, tokens × dimension. */
  readonly vectors: Float32Array;
  /** In the order of FIELDS. */
  readonly fieldWeights: readonly number[];
}

const POOLING_FILE = '1_Pooling/config.json';

/** At most this much is shipped, all files together. */
const MAX_MODEL_BYTES = 8_000_000;

/** Writes the model's folder but for its card and its manifest. */
export function exportModel(folder: string, model: StaticModel): void {
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['onnx', '1_Pooling']) mkdirSync(path.join(folder, part), { recursive: true });
  const config: StaticModelConfig & Record<string, unknown> = {
    model_type: 'vectorgit_static',
    embedding_format: EMBEDDING_FORMAT,
    hidden_size: model.dimension,
    vocab_size: model.vocabulary.length,
    fields: FIELDS,
    field_weights: model.fieldWeights,
    count_weight: 'square root',
    normalize: true,
  };
  const tokenizerConfig = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    unk_token: '[UNK]',
    pad_token: '[UNK]',
    clean_up_tokenization_spaces: false,
    model_max_length: 1_000_000,
  };
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(path.join(folder, name), content);
  write('config.json', json(config));
  write('tokenizer_config.json', json(tokenizerConfig));
  write('tokenizer.json', tokenizerJson(model.vocabulary));
  // For other engines: the mean of the rows, which scaled to unit length is the plain sum of a question.
  write(
    POOLING_FILE,
    json({ word_embedding_dimension: model.dimension, pooling_mode_mean_tokens: true }),
  );
  write(TABLE_FILE, encodeTokenTable(quantizeRows(model.vectors, model.dimension)));
}

const LISTED = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  POOLING_FILE,
  TABLE_FILE,
  'README.md',
];

/** Writes manifest.json, last of all; answers the size of all files in bytes. */
export async function writeManifest(folder: string, model: StaticModel): Promise<number> {
  const files: ModelManifest['files'][number][] = [];
  for (const name of LISTED) {
    const bytes = new Uint8Array(readFileSync(path.join(folder, name)));
    files.push({ name, bytes: bytes.byteLength, sha256: await sha256(bytes) });
  }
  const manifest: ModelManifest = { id: model.id, dimension: model.dimension, files };
  writeFileSync(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > MAX_MODEL_BYTES) throw new Error(`the model has ${total} bytes, too many`);
  return total;
}

/** A model folder on disk, as the embedding room reads it. */
export function folderFiles(folder: string): ModelFiles {
  return { read: async (name) => new Uint8Array(readFileSync(path.join(folder, name))) };
}
