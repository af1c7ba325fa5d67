import { describe, expect, it } from 'vitest';
import { hasCode } from '../../domain/api.ts';
import { smallTextModelFiles } from '../fixtures/small-text-model.ts';
import { smallTransformerFiles } from '../fixtures/small-transformer.ts';
import { WASM_PATHS, webLibrary } from '../fixtures/transformers-library.ts';
import { loadTextGenerator, type TextGeneratorOptions } from './text-generator.ts';

const ANSWER = '## Answer\n- `add` adds größere Zahlen 税 💶 [CITATION chunk_00000000000000a1].\n';
const ASKED = [
  { role: 'system', content: 'Cite.' },
  { role: 'user', content: 'What is add? größer 税' },
] as const;
let count = 0;

function load(folder: ReadonlyMap<string, Uint8Array>, more: Partial<TextGeneratorOptions> = {}) {
  return loadTextGenerator({
    // The library remembers what it read under an id.
    id: `tests/text-${++count}`,
    files: {
      read: async (name) => {
        const bytes = folder.get(name);
        if (bytes === undefined) throw new Error(`no ${name}`);
        return bytes;
      },
    },
    wasmPaths: WASM_PATHS,
    weights: 'model',
    precision: 'fp32',
    dataFiles: 0,
    turn: async () => undefined,
    library: webLibrary,
    device: 'auto',
    ...more,
  });
}

const request = () => ({
  messages: ASKED,
  window: 1_000,
  maxNewTokens: 200,
  signal: new AbortController().signal,
  onText: () => undefined,
});

describe('text generator', () => {
  it('streams what the model says, each piece longer than the one before', async () => {
    const generator = await load(smallTextModelFiles({ answer: ANSWER }));
    const heard: string[] = [];
    const done = await generator.generate({ ...request(), onText: (text) => heard.push(text) });
    expect(done).toEqual({ state: 'done', text: ANSWER, cut: false });
    expect(heard.length).toBeGreaterThan(4);
    expect(heard.every((text, at) => text.startsWith(heard[at - 1] ?? ''))).toBe(true);
    // Again from the beginning: nothing is left of the first answer.
    expect(await generator.generate(request())).toEqual(done);
    generator.dispose();
  });

  it('runs a merged decoder, and a model without a chat template', async () => {
    const generator = await load(
      smallTextModelFiles({
        answer: ANSWER,
        template: false,
        weights: 'onnx/decoder_model_merged_quantized.onnx',
      }),
      { weights: 'decoder_model_merged', precision: 'q8' },
    );
    expect(await generator.generate(request())).toMatchObject({ state: 'done', text: ANSWER });
    generator.dispose();
  });

  it('begins the first message with the system message where a template knows none', async () => {
    const files = smallTextModelFiles({ answer: ANSWER });
    const config = JSON.parse(new TextDecoder().decode(files.get('tokenizer_config.json')));
    config.chat_template = `{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}${config.chat_template}`;
    files.set('tokenizer_config.json', new TextEncoder().encode(JSON.stringify(config)));
    const generator = await load(files);
    expect(await generator.generate(request())).toMatchObject({ state: 'done', text: ANSWER });
    generator.dispose();
  });

  it('stops between two tokens and keeps what had come', async () => {
    const stop = new AbortController();
    const generator = await load(smallTextModelFiles({ answer: 'on and on ', endless: true }));
    const stopped = await generator.generate({
      ...request(),
      signal: stop.signal,
      onText: (text) => {
        if (text.length > 30) stop.abort();
      },
    });
    expect(stopped.state).toBe('stopped');
    expect(stopped).toMatchObject({ text: expect.stringMatching(/^on and on on and on/) });
    generator.dispose();
  });

  it('is cut at the limit of the answer and at the end of the window', async () => {
    const generator = await load(smallTextModelFiles({ answer: 'on and on ', endless: true }));
    const atLimit = await generator.generate({ ...request(), maxNewTokens: 70 });
    expect(atLimit).toMatchObject({ state: 'done', cut: true });
    const plain = { ...request(), window: 150 };
    expect(await generator.generate(plain)).toMatchObject({ state: 'done', cut: true });
    generator.dispose();
  });

  it('tells how long a prompt is that does not fit, and runs nothing', async () => {
    let turns = 0;
    const generator = await load(smallTextModelFiles(), { turn: async () => void turns++ });
    const long = { role: 'user', content: 'a'.repeat(500) } as const;
    const outcome = await generator.generate({ ...request(), messages: [long], window: 500 });
    expect(outcome).toMatchObject({ state: 'too-long' });
    expect(outcome.state === 'too-long' && outcome.promptTokens).toBeGreaterThan(500);
    expect(turns).toBe(0);
    generator.dispose();
  });

  it('rejects with the want of memory, and with a model that makes no text', async () => {
    const hungry = await load(smallTextModelFiles({ hunger: 32_760 }));
    await expect(hungry.generate(request())).rejects.toThrow(/alloc|memory/i);
    hungry.dispose();
    await expect(load(smallTransformerFiles())).rejects.toThrow(/Unsupported model type/);
  });

  it('refuses a wrong byte in a folder with a manifest', async () => {
    const folder = smallTextModelFiles();
    const files = [...folder].map(([name, bytes]) => ({
      name,
      bytes: bytes.byteLength,
      sha256: '0'.repeat(64),
    }));
    const manifest = JSON.stringify({ id: 'x', dimension: 1, files });
    folder.set('manifest.json', new TextEncoder().encode(manifest));
    await expect(load(folder)).rejects.toSatisfy((error) =>
      hasCode(error, 'model/checksum-mismatch'),
    );
  });
});
