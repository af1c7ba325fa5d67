/**
 * A stand-in for model servers on a machine: it speaks the streaming protocols of Ollama, LM Studio and llama.cpp as
 * they are documented, and misbehaves on demand. Pieces are cut at given byte counts, also within a character.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Dialect = 'ollama' | 'lm-studio' | 'llama.cpp';

export interface ModelServerOptions {
  readonly dialect: Dialect;
  /** Words of the answer; gets what was asked. */
  readonly answer?: (request: ChatRequest, turn: number) => string;
  /** Bytes of each piece that goes out at once; 0 sends whole events. */
  readonly pieceBytes?: number;
  /** Whether pages of other origins are let in; false sends no header that says so. */
  readonly cors?: boolean;
  readonly fault?: Fault;
}

/** What goes wrong, after how many tokens where it is in the midst of the stream. */
export type Fault =
  | {
      readonly kind:
        | 'model-missing'
        | 'context-too-long'
        | 'loading'
        | 'key-wanted'
        | 'not-a-model-server';
    }
  | { readonly kind: 'error' | 'cut' | 'hang'; readonly afterTokens: number };

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream: boolean;
  readonly options?: { readonly num_ctx?: number };
}

export interface ModelServer {
  readonly url: string;
  readonly port: number;
  /** `POST /api/chat`, in order. */
  readonly requests: readonly string[];
  readonly chats: readonly ChatRequest[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** Streams that the client has closed before their end. */
  readonly aborted: number;
  fault: Fault | null;
  /** Lets a hanging stream go on to its end. */
  goOn(): void;
  close(): Promise<void>;
}

export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const requests: string[] = [];
  const chats: ChatRequest[] = [];
  const headers: IncomingMessage['headers'][] = [];
  let release: () => void = () => undefined;
  const state = { aborted: 0, fault: options.fault ?? null };
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    if (options.cors !== false) {
      response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
      response.setHeader('Access-Control-Allow-Headers', 'content-type, authorization');
    }
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (state.fault?.kind === 'not-a-model-server') {
      return void response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<h1>It works!</h1>');
    }
    if (
      state.fault?.kind === 'key-wanted' &&
      request.headers.authorization !== 'Bearer s3cret-key'
    ) {
      return json(response, 401, {
        error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 },
      });
    }
    if (request.url === '/api/tags') {
      return json(response, 200, {
        models: [{ name: 'qwen2.5-coder:7b', model: 'qwen2.5-coder:7b' }],
      });
    }
    if (request.url === '/v1/models') {
      return json(response, 200, {
        object: 'list',
        data: [{ id: 'qwen2.5-coder-7b', object: 'model' }],
      });
    }
    if (request.url !== '/api/chat' && request.url !== '/v1/chat/completions') {
      return void response.writeHead(404).end('404 page not found');
    }
    const chat = JSON.parse(await bodyOf(request)) as ChatRequest;
    chats.push(chat);
    const refusal = refusalOf(options.dialect, state.fault, chat.model);
    if (refusal !== null) return json(response, refusal.status, refusal.body);
    const text = options.answer?.(chat, chats.length) ?? 'Nothing.';
    let done = false;
    response.on('close', () => {
      if (!done) state.aborted += 1;
    });
    await stream(response, text);
    done = true;
  });

  async function stream(response: ServerResponse, text: string): Promise<void> {
    const { dialect, pieceBytes = 0 } = options;
    const native = dialect === 'ollama';
    response.writeHead(200, {
      'Content-Type': native ? 'application/x-ndjson' : 'text/event-stream',
    });
    let pending = Buffer.alloc(0);
    const send = async (event: string, last = false): Promise<void> => {
      pending = Buffer.concat([pending, Buffer.from(event)]);
      const size = pieceBytes === 0 ? pending.length : pieceBytes;
      while (pending.length >= size && pending.length > 0) {
        response.write(pending.subarray(0, size));
        pending = pending.subarray(size);
        // Each piece is a packet of its own, so that the browser sees the border.
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (last && pending.length > 0) response.write(pending);
    };
    if (dialect === 'lm-studio') await send(delta({ role: 'assistant' }));
    if (dialect === 'llama.cpp') await send(': keep-alive\n\n');
    // Tokens of three UTF-16 units cut words, and surrogate pairs are kept whole as JSON needs.
    const tokens = [...text].reduce<string[]>((list, char, at) => {
      if (at % 3 === 0) list.push(char);
      else list[list.length - 1] += char;
      return list;
    }, []);
    for (const [index, token] of tokens.entries()) {
      const { fault } = state;
      if (fault !== null && 'afterTokens' in fault && index === fault.afterTokens) {
        await send('', true);
        if (fault.kind === 'cut') return void response.destroy();
        if (fault.kind === 'error') {
          const message = 'an error was encountered while running the model: out of memory';
          response.write(
            native
              ? `${JSON.stringify({ error: message })}\n`
              : `data: ${JSON.stringify({ error: { message } })}\n\n`,
          );
          return void response.end();
        }
        await new Promise<void>((resolve) => {
          release = resolve;
          response.on('close', resolve);
        });
        if (response.destroyed) return;
      }
      await send(
        native
          ? `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content: token }, done: false })}\n`
          : delta({ content: token }),
      );
    }
    await send(
      native
        ? `${JSON.stringify({ model: 'm', message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', eval_count: tokens.length })}\n`
        : `${delta({}, 'stop')}data: [DONE]\n\n`,
      true,
    );
    response.end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    chats,
    headers,
    get aborted() {
      return state.aborted;
    },
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    goOn: () => release(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How each server says no. */
function refusalOf(
  dialect: Dialect,
  fault: Fault | null,
  model: string,
): { readonly status: number; readonly body: unknown } | null {
  switch (fault?.kind) {
    case 'model-missing':
      if (dialect === 'ollama') {
        return { status: 404, body: { error: `model "${model}" not found, try pulling it first` } };
      }
      if (dialect === 'lm-studio') {
        return {
          status: 404,
          body: {
            error: {
              message: `No models loaded. Please load a model in the developer page or use the 'lms load' command.`,
              type: 'invalid_request_error',
              param: 'model',
              code: 'model_not_found',
            },
          },
        };
      }
      return {
        status: 400,
        body: {
          error: {
            code: 400,
            message: `model "${model}" not found`,
            type: 'invalid_request_error',
          },
        },
      };
    case 'context-too-long':
      if (dialect === 'ollama')
        return {
          status: 400,
          body: { error: 'the prompt is too long: exceeded maximum context length' },
        };
      if (dialect === 'lm-studio') {
        return {
          status: 400,
          body: {
            error:
              'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input',
          },
        };
      }
      return {
        status: 400,
        body: {
          error: {
            code: 400,
            message:
              'the request exceeds the available context size. try increasing the context size or enable context shift',
            type: 'exceed_context_size_error',
            n_prompt_tokens: 9000,
            n_ctx: 4096,
          },
        },
      };
    case 'loading':
      return {
        status: 503,
        body: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
      };
    default:
      return null;
  }
}

function delta(content: object, finish: string | null = null): string {
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: content, logprobs: null, finish_reason: finish }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}
