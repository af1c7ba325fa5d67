import { VectorGitError } from '../domain/api.ts';
import { loadTextGenerator, type TextGenerator } from '../embedding/api.ts';
import {
  ANSWER_TOKENS,
  type EndpointFailure,
  failureOfModel,
  isTextModel,
  planTextModel,
  windowOf,
} from '../explain/api.ts';
import { ORT_ADDRESSES } from './engine-assets.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { ModelFolders } from './model-folders.ts';
import { MODEL_ID } from './model-loader.ts';
import type { TextModelCall, TextModelReply } from './protocol-text-model.ts';

const folders = new ModelFolders('vectorgit-text-models', planTextModel);

/** Answers the page's calls: keeps text-generation models and runs one of them. Nothing is ever fetched but our runtime. */
export class TextModelDesk {
  readonly #tell: (reply: TextModelReply) => void;
  #loaded: { readonly generator: TextGenerator; readonly window: number } | null = null;
  /** Of chats under way, by call. */
  readonly #stops = new Map<number, AbortController>();
  /** Calls are done one after another; only a stop goes before. */
  #turn: Promise<void> = Promise.resolve();

  constructor(tell: (reply: TextModelReply) => void) {
    this.#tell = tell;
  }

  hear(call: TextModelCall): void {
    if (call.type === 'stop') {
      this.#stops.get(call.id)?.abort();
      return;
    }
    if (call.type === 'chat') this.#stops.set(call.id, new AbortController());
    this.#turn = this.#turn.then(async () => {
      try {
        this.#tell(await this.#answer(call));
      } catch (error) {
        this.#tell({ type: 'failed', id: call.id, failure: failureOf(error) });
      } finally {
        this.#stops.delete(call.id);
      }
    });
  }

  async #answer(call: Exclude<TextModelCall, { type: 'stop' }>): Promise<TextModelReply> {
    const { id } = call;
    switch (call.type) {
      case 'list':
        return { type: 'listed', id, models: await folders.list() };
      case 'add': {
        const config = call.files.find(({ path }) => path === 'config.json')?.file;
        if (config !== undefined && isTextModel(parsed(await config.text())) === false) {
          return failed(id, { kind: 'not-a-text-model', said: '' });
        }
        if (!MODEL_ID.test(call.model)) return failed(id, { kind: 'file-missing', said: '' });
        await folders.keep(call.model, call.files, 'folder');
        return { type: 'listed', id, models: await folders.list() };
      }
      case 'remove':
        await folders.remove(call.model);
        return { type: 'listed', id, models: await folders.list() };
      case 'load':
        return { type: 'loaded', id, window: await this.#load(call.model) };
      case 'chat':
        return this.#chat(call);
    }
  }

  async #load(model: string): Promise<number> {
    this.#loaded?.generator.dispose();
    this.#loaded = null;
    const [files, manifest] = await Promise.all([folders.files(model), folders.manifest(model)]);
    const plan = planTextModel(manifest?.files.map(({ name }) => name) ?? []);
    if (files === null || 'missing' in plan) throw new Error(`${model}: file not found`);
    const [config, tokenizerConfig] = await Promise.all(
      ['config.json', 'tokenizer_config.json'].map(async (name) =>
        parsed(new TextDecoder().decode(await files.read(name))),
      ),
    );
    const generator = await loadTextGenerator({
      id: model,
      files,
      wasmPaths: ORT_ADDRESSES,
      weights: plan.weights,
      precision: plan.precision,
      dataFiles: plan.dataFiles,
      turn: eventLoopTurn,
    });
    const window = windowOf(config, tokenizerConfig);
    this.#loaded = { generator, window };
    return window;
  }

  async #chat({ id, messages }: Extract<TextModelCall, { type: 'chat' }>): Promise<TextModelReply> {
    const signal = this.#stops.get(id)?.signal;
    if (this.#loaded === null || signal === undefined) throw new Error('No model is loaded');
    const { generator, window } = this.#loaded;
    const outcome = await generator.generate({
      messages,
      window,
      maxNewTokens: ANSWER_TOKENS,
      signal,
      onText: (text) => this.#tell({ type: 'text', id, text }),
    });
    switch (outcome.state) {
      case 'done':
        return { type: 'done', id, text: outcome.text, cut: outcome.cut };
      case 'stopped':
        return { type: 'stopped', id };
      case 'too-long':
        return failed(id, {
          kind: 'context-too-long',
          said: `the prompt has ${outcome.promptTokens} tokens, the model’s window ${window}`,
        });
    }
  }
}

function failed(id: number, failure: EndpointFailure): TextModelReply {
  return { type: 'failed', id, failure };
}

function failureOf(error: unknown): EndpointFailure {
  if (error instanceof VectorGitError) {
    const said = String(error.details.file ?? '');
    if (error.code === 'model/checksum-mismatch') return { kind: 'model-damaged', said };
    // No other fault of a folder is left when it is kept.
    if (error.code === 'model/invalid') return { kind: 'file-missing', said };
    return { kind: 'model-failed', said: error.message };
  }
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return { kind: 'no-room', said: '' };
  }
  // A file that is longer than a page can hold.
  if (error instanceof DOMException && error.name === 'NotReadableError') {
    return { kind: 'out-of-memory', said: error.message };
  }
  if (error instanceof RangeError) return { kind: 'out-of-memory', said: error.message };
  return failureOfModel(error instanceof Error ? error.message : String(error));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
