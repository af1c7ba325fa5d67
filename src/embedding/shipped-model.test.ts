import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contextualText } from './contextual-text.ts';
import { webLibrary } from './fixtures/transformers-library.ts';
import { loadStaticEmbedder } from './static/static-embedder.ts';
import { StaticTokenizer } from './static/static-tokenizer.ts';
import { parseTokenizerJson } from './static/tokenizer-file.ts';

const FOLDER = 'public/models/vectorgit-code-v1';
const files = { read: async (name: string) => new Uint8Array(readFileSync(join(FOLDER, name))) };

/** Texts of about the size of a chunk, from this project's own source and its other-script samples. */
function realTexts(): string[] {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:tsx?|css|py|json)$/.test(path))
    .map((path) => join('src', path));
  const own = paths.flatMap((path) => readFileSync(path, 'utf8').match(/[\s\S]{1,1500}/g) ?? []);
  return [
    ...own,
    'größe = señal(ñandú) # Überprüfung',
    'функция чтенияФайла()',
    '設定を読み込む関数 loadConfig',
    'ΟΔΟΣ οδός',
    '가나다 hangul',
  ];
}

describe('the shipped model', () => {
  it('has the token ids that the library gives for its tokenizer.json', async () => {
    const { PreTrainedTokenizer } = await webLibrary();
    const bytes = await files.read('tokenizer.json');
    const reference = new PreTrainedTokenizer(JSON.parse(new TextDecoder().decode(bytes)), {});
    const tokenizer = new StaticTokenizer(parseTokenizerJson(bytes));
    const texts = realTexts();
    expect(texts.length).toBeGreaterThan(200);
    for (const text of texts) {
      const count = tokenizer.encode(text);
      expect([...tokenizer.ids.slice(0, count)]).toEqual(reference.encode(text));
    }
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
