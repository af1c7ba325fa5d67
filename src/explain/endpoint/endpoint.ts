import type { ChatMessage } from '../prompt.ts';

/** How a server on this machine is spoken to. */
export type EndpointProtocol = 'openai' | 'ollama';

/** What the person chose. The key is no part of it: it stays in memory, apart. */
export interface EndpointSettings {
  readonly protocol: EndpointProtocol;
  /** Base address, without a slash at its end: `http://127.0.0.1:11434`. */
  readonly address: string;
  readonly model: string;
  /** Tokens the prompt may have. */
  readonly tokenBudget: number;
}

/** Well-known servers, at the addresses that they have by default. */
export const KNOWN_SERVERS = [
  { name: 'Ollama', protocol: 'ollama', address: 'http://127.0.0.1:11434' },
  { name: 'LM Studio', protocol: 'openai', address: 'http://127.0.0.1:1234' },
  { name: 'llama.cpp', protocol: 'openai', address: 'http://127.0.0.1:8080' },
] as const satisfies readonly (Pick<EndpointSettings, 'protocol' | 'address'> & { name: string })[];

/** Hosts that are this machine; the policy of the endpoint's document permits these only. */
const LOOPBACK = /^(https?):\/\/(127\.0\.0\.1|localhost)(?::(\d{1,5}))?((?:\/[\w.~-]+)*)\/?$/i;

/** Half the window would be prompt otherwise; an answer of a page has fewer. */
export const ANSWER_TOKENS = 1_200;

export type AddressProblem = 'no-address' | 'not-this-machine';

/** The address as base and origin, or what is wrong with it. A path of `/v1` or `/api` at its end is dropped. */
export function readAddress(
  typed: string,
): { readonly origin: string; readonly base: string } | { readonly problem: AddressProblem } {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const match = LOOPBACK.exec(withScheme);
  if (match === null) return { problem: /\w/.test(text) ? 'not-this-machine' : 'no-address' };
  const [, scheme = '', host = '', port, path = ''] = match;
  if (port !== undefined && (Number(port) === 0 || Number(port) > 65_535))
    return { problem: 'no-address' };
  const origin = `${scheme}://${host}${port === undefined ? '' : `:${Number(port)}`}`.toLowerCase();
  return { origin, base: origin + path.replace(/\/(?:v1|api)(?:\/chat(?:\/completions)?)?$/i, '') };
}

/** One request to the server; `body` is JSON. */
export interface EndpointRequest {
  readonly url: string;
  readonly body: string;
}

/** The streaming chat request. Greedy decoding: the same chunks should give the same answer. */
export function chatRequest(
  settings: EndpointSettings,
  base: string,
  messages: readonly ChatMessage[],
): EndpointRequest {
  if (settings.protocol === 'ollama') {
    // Through its own interface the window can be asked for; otherwise a long prompt is cut without a word.
    const options = {
      temperature: 0,
      num_predict: ANSWER_TOKENS,
      num_ctx: settings.tokenBudget + ANSWER_TOKENS,
    };
    return {
      url: `${base}/api/chat`,
      body: JSON.stringify({ model: settings.model, messages, stream: true, options }),
    };
  }
  return {
    url: `${base}/v1/chat/completions`,
    body: JSON.stringify({
      model: settings.model,
      messages,
      stream: true,
      temperature: 0,
      max_tokens: ANSWER_TOKENS,
    }),
  };
}

/** Where the server lists its models. */
export function modelsUrl(protocol: EndpointProtocol, base: string): string {
  return protocol === 'ollama' ? `${base}/api/tags` : `${base}/v1/models`;
}

/** Names of the models in the server's list; none when it is no such list. */
export function modelsIn(json: string): readonly string[] {
  const value = parsed(json);
  const list = fieldOf(value, 'data') ?? fieldOf(value, 'models');
  if (!Array.isArray(list)) return [];
  const names = list.flatMap((model) => {
    const name = fieldOf(model, 'id') ?? fieldOf(model, 'name') ?? fieldOf(model, 'model');
    return typeof name === 'string' && name.length <= 200 ? [name] : [];
  });
  return [...new Set(names)].slice(0, 200);
}

export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A field of what should be an object; undefined otherwise. */
export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
