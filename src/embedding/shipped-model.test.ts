import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contextualText } from './contextual-text.ts';
import { realChunks } from './fixtures/real-chunks.ts';
import { webLibrary } from './fixtures/transformers-library.ts';
import { loadStaticEmbedder } from './static/static-embedder.ts';
import { StaticTokenizer } from './static/static-tokenizer.ts';
import { parseTokenizerJson } from './static/tokenizer-file.ts';

const FOLDER = 'public/models/vectorgit-code-v1';
const files = { read: async (name: string) => new Uint8Array(readFileSync(join(FOLDER, name))) };

describe('the shipped model', () => {
  it('has the token ids that the library gives for its tokenizer.json', async () => {
    const { PreTrainedTokenizer } = await webLibrary();
    const bytes = await files.read('tokenizer.json');
    const reference = new PreTrainedTokenizer(JSON.parse(new TextDecoder().decode(bytes)), {});
    const tokenizer = new StaticTokenizer(parseTokenizerJson(bytes));
    // Some of them: all two thousand are compared in Chromium (e2e/model-parity.spec.ts).
    const chunks = await realChunks(12);
    expect(new Set(chunks.map(({ extension }) => extension)).size).toBeGreaterThanOrEqual(12);
    let beyondAscii = 0;
    for (const { text } of chunks) {
      if (/[^\0-\x7f]/.test(text)) beyondAscii++;
      const count = tokenizer.encode(text);
      const own = [...tokenizer.ids.slice(0, count)];
      // Comparing short texts is cheap; the slow matcher only runs to show a difference.
      if (own.join() !== reference.encode(text).join()) expect(own).toEqual(reference.encode(text));
    }
    expect(beyondAscii).toBeGreaterThan(10);
  });

  it('finds code by words that do not occur in it', async () => {
    const embedder = await loadStaticEmbedder(files);
    // One path for all: the path weighs ten times what a word of the body does, and here it must not decide.
    const chunk = (content: string) =>
      contextualText({ path: 'src/main.ts', type: 'block', name: null, content });
    const documents = [
      chunk('for (const rule of gitignore) if (rule.matches(path)) return false;'),
      chunk('const socket = connect(port); socket.write(bytes);'),
      chunk('canvas.fillStyle = "red"; canvas.fillRect(0, 0, width, height);'),
      chunk('await transaction.objectStore("users").put(record);'),
    ];
    const vectors = await embedder.embedDocuments(documents);
    const { dimension } = embedder.model;
    const best = async (question: string) => {
      const asked = await embedder.embedQuery(question);
      const scores = documents.map((_, row) =>
        asked.reduce(
          (sum, value, at) => sum + value * (vectors[row * dimension + at] as number),
          0,
        ),
      );
      return scores.indexOf(Math.max(...scores));
    };
    expect(await best('where are files excluded')).toBe(0);
    expect(await best('send data over the network')).toBe(1);
    expect(await best('draw a picture on the screen')).toBe(2);
    expect(await best('save a row in the database')).toBe(3);
  });
});
