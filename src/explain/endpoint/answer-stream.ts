/**
 * Reads a streamed answer in either form that servers on a machine speak: Server-Sent Events with OpenAI's deltas
 * (LM Studio, llama.cpp, Ollama's `/v1`) or a JSON object a line (Ollama's `/api/chat`). Pieces come as the network
 * cuts them, in the midst of a line or a token; bytes were decoded before. Which form it is shows in each line.
 */
import { fieldOf, parsed } from './endpoint.ts';
import { messageIn } from './endpoint-failure.ts';

export type StreamEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string }
  /** `length`: the server stopped at its limit, so the answer is cut. */
  | { readonly kind: 'done'; readonly reason: 'stop' | 'length' };

/** A line beyond this is no answer, and would only fill the memory. */
const MAX_LINE = 2_000_000;

export class AnswerStream {
  #rest = '';
  #ended = false;

  /** True from the server's own sign of the end: a stream that closes before it was broken. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What the next piece of text brings, in order. */
  push(piece: string): StreamEvent[] {
    const text = this.#rest + piece;
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MAX_LINE) {
      this.#rest = '';
      return [{ kind: 'error', message: 'A line of the stream has no end' }];
    }
    return lines.flatMap((line) => this.#line(line));
  }

  /** What is left when the server closes without a line end. */
  finish(): StreamEvent[] {
    const last = this.#rest;
    this.#rest = '';
    return this.#line(last);
  }

  #line(line: string): StreamEvent[] {
    const trimmed = line.trim();
    // Fields other than data (`event:`, `id:`, `retry:`) and comments (`: keep-alive`) say nothing that data does not.
    if (trimmed === '' || trimmed.startsWith(':') || /^(?:event|id|retry):/.test(trimmed))
      return [];
    const data = /^(?:data|error):\s?(.*)$/s.exec(trimmed)?.[1] ?? trimmed;
    if (data === '[DONE]') {
      this.#ended = true;
      return [{ kind: 'done', reason: 'stop' }];
    }
    const value = parsed(data);
    if (value === undefined) {
      return trimmed.startsWith('error:') ? [{ kind: 'error', message: data }] : [];
    }
    const error = messageIn(value);
    if (error !== null) return [{ kind: 'error', message: error }];
    const events: StreamEvent[] = [];
    const text = textIn(value);
    if (text !== '') events.push({ kind: 'text', text });
    const reason = endIn(value);
    if (reason !== null) {
      this.#ended = true;
      events.push({ kind: 'done', reason });
    }
    return events;
  }
}

function textIn(value: unknown): string {
  const choices = fieldOf(value, 'choices');
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  const content =
    fieldOf(fieldOf(choice, 'delta'), 'content') ??
    fieldOf(fieldOf(choice, 'message'), 'content') ??
    fieldOf(fieldOf(value, 'message'), 'content');
  return typeof content === 'string' ? content : '';
}

function endIn(value: unknown): 'stop' | 'length' | null {
  const choices = fieldOf(value, 'choices');
  const reason = Array.isArray(choices)
    ? fieldOf(choices[0], 'finish_reason')
    : fieldOf(value, 'done') === true
      ? (fieldOf(value, 'done_reason') ?? 'stop')
      : null;
  if (typeof reason !== 'string' || reason === '') return null;
  return reason === 'length' ? 'length' : 'stop';
}

/** Reasoning models think aloud between such tags; that is no part of the answer. */
export function withoutThinking(answer: string): string {
  return answer.replace(/<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi, '').trimStart();
}
