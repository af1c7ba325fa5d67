import { describe, expect, it } from 'vitest';
import { failureOfModel, isTextModel, planTextModel, promptShare, windowOf } from './text-model.ts';

const BASE = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

describe('the folder of a text model', () => {
  it('is taken with the weights that run best, and nothing that is not needed', () => {
    const plan = planTextModel([
      ...BASE,
      'README.md',
      'generation_config.json',
      'onnx/model.onnx',
      'onnx/model_fp16.onnx',
      'onnx/model_q4.onnx',
      'onnx/model_quantized.onnx',
    ]);
    expect(plan).toEqual({
      files: [...BASE, 'generation_config.json', 'onnx/model_quantized.onnx'],
      weights: 'model',
      precision: 'q8',
      dataFiles: 0,
    });
  });

  it('may have a merged decoder, and weights in files of their own', () => {
    const merged = 'onnx/decoder_model_merged_q4f16.onnx';
    const data = [`${merged}_data`, `${merged}_data_1`];
    expect(planTextModel([...BASE, merged, ...data, `${merged}_data_3`])).toEqual({
      files: [...BASE, merged, ...data],
      weights: 'decoder_model_merged',
      precision: 'q4f16',
      dataFiles: 2,
    });
  });

  it('is told which file it misses', () => {
    expect(planTextModel(['config.json', 'onnx/model.onnx'])).toEqual({
      missing: 'tokenizer.json',
    });
    expect(planTextModel([...BASE, 'model.safetensors'])).toEqual({
      missing: 'onnx/model_quantized.onnx',
    });
  });
});

describe('what a model says of itself', () => {
  it('has a window, the smallest that its files name', () => {
    expect(windowOf({ n_positions: 1024 }, { model_max_length: 1e30 })).toBe(1_024);
    expect(windowOf({ max_position_embeddings: 32_768 }, { model_max_length: 8_192 })).toBe(8_192);
    expect(windowOf({ text_config: { max_position_embeddings: 512 } }, null)).toBe(512);
    expect(windowOf({ max_position_embeddings: 'many' }, {})).toBe(2_048);
  });

  it('is a text model by its architecture', () => {
    expect(isTextModel({ architectures: ['Qwen2ForCausalLM'] })).toBe(true);
    expect(isTextModel({ architectures: ['GPT2LMHeadModel'] })).toBe(true);
    expect(isTextModel({ architectures: ['BertModel'] })).toBe(false);
    expect(isTextModel({})).toBeNull();
  });

  it('leaves room for the answer, a quarter of a small window', () => {
    expect(promptShare(32_768, 1_200)).toBe(31_568);
    expect(promptShare(1_024, 1_200)).toBe(768);
  });
});

it.each([
  [
    'failed to call OrtRun(). ERROR_MESSAGE: Failed to allocate memory for requested buffer',
    'out-of-memory',
  ],
  ['Array buffer allocation failed', 'out-of-memory'],
  ['std::bad_alloc', 'out-of-memory'],
  ['safeint.h:17 SafeIntOnOverflow() Integer overflow', 'out-of-memory'],
  ['Unsupported model type: bert', 'not-a-text-model'],
  ['An error occurred: "Missing the following inputs: pixel_values.', 'not-a-text-model'],
  ['Could not locate file: "/vectorgit-models/a/onnx/model.onnx".', 'file-missing'],
  ['protobuf parsing failed', 'model-failed'],
])('%s is %s', (message, kind) => {
  expect(failureOfModel(message)).toEqual({ kind, said: message });
});
