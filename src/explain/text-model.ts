/**
 * A text-generation model of the person's own, by what its folder says of it (Hugging Face layout): whether it is one,
 * which files are needed, how much it can read at once.
 */
import { fieldOf } from './endpoint/endpoint.ts';
import type { EndpointFailure } from './endpoint/endpoint-failure.ts';

/** Which export to run, by the end of the file's name; null is full precision. */
const PRECISIONS = [
  // The better choice first: on a processor eight bits are the fastest, and half precision is the slowest.
  ['q8', '_quantized'],
  ['int8', '_int8'],
  ['uint8', '_uint8'],
  ['q4', '_q4'],
  ['bnb4', '_bnb4'],
  ['fp32', ''],
  ['q4f16', '_q4f16'],
  ['fp16', '_fp16'],
] as const;

const WEIGHTS = ['model', 'decoder_model_merged'] as const;

const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const OPTIONAL = ['generation_config.json', 'special_tokens_map.json'];

/** Which of a folder's files are the model. */
export interface TextModelPlan {
  /** Relative to the folder; those that are not needed are left out. */
  readonly files: readonly string[];
  /** File name of the weights without folder, precision and ending. */
  readonly weights: (typeof WEIGHTS)[number];
  readonly precision: (typeof PRECISIONS)[number][0];
  /** Large models keep their weights in files of their own beside the graph. */
  readonly dataFiles: number;
}

/** The files of a model among those of a folder, or the first one that it needs and has not. */
export function planTextModel(
  paths: Iterable<string>,
): TextModelPlan | { readonly missing: string } {
  const there = new Set(paths);
  const missing = NEEDED.find((name) => !there.has(name));
  if (missing !== undefined) return { missing };
  for (const [precision, suffix] of PRECISIONS) {
    for (const weights of WEIGHTS) {
      const graph = `onnx/${weights}${suffix}.onnx`;
      if (!there.has(graph)) continue;
      const data: string[] = [];
      const dataName = () => `${graph}_data${data.length === 0 ? '' : `_${data.length}`}`;
      while (there.has(dataName())) data.push(dataName());
      const files = [...NEEDED, ...OPTIONAL.filter((name) => there.has(name)), graph, ...data];
      return { files, weights, precision, dataFiles: data.length };
    }
  }
  return { missing: 'onnx/model_quantized.onnx' };
}

/** When a model's files do not say how much it can read. */
const DEFAULT_WINDOW = 2_048;

/** Tokens of prompt and answer together, by the contents of config.json and tokenizer_config.json. */
export function windowOf(config: unknown, tokenizerConfig: unknown): number {
  const text = fieldOf(config, 'text_config') ?? config;
  const limits = [
    ...['max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'seq_length'].map(
      (name) => fieldOf(text, name),
    ),
    // Where there is none it is a number beyond all bounds.
    fieldOf(tokenizerConfig, 'model_max_length'),
  ].filter((value): value is number => typeof value === 'number' && value > 0 && value < 1e8);
  return limits.length === 0 ? DEFAULT_WINDOW : Math.floor(Math.min(...limits));
}

/** Null when config.json names no architecture, which is left for the library to say. */
export function isTextModel(config: unknown): boolean | null {
  const architectures = fieldOf(config, 'architectures');
  if (!Array.isArray(architectures) || architectures.length === 0) return null;
  return architectures.some(
    (name) => typeof name === 'string' && /(?:ForCausalLM|LMHeadModel)$/.test(name),
  );
}

/** Of a window, how much the prompt may have: what is left is for the answer. */
export function promptShare(window: number, answerTokens: number): number {
  return window - Math.min(answerTokens, Math.floor(window / 4));
}

/** By the words of the library and of its runtime, which give no codes. */
const BY_WORDS: readonly (readonly [RegExp, EndpointFailure['kind']])[] = [
  [
    /\balloc|out of memory|\bOOM\b|bad_alloc|array length|array buffer|SafeInt|memory access out of bounds/i,
    'out-of-memory',
  ],
  [/unsupported model type|missing the following inputs|logits/i, 'not-a-text-model'],
  [/could not locate file|no such file|not found/i, 'file-missing'],
];

/** What a failure of loading or running a model means. */
export function failureOfModel(message: string): EndpointFailure {
  const kind = BY_WORDS.find(([words]) => words.test(message))?.[1] ?? 'model-failed';
  return { kind, said: message.replace(/\s+/g, ' ').trim().slice(0, MOST_SAID) };
}

const MOST_SAID = 240;
