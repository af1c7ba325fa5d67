import { EMBEDDING_FORMAT } from '../contextual-text.ts';
import type { Embedder, EmbeddingModel } from '../embedder.ts';
import {
  invalidModel,
  isRecord,
  type ModelFiles,
  openModelFolder,
  parseModelJson,
} from '../model-files.ts';
import { FIELDS } from './code-fields.ts';
import { openRowSum, type RowSum } from './row-sum.ts';
import { StaticTokenizer } from './static-tokenizer.ts';
import { TermBag } from './term-bag.ts';
import { decodeTokenTable, TABLE_FILE, type TokenTable } from './token-table.ts';
import { parseTokenizerJson } from './tokenizer-file.ts';

/** What config.json of a static model says. */
export interface StaticModelConfig {
  readonly model_type: 'vectorgit_static';
  readonly embedding_format: string;
  /** Weight of each field of a contextual text, in the order of FIELDS. */
  readonly field_weights: readonly number[];
}

/**
 * Loads a static model: a vector a token, a document the weighted sum of its tokens' vectors
 * (weight of the field × √count, Tulkens & van Dongen's Model2Vec form), a question their plain sum.
 * Every file is verified against the manifest first: `model/checksum-mismatch`, `model/invalid`.
 */
export async function loadStaticEmbedder(files: ModelFiles): Promise<Embedder> {
  const { manifest, checksum, read } = await openModelFolder(files);
  const [config, vocabulary, table] = await Promise.all([
    read('config.json').then(parseConfig),
    read('tokenizer.json').then(parseTokenizerJson),
    read(TABLE_FILE).then(decodeTokenTable),
  ]);
  if (table.rows !== vocabulary.length || table.dimension !== manifest.dimension) {
    throw invalidModel('its files do not belong together', TABLE_FILE);
  }
  const { id, dimension } = manifest;
  return staticEmbedder(
    { id, dimension, engine: 'static', checksum },
    vocabulary,
    table,
    config.field_weights,
  );
}

/** The embedder over parts that are in memory; `fieldWeights` in the order of FIELDS. */
export function staticEmbedder(
  model: EmbeddingModel,
  vocabulary: readonly string[],
  table: TokenTable,
  fieldWeights: readonly number[],
): Embedder {
  const bag = new TermBag(new StaticTokenizer(vocabulary), vocabulary.length);
  const rows = openRowSum(table);
  // Not the table itself: its rows lie in the memory of `rows`, and 4 MB need not be held twice.
  const { scales, rows: tableRows } = table;
  const { dimension } = model;
  return {
    model,
    embedDocuments: async (texts) => {
      const vectors = new Float32Array(texts.length * dimension);
      texts.forEach((text, row) => {
        bag.countDocument(text);
        addDocument(bag, scales, rows, fieldWeights);
        unitInto(rows.sum(), vectors, row * dimension);
      });
      return vectors;
    },
    embedQuery: async (text) => {
      const vector = new Float32Array(dimension);
      bag.countQuery(text);
      addQuery(bag, scales, rows);
      unitInto(rows.sum(), vector, 0);
      return vector;
    },
    parts: () => ({
      model,
      vocabulary,
      table: { rows: tableRows, dimension, scales, packed: rows.packed() },
      fieldWeights,
    }),
    dispose: () => {},
  };
}

/** Gives the bag's rows to the sum: weight of the field × √count. */
function addDocument(
  bag: TermBag,
  scales: Float32Array,
  rows: RowSum,
  weights: readonly number[],
): void {
  const { tokens, fields, counts, size } = bag;
  rows.clear();
  for (let at = 0; at < size; at++) {
    const token = tokens[at] as number;
    const weight = weights[fields[at] as number] as number;
    rows.add(token, weight * Math.sqrt(counts[at] as number) * (scales[token] as number));
  }
}

function addQuery(bag: TermBag, scales: Float32Array, rows: RowSum): void {
  rows.clear();
  for (let at = 0; at < bag.size; at++) {
    const token = bag.tokens[at] as number;
    rows.add(token, (bag.counts[at] as number) * (scales[token] as number));
  }
}

/** Writes a sum, scaled to unit length, into `into` from `start` on. */
function unitInto(sum: Int32Array, into: Float32Array, start: number): void {
  const dimension = sum.length;
  let squares = 0;
  for (let d = 0; d < dimension; d++) {
    // Of doubles: a product of two such sums is beyond 32 bits. Not `** 2`, which is a call of pow.
    const value = sum[d] as number;
    squares += value * value;
  }
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let d = 0; d < dimension; d++) into[start + d] = (sum[d] as number) * scale;
}

function parseConfig(bytes: Uint8Array): StaticModelConfig {
  const value = parseModelJson(bytes, 'config.json');
  const bad = (reason: string) => invalidModel(reason, 'config.json');
  if (!isRecord(value) || value.model_type !== 'vectorgit_static')
    throw bad('it is no static model');
  if (value.embedding_format !== EMBEDDING_FORMAT) throw bad('it was made for another text format');
  const weights = value.field_weights;
  const isWeight = (weight: unknown) => typeof weight === 'number' && weight >= 0;
  if (!Array.isArray(weights) || weights.length !== FIELDS.length || !weights.every(isWeight)) {
    throw bad('its field weights have another form');
  }
  return value as unknown as StaticModelConfig;
}
