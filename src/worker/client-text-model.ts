/** The page's side of the worker that runs a text-generation model of the person's own. */
import type { ChatMessage, EndpointFailure } from '../explain/api.ts';
import type { EndpointOutcome } from './client-endpoint.ts';
import type { TextModelCall, TextModelListing, TextModelReply } from './protocol-text-model.ts';

/** What came of a call, a failure as a value. */
export type TextModelOutcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: EndpointFailure };

/** As far as it is used, so that a test can stand in for it. */
export type TextModelPort = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/**
 * A worker hears a stop between two tokens only, and reading a long prompt is one step of it. After this time it is
 * ended; the model is loaded again when it is asked next.
 */
const STOP_GRACE_MS = 2_000;

type Unsent<Call> = Call extends unknown ? Omit<Call, 'id'> : never;

/** Keeps and runs text-generation models. The worker is started with the first call. */
export class TextModelClient {
  readonly #spawn: () => TextModelPort;
  readonly #heard = new Map<number, (reply: TextModelReply) => void>();
  #port: TextModelPort | null = null;
  #lastId = 0;
  /** Model that the worker has loaded, or that it must load again. */
  #model: string | null = null;
  #isLoaded = false;

  constructor(spawn: () => TextModelPort) {
    this.#spawn = spawn;
  }

  models(): Promise<TextModelOutcome<readonly TextModelListing[]>> {
    return this.#list({ type: 'list' });
  }

  /** Keeps a chosen folder under the id; answers with all that are kept. */
  add(
    model: string,
    files: readonly File[],
  ): Promise<TextModelOutcome<readonly TextModelListing[]>> {
    // What the library has read under an id it keeps, and so do open files.
    this.close();
    const staged = files.map((file) => {
      const path = file.webkitRelativePath;
      return { path: path === '' ? file.name : path.slice(path.indexOf('/') + 1), file };
    });
    return this.#list({ type: 'add', model, files: staged });
  }

  remove(model: string): Promise<TextModelOutcome<readonly TextModelListing[]>> {
    this.close();
    return this.#list({ type: 'remove', model });
  }

  /** Loads a model in place of the one before; answers with its window in tokens. */
  async load(model: string): Promise<TextModelOutcome<number>> {
    this.#model = model;
    this.#isLoaded = false;
    const reply = await this.#call({ type: 'load', model });
    if (reply.type !== 'loaded') return { ok: false, failure: failureIn(reply) };
    this.#isLoaded = true;
    return { ok: true, value: reply.window };
  }

  /** Streams an answer of the loaded model; `onText` gets all that has come so far. */
  async chat(
    messages: readonly ChatMessage[],
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<EndpointOutcome> {
    if (!this.#isLoaded && this.#model !== null) {
      const leave = (): void => this.close();
      signal.addEventListener('abort', leave);
      const loaded = await this.load(this.#model);
      signal.removeEventListener('abort', leave);
      if (!loaded.ok && !signal.aborted) {
        return { state: 'failed', text: '', failure: loaded.failure };
      }
    }
    if (signal.aborted) return { state: 'stopped', text: '' };
    return new Promise((resolve) => {
      let text = '';
      const id = ++this.#lastId;
      const stop = (): void => {
        resolve({ state: 'stopped', text });
        this.#post({ type: 'stop', id });
        const port = this.#port;
        setTimeout(() => {
          if (this.#heard.has(id) && this.#port === port) this.close();
        }, STOP_GRACE_MS);
      };
      signal.addEventListener('abort', stop);
      this.#heard.set(id, (reply) => {
        if (reply.type === 'text') {
          text = reply.text;
          if (!signal.aborted) onText(text);
          return;
        }
        this.#heard.delete(id);
        signal.removeEventListener('abort', stop);
        if (reply.type === 'done') resolve({ state: 'done', text: reply.text, cut: reply.cut });
        else if (reply.type === 'stopped') resolve({ state: 'stopped', text });
        else resolve({ state: 'failed', text, failure: failureIn(reply) });
      });
      this.#post({ type: 'chat', id, messages });
    });
  }

  /** Ends the worker and gives its memory back; the next call starts another. */
  close(): void {
    this.#port?.terminate();
    this.#port = null;
    this.#isLoaded = false;
    const waiting = [...this.#heard];
    for (const [id, hear] of waiting) hear({ type: 'stopped', id });
  }

  async #list(call: Unsent<TextModelCall>): Promise<TextModelOutcome<readonly TextModelListing[]>> {
    const reply = await this.#call(call);
    return reply.type === 'listed'
      ? { ok: true, value: reply.models }
      : { ok: false, failure: failureIn(reply) };
  }

  #call(call: Unsent<TextModelCall>): Promise<TextModelReply> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#heard.set(id, (reply) => {
        this.#heard.delete(id);
        resolve(reply);
      });
      this.#post({ ...call, id });
    });
  }

  #post(call: TextModelCall): void {
    if (this.#port === null) {
      const port = this.#spawn();
      this.#port = port;
      port.addEventListener('message', (event) => {
        const reply = (event as MessageEvent<TextModelReply>).data;
        this.#heard.get(reply.id)?.(reply);
      });
      port.addEventListener('error', (event) => {
        if (this.#port !== port) return;
        this.#port = null;
        this.#isLoaded = false;
        const said = (event as ErrorEvent).message ?? '';
        for (const [id, hear] of [...this.#heard]) {
          hear({ type: 'failed', id, failure: { kind: 'model-failed', said } });
        }
      });
    }
    this.#port.postMessage(call);
  }
}

function failureIn(reply: TextModelReply): EndpointFailure {
  return reply.type === 'failed' ? reply.failure : { kind: 'model-failed', said: '' };
}
