import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TextModelClient } from './client-text-model.ts';
import type { TextModelCall, TextModelReply } from './protocol-text-model.ts';

type Heard = (call: TextModelCall, reply: (reply: TextModelReply) => void) => void;

/** Workers that answer as told, each one counted. */
function setUp(hear: Heard) {
  const workers: { ended: boolean; calls: TextModelCall[] }[] = [];
  const client = new TextModelClient(() => {
    const listeners: ((event: MessageEvent) => void)[] = [];
    const worker = { ended: false, calls: [] as TextModelCall[] };
    workers.push(worker);
    return {
      postMessage: (call: TextModelCall) => {
        worker.calls.push(call);
        hear(call, (data) => {
          for (const listen of listeners) listen({ data } as MessageEvent);
        });
      },
      terminate: () => {
        worker.ended = true;
      },
      addEventListener: (type: string, listen: unknown) => {
        if (type === 'message') listeners.push(listen as (event: MessageEvent) => void);
      },
    };
  });
  return { client, workers };
}

const loads: Heard = (call, reply) => {
  if (call.type === 'load') reply({ type: 'loaded', id: call.id, window: 1_000 });
};
const MESSAGES = [{ role: 'user', content: 'What is add?' }] as const;

describe('a text model', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('streams until it is done, in one worker', async () => {
    const { client, workers } = setUp((call, reply) => {
      loads(call, reply);
      if (call.type !== 'chat') return;
      reply({ type: 'text', id: call.id, text: 'It ' });
      reply({ type: 'done', id: call.id, text: 'It adds.', cut: false });
    });
    expect(await client.load('m')).toEqual({ ok: true, value: 1_000 });
    const heard: string[] = [];
    const answer = await client.chat(MESSAGES, new AbortController().signal, (text) =>
      heard.push(text),
    );
    expect(answer).toEqual({ state: 'done', text: 'It adds.', cut: false });
    expect(heard).toEqual(['It ']);
    expect(workers).toHaveLength(1);
  });

  it('is stopped at once for the person; a worker that does not hear it is ended and loads again', async () => {
    const { client, workers } = setUp((call, reply) => {
      loads(call, reply);
      if (call.type === 'chat') reply({ type: 'text', id: call.id, text: 'It ' });
    });
    await client.load('m');
    const stop = new AbortController();
    const chat = client.chat(MESSAGES, stop.signal, () => undefined);
    stop.abort();
    expect(await chat).toEqual({ state: 'stopped', text: 'It ' });
    expect(workers[0]).toMatchObject({ ended: false });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(workers[0]).toMatchObject({ ended: true });
    const again = new AbortController();
    const second = client.chat(MESSAGES, again.signal, () => again.abort());
    await second;
    expect(workers[1]?.calls.map(({ type }) => type)).toEqual(['load', 'chat', 'stop']);
  });

  it('keeps a worker that hears the stop, with its model', async () => {
    const { client, workers } = setUp((call, reply) => {
      loads(call, reply);
      if (call.type === 'stop') reply({ type: 'stopped', id: call.id });
    });
    await client.load('m');
    const stop = new AbortController();
    const chat = client.chat(MESSAGES, stop.signal, () => undefined);
    stop.abort();
    expect(await chat).toMatchObject({ state: 'stopped' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(workers).toMatchObject([{ ended: false }]);
  });

  it('tells why a model could not be loaded or asked', async () => {
    const failure = { kind: 'out-of-memory', said: 'bad_alloc' } as const;
    const { client } = setUp((call, reply) => reply({ type: 'failed', id: call.id, failure }));
    expect(await client.load('m')).toEqual({ ok: false, failure });
    const asked = client.chat(MESSAGES, new AbortController().signal, () => undefined);
    expect(await asked).toEqual({ state: 'failed', text: '', failure });
  });
});
