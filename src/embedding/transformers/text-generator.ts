import type { TextGenerationPipeline } from '@xenova/transformers';
import { VectorGitError } from '../../domain/api.ts';
import {
  closeFolder,
  configureLibrary,
  type LibraryOptions,
  openFolder,
} from './library-folders.ts';

/** The library, as far as it is used. */
type Library = Pick<
  typeof import('@xenova/transformers'),
  'env' | 'LogLevel' | 'pipeline' | 'TextStreamer'
>;

/** Exports that the library knows, by the end of the file's name. */
export type Precision = 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4' | 'bnb4' | 'q4f16';

/** What a text-generation model needs to be loaded. */
export interface TextGeneratorOptions extends LibraryOptions {
  /** Name of the weights without folder, precision and ending: `model` or `decoder_model_merged`. */
  readonly weights: string;
  readonly precision: Precision;
  /** How many files `<weights>.onnx_data`, `_data_1` … lie beside the weights. */
  readonly dataFiles: number;
  /** Resolves after waiting messages were heard, so that a stop is heard between two tokens. */
  readonly turn: () => Promise<void>;
  /** The library and the device to ask it for, when not the build's own: for tests outside of a browser. */
  readonly library?: () => Promise<Library>;
  readonly device?: 'wasm' | 'auto';
}

export interface GeneratorMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface GenerationRequest {
  readonly messages: readonly GeneratorMessage[];
  /** Tokens of prompt and answer together. */
  readonly window: number;
  /** Tokens of the answer. */
  readonly maxNewTokens: number;
  /** Heard between two tokens. */
  readonly signal: AbortSignal;
  /** Gets all that has come so far, at ends of words. */
  readonly onText: (text: string) => void;
}

export type Generation =
  /** `cut`: at `maxNewTokens` or at the window's end. */
  | { readonly state: 'done'; readonly text: string; readonly cut: boolean }
  | { readonly state: 'stopped'; readonly text: string }
  /** The prompt leaves less than `LEAST_ANSWER` tokens; nothing was run. */
  | { readonly state: 'too-long'; readonly promptTokens: number };

/** A text-generation model that is loaded. One generation at a time. */
export interface TextGenerator {
  /** Greedy decoding. Rejects with what the library or the runtime said. */
  generate(request: GenerationRequest): Promise<Generation>;
  dispose(): void;
}

/** An answer that must fit into less says nothing. */
const LEAST_ANSWER = 64;

/**
 * Loads any text-generation model of the library (`@xenova/transformers`, fetched with the first call) on ONNX Runtime's
 * WASM. Reads files only through `files`. `model/checksum-mismatch` and `model/invalid` for a folder that is not what its
 * manifest says; anything else rejects with what the library said.
 */
export async function loadTextGenerator(options: TextGeneratorOptions): Promise<TextGenerator> {
  const { id } = options;
  const folder = await openFolder(id, options.files);
  try {
    const library = await (options.library ?? (() => import('@xenova/transformers')))();
    configureLibrary(library.env, options);
    // It would write the prompt to the console when a run fails; what failed is told by the page.
    library.env.logLevel = library.LogLevel.NONE;
    const pipeline = await library.pipeline('text-generation', id, {
      dtype: options.precision,
      device: options.device ?? 'wasm',
      model_file_name: options.weights,
      session_options: { executionProviders: ['wasm'] },
      ...(options.dataFiles > 0 ? { use_external_data_format: options.dataFiles } : {}),
    });
    return generatorOf(pipeline, library, options);
  } catch (cause) {
    throw folder.failure() ?? cause;
  } finally {
    // All is read by now, and the weights are not asked for twice.
    closeFolder(id);
  }
}

function generatorOf(
  pipeline: TextGenerationPipeline,
  { TextStreamer }: Library,
  { turn }: TextGeneratorOptions,
): TextGenerator {
  const { model, tokenizer } = pipeline;
  let signal: AbortSignal | null = null;
  const forward = model.forward.bind(model);
  // The runtime computes without a pause, and all between two tokens are microtasks: no message would be heard.
  model.forward = async (inputs: object) => {
    await turn();
    if (signal?.aborted === true) throw new Stopped();
    return forward(inputs);
  };
  return {
    async generate({ messages, window, maxNewTokens, signal: stop, onText }) {
      const hasTemplate = Boolean(tokenizer.chat_template);
      const inputs = tokenizer(hasTemplate ? chatText(tokenizer, messages) : plainText(messages), {
        // A template writes them itself.
        add_special_tokens: !hasTemplate,
        truncation: false,
      }) as { readonly input_ids: { readonly dims: readonly number[] } };
      const promptTokens = inputs.input_ids.dims.at(-1) ?? 0;
      const room = Math.min(maxNewTokens, window - promptTokens);
      if (room < Math.min(LEAST_ANSWER, maxNewTokens)) return { state: 'too-long', promptTokens };
      let text = '';
      let tokens = 0;
      signal = stop;
      const streamer = new TextStreamer(tokenizer, {
        skip_prompt: true,
        skip_special_tokens: true,
        token_callback_function: () => {
          tokens += 1;
        },
        callback_function: (piece) => {
          text += piece;
          onText(text);
        },
      });
      try {
        await model.generate({
          ...inputs,
          max_new_tokens: room,
          do_sample: false,
          streamer,
        } as Parameters<typeof model.generate>[0]);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        return { state: 'stopped', text };
      } finally {
        signal = null;
      }
      return { state: 'done', text, cut: tokens >= room };
    },
    dispose: () => void pipeline.dispose(),
  };
}

/** Thrown through the library to leave its loop. */
class Stopped extends Error {}

type Tokenizer = TextGenerationPipeline['tokenizer'];

/** By the model's own template; some know no system message, to them it is the beginning of the first one. */
function chatText(tokenizer: Tokenizer, messages: readonly GeneratorMessage[]): string {
  const render = (list: readonly GeneratorMessage[]): string => {
    const text: unknown = tokenizer.apply_chat_template([...list], {
      tokenize: false,
      add_generation_prompt: true,
      // Models that think aloud can be told not to; others do not know the word.
      ...{ enable_thinking: false },
    });
    if (typeof text === 'string') return text;
    throw new VectorGitError('model/invalid', 'The chat template gives no text');
  };
  try {
    return render(messages);
  } catch (error) {
    const [system, first, ...rest] = messages;
    if (system?.role !== 'system' || first === undefined) throw error;
    return render([{ ...first, content: `${system.content}\n\n${first.content}` }, ...rest]);
  }
}

/** For a model that was never taught to chat. */
function plainText(messages: readonly GeneratorMessage[]): string {
  return `${messages.map(({ content }) => content).join('\n\n')}\n`;
}
