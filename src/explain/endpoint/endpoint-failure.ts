import { fieldOf, parsed } from './endpoint.ts';

/** Why a server, or a model of one's own, gave no answer; each has its own advice. */
export type EndpointFailureKind =
  | 'not-running'
  | 'cors-refused'
  | 'permission-denied'
  | 'model-missing'
  | 'model-loading'
  | 'key-refused'
  | 'context-too-long'
  | 'stream-broken'
  | 'server-failed'
  | 'not-understood'
  /** Of a model from a folder: its files are no text-generation model, one is missing, it does not fit, it broke. */
  | 'not-a-text-model'
  | 'file-missing'
  | 'out-of-memory'
  | 'no-room'
  | 'model-damaged'
  | 'model-failed';

export interface EndpointFailure {
  readonly kind: EndpointFailureKind;
  /** The server's own words, one line, cut; empty when it said nothing. Shown as text. */
  readonly said: string;
}

const MAX_SAID = 240;

/** Servers differ in code and shape, so their words decide before their numbers. */
const BY_WORDS: readonly (readonly [RegExp, EndpointFailureKind])[] = [
  [
    /context (?:size|length|window)|exceed_context|maximum context|n_ctx|too many tokens|tokens? to keep|prompt is too long/i,
    'context-too-long',
  ],
  [/loading model|model is loading|still loading/i, 'model-loading'],
  [
    /model\b.*\b(?:not found|not exist|missing|not loaded|unknown)|no models? (?:loaded|found)|try pulling|model_not_found|invalid model/i,
    'model-missing',
  ],
  [/unauthori[sz]ed|api[ _-]?key|invalid token|forbidden/i, 'key-refused'],
];

/** What a refusal means: the status of the answer and its body. */
export function failureOfStatus(status: number, body: string): EndpointFailure {
  const said = messageIn(parsed(body)) ?? body;
  const kind = kindByWords(said + (codeIn(body) ?? ''));
  if (kind !== null) return { kind, said: oneLine(said) };
  if (status === 401 || status === 403) return { kind: 'key-refused', said: oneLine(said) };
  if (status === 413) return { kind: 'context-too-long', said: oneLine(said) };
  // Any other page on this port.
  if (status === 404 || status === 405) return { kind: 'not-understood', said: oneLine(said) };
  return { kind: 'server-failed', said: oneLine(said) };
}

/** What an error in the midst of a stream means. */
export function failureInStream(message: string): EndpointFailure {
  return { kind: kindByWords(message) ?? 'server-failed', said: oneLine(message) };
}

/** The message of any of the shapes that servers give errors in: `{error: "…"}`, `{error: {message}}`, `{message}`. */
export function messageIn(value: unknown): string | null {
  const error = fieldOf(value, 'error');
  const message =
    typeof error === 'string' ? error : (fieldOf(error, 'message') ?? fieldOf(value, 'message'));
  return typeof message === 'string' ? message : null;
}

function codeIn(body: string): string | null {
  const error = fieldOf(parsed(body), 'error');
  const code = fieldOf(error, 'code') ?? fieldOf(error, 'type');
  return typeof code === 'string' ? ` ${code}` : null;
}

function kindByWords(text: string): EndpointFailureKind | null {
  return BY_WORDS.find(([words]) => words.test(text))?.[1] ?? null;
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_SAID ? `${line.slice(0, MAX_SAID - 1)}…` : line;
}
