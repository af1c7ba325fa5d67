import { describe, expect, it } from 'vitest';
import { hasCode } from '../../domain/api.ts';
import {
  SMALL_TRANSFORMER_DIMENSION,
  smallTransformerFiles,
} from '../fixtures/small-transformer.ts';
import { WASM_PATHS, webLibrary } from '../fixtures/transformers-library.ts';
import { type ModelFiles, sha256 } from '../model-files.ts';
import { loadTransformersEmbedder, type TransformersOptions } from './transformers-embedder.ts';

function reader(folder: ReadonlyMap<string, Uint8Array>): ModelFiles {
  return {
    read: async (name) => {
      const bytes = folder.get(name);
      if (bytes === undefined) throw new Error(`no ${name}`);
      return bytes;
    },
  };
}

function load(folder: ReadonlyMap<string, Uint8Array>, more: Partial<TransformersOptions> = {}) {
  return loadTransformersEmbedder({
    id: 'tests/small',
    files: reader(folder),
    wasmPaths: WASM_PATHS,
    precision: 'fp32',
    library: webLibrary,
    device: 'auto',
    ...more,
  });
}

const cosine = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);

describe('transformers embedder', () => {
  it('gives unit vectors in the order of the texts, whatever the batches are', async () => {
    const texts = ['walk the tree', 'a', 'parse json text into values', 'walk the tree', ''];
    const embedder = await load(smallTransformerFiles(), { batchSize: 2 });
    expect(embedder.model).toMatchObject({
      id: 'tests/small',
      dimension: SMALL_TRANSFORMER_DIMENSION,
      engine: 'transformers',
    });
    const together = await embedder.embedDocuments(texts);
    for (const [row, text] of texts.entries()) {
      const alone = await embedder.embedQuery(text);
      const own = together.subarray(
        row * SMALL_TRANSFORMER_DIMENSION,
        (row + 1) * SMALL_TRANSFORMER_DIMENSION,
      );
      expect(cosine(own, own)).toBeCloseTo(1, 4);
      expect(cosine(own, alone)).toBeCloseTo(1, 4);
    }
    const [first, second] = [together.subarray(0, 32), together.subarray(32, 64)];
    expect(cosine(first, second)).toBeLessThan(0.99);
    embedder.dispose();
  });

  it('cuts a text at the longest that the model takes', async () => {
    const embedder = await load(smallTransformerFiles());
    const long = await embedder.embedQuery('abc '.repeat(500));
    expect(cosine(long, long)).toBeCloseTo(1, 4);
    embedder.dispose();
  });

  it('puts the prompts of the model before questions and documents', async () => {
    const folder = smallTransformerFiles();
    const plain = await load(folder);
    const expected = await plain.embedQuery('find: walk');
    plain.dispose();
    const prompts = JSON.stringify({ prompts: { query: 'find: ', document: 'text: ' } });
    folder.set('config_sentence_transformers.json', new TextEncoder().encode(prompts));
    const embedder = await load(folder);
    expect(cosine(await embedder.embedQuery('walk'), expected)).toBeCloseTo(1, 4);
    expect(cosine(await embedder.embedDocuments(['walk']), expected)).toBeLessThan(0.999);
    embedder.dispose();
  });

  it('tells models with other weights apart by checksum', async () => {
    const folder = smallTransformerFiles();
    const one = await load(folder);
    const weights = Uint8Array.from(folder.get('onnx/model.onnx') as Uint8Array);
    weights[weights.length >> 1] = (weights[weights.length >> 1] as number) ^ 1;
    const other = await load(new Map([...folder, ['onnx/model.onnx', weights]]));
    expect(one.model.checksum).not.toBe(other.model.checksum);
    one.dispose();
    other.dispose();
  });

  it('refuses a wrong byte in a folder with a manifest', async () => {
    const folder = smallTransformerFiles();
    const files = await Promise.all(
      [...folder].map(async ([name, bytes]) => ({
        name,
        bytes: bytes.byteLength,
        sha256: name.endsWith('.onnx') ? '0'.repeat(64) : await sha256(bytes),
      })),
    );
    const manifest = JSON.stringify({ id: 'tests/small', dimension: 32, files });
    folder.set('manifest.json', new TextEncoder().encode(manifest));
    await expect(load(folder)).rejects.toSatisfy((error) =>
      hasCode(error, 'model/checksum-mismatch'),
    );
  });

  it('says that a folder without weights cannot be had', async () => {
    const folder = smallTransformerFiles();
    folder.delete('onnx/model.onnx');
    await expect(load(folder)).rejects.toSatisfy((error) => hasCode(error, 'model/unavailable'));
  });
});
