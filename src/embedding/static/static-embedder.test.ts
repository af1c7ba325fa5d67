import { describe, expect, it } from 'vitest';
import { hasCode } from '../../domain/api.ts';
import { contextualText } from '../contextual-text.ts';
import { type ModelFiles, sha256 } from '../model-files.ts';
import { loadStaticEmbedder } from './static-embedder.ts';
import { encodeTokenTable, quantizeRows, TABLE_FILE } from './token-table.ts';
import { tokenizerJson } from './tokenizer-file.ts';

const DIMENSION = 4;
const VOCABULARY = ['[UNK]', 'red', 'green', 'blue'];
const VECTORS = new Float32Array([0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0]);

async function modelFolder(
  change: Record<string, Uint8Array> = {},
): Promise<Map<string, Uint8Array>> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const config = {
    model_type: 'vectorgit_static',
    embedding_format: 'contextual_v1',
    field_weights: [3, 2, 1, 1],
  };
  const folder = new Map<string, Uint8Array>([
    ['config.json', bytes(JSON.stringify(config))],
    ['tokenizer.json', bytes(tokenizerJson(VOCABULARY))],
    [TABLE_FILE, encodeTokenTable(quantizeRows(VECTORS, DIMENSION))],
    ...Object.entries(change),
  ]);
  const files = await Promise.all(
    [...folder].map(async ([name, content]) => ({
      name,
      bytes: content.byteLength,
      sha256: await sha256(content),
    })),
  );
  const manifest = { id: 'colours', dimension: DIMENSION, files };
  return folder.set('manifest.json', bytes(JSON.stringify(manifest)));
}

function reader(folder: ReadonlyMap<string, Uint8Array>): ModelFiles {
  return {
    read: async (name) => {
      const bytes = folder.get(name);
      if (bytes === undefined) throw new Error(`no ${name}`);
      return bytes;
    },
  };
}

const rounded = (vector: Float32Array) => [...vector].map((value) => Math.round(value * 1e3) / 1e3);

describe('static embedder', () => {
  it('says which model it is', async () => {
    const folder = await modelFolder();
    const { model } = await loadStaticEmbedder(reader(folder));
    expect(model).toEqual({
      id: 'colours',
      dimension: DIMENSION,
      engine: 'static',
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is the same model with another card, another one with other weights', async () => {
    const checksumWith = async (change: Record<string, Uint8Array>) =>
      (await loadStaticEmbedder(reader(await modelFolder(change)))).model.checksum;
    const plain = await checksumWith({});
    expect(await checksumWith({ 'README.md': Uint8Array.of(1) })).toBe(plain);
    const turned = VECTORS.map((value) => -value);
    const weights = encodeTokenTable(quantizeRows(turned, DIMENSION));
    expect(await checksumWith({ [TABLE_FILE]: weights })).not.toBe(plain);
  });

  it('sums a question plainly and a document by field and root of the count', async () => {
    const embedder = await loadStaticEmbedder(reader(await modelFolder()));
    expect(rounded(await embedder.embedQuery('Red green'))).toEqual([0.894, 0.447, 0, 0]);
    const document = contextualText({
      path: 'green',
      type: 'block',
      name: null,
      content: 'red red red red',
    });
    // red: weight 1 × √4 × 2; green: weight 3 × √1 × 1.
    expect(rounded(await embedder.embedDocuments([document]))).toEqual([0.8, 0.6, 0, 0]);
  });

  it('gives a zero row for a text without a known token, between others', async () => {
    const embedder = await loadStaticEmbedder(reader(await modelFolder()));
    expect(rounded(await embedder.embedDocuments(['red', 'ж', 'blue']))).toEqual([
      1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0,
    ]);
    expect(rounded(await embedder.embedQuery(''))).toEqual([0, 0, 0, 0]);
  });

  it('gives the same vector whatever was embedded before', async () => {
    const embedder = await loadStaticEmbedder(reader(await modelFolder()));
    const alone = await embedder.embedDocuments(['red green green']);
    const after = await embedder.embedDocuments(['blue blue', 'red green green']);
    expect(after.slice(DIMENSION)).toEqual(alone);
  });

  it.each(['config.json', 'tokenizer.json', TABLE_FILE])(
    'refuses a wrong byte in %s',
    async (name) => {
      const folder = await modelFolder();
      const bytes = Uint8Array.from(folder.get(name) as Uint8Array);
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
      folder.set(name, bytes);
      await expect(loadStaticEmbedder(reader(folder))).rejects.toSatisfy((error) =>
        hasCode(error, 'model/checksum-mismatch'),
      );
    },
  );

  it.each([
    ['config.json', '{}'],
    [
      'config.json',
      '{"model_type":"vectorgit_static","embedding_format":"contextual_v9","field_weights":[1,1,1,1]}',
    ],
    [
      'config.json',
      '{"model_type":"vectorgit_static","embedding_format":"contextual_v1","field_weights":[1]}',
    ],
    ['tokenizer.json', 'not JSON'],
    ['tokenizer.json', tokenizerJson(VOCABULARY).replace('NFD', 'NFC')],
    ['tokenizer.json', tokenizerJson([...VOCABULARY, 'one more'])],
    [TABLE_FILE, 'nothing of the kind at all'],
    [TABLE_FILE, ''],
  ])('refuses %s that holds %j', async (name, content) => {
    const folder = await modelFolder({ [name]: new TextEncoder().encode(content) });
    await expect(loadStaticEmbedder(reader(folder))).rejects.toSatisfy((error) =>
      hasCode(error, 'model/invalid'),
    );
  });
});
