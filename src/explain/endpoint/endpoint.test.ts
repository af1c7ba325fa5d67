import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerStream, type StreamEvent, withoutThinking } from './answer-stream.ts';
import { chatRequest, modelsIn, readAddress } from './endpoint.ts';
import { failureInStream, failureOfStatus } from './endpoint-failure.ts';

describe('an address', () => {
  it.each([
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434', 'http://127.0.0.1:11434'],
    ['localhost:1234/', 'http://localhost:1234', 'http://localhost:1234'],
    ['  HTTP://LocalHost:1234/v1  ', 'http://localhost:1234', 'http://localhost:1234'],
    [
      'http://127.0.0.1:8080/llm/v1/chat/completions',
      'http://127.0.0.1:8080',
      'http://127.0.0.1:8080/llm',
    ],
    ['http://127.0.0.1:11434/api/chat', 'http://127.0.0.1:11434', 'http://127.0.0.1:11434'],
  ])('%s is read', (typed, origin, base) => {
    expect(readAddress(typed)).toEqual({ origin, base });
  });

  it.each([
    'http://192.168.1.7:11434',
    'https://api.example.com/v1',
    'http://127.0.0.1.evil.com',
    'http://localhost@evil.com',
    'http://127.0.0.1:80@evil.com/',
    'http://localhost:1234/?a=http://evil.com',
    'http://localhost;connect-src *',
    'javascript://127.0.0.1',
    'http://0x7f.1',
  ])('%s is refused: not this machine, or no plain address', (typed) => {
    expect(readAddress(typed)).toEqual({ problem: 'not-this-machine' });
  });

  it.each(['', '  ', 'http://localhost:0', 'http://localhost:99999'])('“%s” is none', (typed) => {
    expect(readAddress(typed)).toEqual({ problem: 'no-address' });
  });
});

const OLLAMA =
  '{"model":"m","message":{"role":"assistant","content":"größe "},"done":false}\n{"message":{"content":"💶"},"done":false}\n{"message":{"content":""},"done":true,"done_reason":"stop"}\n';
const OPENAI =
  ': keep-alive\r\n\r\ndata: {"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}\r\n\r\ndata: {"choices":[{"delta":{"content":"größe "}}]}\n\nevent: message\ndata:{"choices":[{"delta":{"content":"💶"}}]}\n\ndata: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

function readAll(pieces: readonly string[]): {
  text: string;
  ended: boolean;
  events: StreamEvent[];
} {
  const stream = new AnswerStream();
  const events = [...pieces.flatMap((piece) => stream.push(piece)), ...stream.finish()];
  const text = events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  return { text, ended: stream.ended, events };
}

describe('a stream', () => {
  it.each([
    ['a JSON object a line', OLLAMA],
    ['events with deltas', OPENAI],
  ])('of %s gives the same text wherever it is cut', (_what, whole) => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 30 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
        expect(readAll(pieces)).toMatchObject({ text: 'größe 💶', ended: true });
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('that closes before its end has not ended', () => {
    expect(readAll([OLLAMA.slice(0, 100)])).toMatchObject({ text: 'größe ', ended: false });
  });

  it.each([
    ['{"error":"out of memory"}\n', 'out of memory'],
    ['data: {"error":{"message":"out of memory"}}\n\n', 'out of memory'],
    ['error: {"code":500,"message":"out of memory"}\n\n', 'out of memory'],
    ['event: error\ndata: {"error":{"message":"out of memory","code":500}}\n\n', 'out of memory'],
  ])('tells an error: %s', (piece, message) => {
    expect(readAll([piece]).events).toContainEqual({ kind: 'error', message });
  });

  it('says when the server stopped at its limit', () => {
    const { events } = readAll(['data: {"choices":[{"delta":{},"finish_reason":"length"}]}\n\n']);
    expect(events).toEqual([{ kind: 'done', reason: 'length' }]);
  });

  it('reads anything without failing, and does not grow with a line without end', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (pieces) => {
        readAll(pieces);
      }),
      { seed: 6, numRuns: 100 },
    );
    const stream = new AnswerStream();
    const events = Array.from({ length: 5 }, () => stream.push('x'.repeat(600_000))).flat();
    expect(events).toEqual([{ kind: 'error', message: 'A line of the stream has no end' }]);
  });
});

describe('a refusal is told apart', () => {
  it.each([
    [404, '{"error":"model \\"x\\" not found, try pulling it first"}', 'model-missing'],
    [
      404,
      '{"error":{"message":"No models loaded. Please load a model","code":"model_not_found"}}',
      'model-missing',
    ],
    [
      400,
      '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}',
      'context-too-long',
    ],
    [
      400,
      '{"error":"The number of tokens to keep from the initial prompt is greater than the context length"}',
      'context-too-long',
    ],
    [
      503,
      '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}',
      'model-loading',
    ],
    [401, '{"error":{"message":"Invalid API Key"}}', 'key-refused'],
    [403, '', 'key-refused'],
    [404, '<h1>nginx</h1>', 'not-understood'],
    [500, 'oops', 'server-failed'],
  ])('%i %s: %s', (status, body, kind) => {
    expect(failureOfStatus(status, body).kind).toBe(kind);
  });

  it('in the midst of a stream, too, in one short line of the server’s own words', () => {
    expect(failureInStream('context size\n exceeded').kind).toBe('context-too-long');
    const { kind, said } = failureInStream(`llama runner\n${'x'.repeat(1_000)}`);
    expect(kind).toBe('server-failed');
    expect(said.length).toBeLessThanOrEqual(240);
    expect(said).not.toContain('\n');
  });
});

it('asks Ollama for the window that the prompt needs, and others for a stream', () => {
  const settings = { address: '', model: 'm', tokenBudget: 8_000 };
  const messages = [{ role: 'user', content: 'hello' }] as const;
  const native = chatRequest(
    { ...settings, protocol: 'ollama' },
    'http://127.0.0.1:11434',
    messages,
  );
  expect(native.url).toBe('http://127.0.0.1:11434/api/chat');
  expect(JSON.parse(native.body)).toMatchObject({ model: 'm', stream: true, messages });
  expect(JSON.parse(native.body).options.num_ctx).toBeGreaterThan(8_000);
  const open = chatRequest({ ...settings, protocol: 'openai' }, 'http://127.0.0.1:1234', messages);
  expect(open.url).toBe('http://127.0.0.1:1234/v1/chat/completions');
  expect(JSON.parse(open.body)).toMatchObject({ model: 'm', stream: true, messages });
});

it.each([
  ['{"data":[{"id":"a"},{"id":"b"},{"id":"a"}]}', ['a', 'b']],
  ['{"models":[{"name":"q:7b","model":"q:7b"}]}', ['q:7b']],
  ['<h1>It works!</h1>', []],
  ['{"data":[1,null,{"id":7}]}', []],
])('the models in %s are %j', (json, names) => {
  expect(modelsIn(json)).toEqual(names);
});

it('what a model thinks aloud is no part of its answer, also when it never ends', () => {
  expect(withoutThinking('<think>secret\nplan</think>\n\n## Answer')).toBe('## Answer');
  expect(withoutThinking('<think>on and on')).toBe('');
  expect(withoutThinking('plain')).toBe('plain');
});
