/** The model that some Chromes bring along (Prompt API). It is only ever used when it is there: nothing is downloaded. */
import type { ChatMessage } from '../../explain/api.ts';

interface BuiltInSession {
  promptStreaming(
    input: string,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<string> | ReadableStream<string>;
  destroy(): void;
}

interface BuiltInModel {
  availability(): Promise<string>;
  create(options: {
    readonly initialPrompts: readonly ChatMessage[];
    readonly signal: AbortSignal;
  }): Promise<BuiltInSession>;
}

const builtIn = (): BuiltInModel | undefined =>
  (globalThis as { readonly LanguageModel?: BuiltInModel }).LanguageModel;

/** True when the browser has a model ready; false when it would have to fetch one first. */
export async function hasBuiltInModel(): Promise<boolean> {
  try {
    return (await builtIn()?.availability()) === 'available';
  } catch {
    return false;
  }
}

/** Streams an answer; `onText` gets all that has come so far. Rejects as the browser's API does. */
export async function askBuiltInModel(
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<string> {
  const model = builtIn();
  if (model === undefined) throw new Error('This browser has no model of its own');
  const session = await model.create({ initialPrompts: messages.slice(0, -1), signal });
  try {
    let text = '';
    const last = messages.at(-1)?.content ?? '';
    const stream = session.promptStreaming(last, { signal }) as AsyncIterable<string>;
    for await (const piece of stream) {
      text += piece;
      onText(text);
    }
    return text;
  } finally {
    session.destroy();
  }
}
