import { describe, expect, it } from 'vitest';
import type { EndpointLink, EndpointOutcome } from '../../worker/client-endpoint.ts';
import { createConnection } from './connection.ts';

const MODELS: EndpointOutcome = {
  state: 'done',
  text: '{"models":[{"name":"small"},{"name":"large"}]}',
  cut: false,
};
const ANSWER: EndpointOutcome = { state: 'done', text: 'It adds.', cut: false };
const MESSAGES = [{ role: 'user', content: 'What is add?' }] as const;

/** A link that answers at once, and notes what it is asked. */
function setUp(list: EndpointOutcome | Promise<EndpointOutcome> = MODELS) {
  const opened: string[] = [];
  const asked: { url: string; body: string; key: string | null }[] = [];
  let closed = 0;
  const connection = createConnection(async (origin): Promise<EndpointLink> => {
    opened.push(origin);
    return {
      origin,
      read: async () => list,
      chat: async ({ url, body }, key) => {
        asked.push({ url, body, key });
        return ANSWER;
      },
      close: () => {
        closed += 1;
      },
    };
  });
  return { connection, opened, asked, closed: () => closed };
}

const signal = () => new AbortController().signal;

describe('a connection', () => {
  it('opens one document for the chosen server and lists its models', async () => {
    const { connection, opened } = setUp();
    await connection.connect();
    expect(opened).toEqual(['http://127.0.0.1:11434']);
    expect(connection.getState()).toMatchObject({
      phase: 'connected',
      models: ['small', 'large'],
      model: 'small',
      origin: 'http://127.0.0.1:11434',
    });
  });

  it('opens nothing for an address that is not this machine', async () => {
    const { connection, opened } = setUp();
    connection.edit({ address: 'http://192.168.1.7:11434' });
    await connection.connect();
    expect(opened).toEqual([]);
    expect(connection.getState()).toMatchObject({ phase: 'apart', problem: 'not-this-machine' });
  });

  it('sends nothing before the person has agreed to this very server', async () => {
    const { connection, asked } = setUp();
    await connection.connect();
    const write = connection.writer(2_000);
    expect(await write(MESSAGES, signal(), () => undefined)).toEqual({
      state: 'stopped',
      text: '',
    });
    expect(asked).toEqual([]);
    connection.agree();
    expect(await write(MESSAGES, signal(), () => undefined)).toEqual(ANSWER);
    expect(asked[0]?.url).toBe('http://127.0.0.1:11434/api/chat');
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ model: 'small', messages: MESSAGES });
    connection.edit({ address: 'http://127.0.0.1:9' });
    await connection.connect();
    await connection.writer(2_000)(MESSAGES, signal(), () => undefined);
    expect(asked).toHaveLength(1);
  });

  it('sends the key with each request, and none when there is none', async () => {
    const { connection, asked } = setUp();
    connection.edit({ key: 'secret' });
    await connection.connect();
    connection.agree();
    const write = connection.writer(2_000);
    await write(MESSAGES, signal(), () => undefined);
    connection.edit({ key: '' });
    await write(MESSAGES, signal(), () => undefined);
    expect(asked.map(({ key, body }) => [key, body.includes('secret')])).toEqual([
      ['secret', false],
      [null, false],
    ]);
  });

  it('tells why a server gave no list', async () => {
    const failure = { kind: 'not-running', said: '' } as const;
    const { connection } = setUp({ state: 'failed', text: '', failure });
    await connection.connect();
    expect(connection.getState()).toMatchObject({ phase: 'apart', failure });
  });

  it('closes its document when it is left, also for another server', async () => {
    const { connection, closed } = setUp();
    await connection.connect();
    connection.choose({ name: 'LM Studio', protocol: 'openai', address: 'http://127.0.0.1:1234' });
    expect(closed()).toBe(1);
    expect(connection.getState()).toMatchObject({ phase: 'apart', models: [], model: '' });
  });

  it('drops the list of a server that was left meanwhile', async () => {
    let answer: (outcome: EndpointOutcome) => void = () => undefined;
    const { connection, closed } = setUp(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const connecting = connection.connect();
    await Promise.resolve();
    connection.disconnect();
    answer(MODELS);
    await connecting;
    expect(closed()).toBe(1);
    expect(connection.getState()).toMatchObject({ phase: 'apart', models: [] });
  });
});
