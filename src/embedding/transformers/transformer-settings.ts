import { isRecord, parseModelJson } from '../model-files.ts';

/** How a transformer's token states become one vector. */
export type Pooling = 'mean' | 'cls' | 'last_token';

/** What a model's own files say of its use. */
export interface TransformerSettings {
  readonly pooling: Pooling;
  /** In tokens, special ones included. */
  readonly maxTokens: number;
  /** Put before every question, every document. */
  readonly queryPrefix: string;
  readonly documentPrefix: string;
}

const DEFAULT_MAX_TOKENS = 512;

/**
 * Reads the settings in the layout of sentence-transformers: `1_Pooling/config.json`,
 * `sentence_bert_config.json`, `config_sentence_transformers.json`, and the model's and tokenizer's
 * configurations. `read` answers null for a file that the folder does not have. Without a word on
 * pooling it is the mean.
 */
export async function readTransformerSettings(
  read: (name: string) => Promise<Uint8Array | null>,
): Promise<TransformerSettings> {
  const parsed = async (name: string): Promise<Record<string, unknown>> => {
    const bytes = await read(name);
    const value = bytes === null ? {} : parseModelJson(bytes, name);
    return isRecord(value) ? value : {};
  };
  const [config, tokenizer, sentence, pooling, use] = await Promise.all([
    parsed('config.json'),
    parsed('tokenizer_config.json'),
    parsed('sentence_bert_config.json'),
    parsed('1_Pooling/config.json'),
    parsed('config_sentence_transformers.json'),
  ]);
  const prompts = isRecord(use.prompts) ? use.prompts : {};
  const limits = [
    sentence.max_seq_length,
    tokenizer.model_max_length,
    config.max_position_embeddings,
    config.n_positions,
  ].filter((value): value is number => typeof value === 'number' && value > 0 && value < 1e6);
  return {
    pooling: poolingOf(pooling),
    maxTokens: limits.length > 0 ? Math.min(...limits) : DEFAULT_MAX_TOKENS,
    queryPrefix: firstText(prompts.query, prompts.search_query),
    documentPrefix: firstText(prompts.document, prompts.passage, prompts.search_document),
  };
}

function poolingOf(config: Record<string, unknown>): Pooling {
  if (config.pooling_mode_cls_token === true) return 'cls';
  if (config.pooling_mode_lasttoken === true) return 'last_token';
  return 'mean';
}

function firstText(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === 'string') ?? '';
}
