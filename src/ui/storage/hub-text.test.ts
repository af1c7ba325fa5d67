import { expect, test } from 'vitest';
import { hubIdOf } from './hub-text.ts';

test.each([
  ['Xenova/all-MiniLM-L6-v2', 'Xenova/all-MiniLM-L6-v2'],
  ['  jinaai/jina-embeddings-v2-base-code ', 'jinaai/jina-embeddings-v2-base-code'],
  ['https://huggingface.co/Xenova/bge-small-en-v1.5', 'Xenova/bge-small-en-v1.5'],
  ['huggingface.co/Xenova/bge-small-en-v1.5/tree/main', 'Xenova/bge-small-en-v1.5'],
  ['all-MiniLM-L6-v2', null],
  ['https://evil.example/a/b', null],
  ['a/../b', null],
  ['../a', null],
  ['a/b/c', null],
  ['', null],
])('%j means the model %j', (text, id) => {
  expect(hubIdOf(text)).toBe(id);
});
