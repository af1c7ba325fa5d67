/** Explain with a model server on this machine, against a stand-in that speaks the real streaming protocols. */
import type { Page } from '@playwright/test';
import { indexFiles, TWO_FILES } from './support/explain-page.ts';
import {
  type ChatRequest,
  type Dialect,
  type Fault,
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from './support/model-server.ts';
import { expect, test } from './support/test.ts';

const QUESTION = 'how are orders priced';

/** An answer that cites the chunk of `priceOf`, with characters of two, three and four bytes. */
function goodAnswer({ messages }: ChatRequest): string {
  const prompt = messages.map(({ content }) => content).join('\n');
  const id = /\[CITATION (chunk_[0-9a-f]{16})\] shop\/price\.js/.exec(prompt)?.[1];
  return `## Judgement\nYes – the chunks answer this ✓ 💶.\n\n## Answer\n- \`priceOf\` sums the items’ prices, größtenteils « ohne » 税 💶 [CITATION ${id}].\n`;
}

test.use({
  expectForeign: true,
  // What a browser prints when it refuses or misses a server.
  expectedErrors: [
    /Failed to load resource|CORS policy|ERR_|local.?network|loopback|Content Security Policy/i,
  ],
});

async function withServer(
  options: ModelServerOptions,
  body: (server: ModelServer) => Promise<void>,
): Promise<void> {
  const server = await startModelServer(options);
  try {
    await body(server);
  } finally {
    await server.close();
  }
}

async function openForm(page: Page, url: string, server: ModelServer, dialect: Dialect) {
  await indexFiles(page, url, TWO_FILES);
  await page.getByLabel('Search code').first().fill(QUESTION);
  await page.getByRole('button', { name: 'Explain' }).first().click();
  const pane = page.getByRole('region', { name: 'Explain' });
  await pane.getByRole('button', { name: 'A server on this machine' }).click();
  await pane.getByLabel('Address').fill(server.url);
  await pane.getByLabel('Speaks').selectOption(dialect === 'ollama' ? 'ollama' : 'openai');
  return pane;
}

async function connectAndSend(page: Page, url: string, server: ModelServer, dialect: Dialect) {
  const pane = await openForm(page, url, server, dialect);
  await pane.getByRole('button', { name: 'Connect' }).click();
  await pane.getByRole('button', { name: `Send to ${server.url}` }).click();
  return page.getByRole('region', { name: 'Written answer' });
}

for (const [dialect, pieceBytes] of [
  ['ollama', 7],
  ['lm-studio', 1],
  ['llama.cpp', 64],
] as const) {
  test(`an answer streams from ${dialect} in pieces of ${pieceBytes} bytes, and is checked`, async ({
    page,
    site,
    traffic,
  }) => {
    await withServer({ dialect, pieceBytes, answer: goodAnswer }, async (server) => {
      const pane = await openForm(page, site.url, server, dialect);
      // Nothing goes anywhere before it was agreed to.
      expect(traffic.foreign(site.origin)).toEqual([]);
      expect(server.requests).toEqual([]);
      await pane.getByRole('button', { name: 'Connect' }).click();
      const preview = pane.getByTestId('prompt-message');
      await expect(preview).toHaveCount(2);
      expect(server.chats).toEqual([]);
      const shown = await preview.allTextContents();
      await pane.getByRole('button', { name: `Send to ${server.url}` }).click();
      const written = page.getByRole('region', { name: 'Written answer' });
      await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
      await expect(written).toContainText('größtenteils « ohne » 税 💶');
      await expect(written.getByTestId('citation')).toHaveText(/price\.js:/);
      // What was sent is what was shown.
      expect(server.chats[0]?.messages.map(({ content }) => content)).toEqual(shown);
      expect(server.chats[0]).toMatchObject({ stream: true });
      expect(new Set(server.headers.map(({ origin }) => origin))).toEqual(new Set([site.origin]));
      expect(server.headers.every(({ cookie, referer }) => !cookie && !referer)).toBe(true);
      expect(traffic.foreign(site.origin).filter((to) => !to.startsWith(server.url))).toEqual([]);
    });
  });
}

test('an answer with faults is mended once with the findings of the checker', async ({
  page,
  site,
}) => {
  const answer = (request: ChatRequest, turn: number) =>
    turn === 1
      ? '## Answer\n- Prices are rounded [CITATION chunk_0000000000000bad].\n- `applyTax` adds the tax.'
      : goodAnswer(request);
  await withServer({ dialect: 'ollama', answer }, async (server) => {
    const written = await connectAndSend(page, site.url, server, 'ollama');
    await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
    await expect(written).toContainText('Mended once');
    expect(server.chats).toHaveLength(2);
    const repair = server.chats[1]?.messages.at(-1)?.content ?? '';
    expect(repair).toContain('chunk_0000000000000bad');
    expect(repair).toContain('applyTax');
  });
});

test('stop keeps what had come and lets the server go; asking again works', async ({
  page,
  site,
}) => {
  await withServer(
    { dialect: 'lm-studio', answer: goodAnswer, fault: { kind: 'hang', afterTokens: 40 } },
    async (server) => {
      const written = await connectAndSend(page, site.url, server, 'lm-studio');
      await expect(written).toContainText('priceOf');
      await written.getByRole('button', { name: 'Stop' }).click();
      await expect(written).toContainText('Stopped; what had come is below');
      await expect(written).toContainText('the chunks answer this');
      await expect.poll(() => server.aborted).toBe(1);
      server.fault = null;
      await page.getByRole('button', { name: `Send to ${server.url}` }).click();
      await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
    },
  );
});

const FAULTS = [
  ['llama.cpp', { kind: 'error', afterTokens: 30 }, 'server-failed'],
  ['ollama', { kind: 'error', afterTokens: 30 }, 'server-failed'],
  ['ollama', { kind: 'cut', afterTokens: 30 }, 'stream-broken'],
  ['lm-studio', { kind: 'cut', afterTokens: 1 }, 'stream-broken'],
  ['ollama', { kind: 'model-missing' }, 'model-missing'],
  ['lm-studio', { kind: 'model-missing' }, 'model-missing'],
  ['ollama', { kind: 'context-too-long' }, 'context-too-long'],
  ['lm-studio', { kind: 'context-too-long' }, 'context-too-long'],
  ['llama.cpp', { kind: 'context-too-long' }, 'context-too-long'],
  ['llama.cpp', { kind: 'loading' }, 'model-loading'],
] as const satisfies readonly (readonly [Dialect, Fault, string])[];

test('each way to fail is told apart in each dialect, and asking again works', async ({
  page,
  site,
}) => {
  await withServer({ dialect: 'ollama' }, async (server) => {
    await openForm(page, site.url, server, 'ollama');
  });
  const pane = page.getByRole('region', { name: 'Explain' });
  const written = page.getByRole('region', { name: 'Written answer' });
  for (const [dialect, fault, kind] of FAULTS) {
    await withServer({ dialect, fault, answer: goodAnswer }, async (server) => {
      await pane.getByLabel('Address').fill(server.url);
      await pane.getByLabel('Speaks').selectOption(dialect === 'ollama' ? 'ollama' : 'openai');
      await pane.getByRole('button', { name: 'Connect' }).click();
      const send = page.getByRole('button', { name: `Send to ${server.url}` });
      await send.click();
      await expect(written.getByRole('alert')).toHaveAttribute('data-kind', kind);
      server.fault = null;
      await send.click();
      await expect(written.getByTestId('valid-share')).toContainText('1 of 1 claim verified');
    });
  }
});

test('a server that is not there, one that lets no page in, and one that is something else are told apart', async ({
  page,
  site,
}) => {
  await withServer({ dialect: 'ollama' }, async (server) => {
    await server.close();
    const pane = await openForm(page, site.url, server, 'ollama');
    await pane.getByRole('button', { name: 'Connect' }).click();
    await expect(pane.getByRole('alert')).toHaveAttribute('data-kind', 'not-running');
  });
  await withServer({ dialect: 'ollama', cors: false }, async (server) => {
    const pane = page.getByRole('region', { name: 'Explain' });
    await pane.getByLabel('Address').fill(server.url);
    await pane.getByRole('button', { name: 'Connect' }).click();
    await expect(pane.getByRole('alert')).toHaveAttribute('data-kind', 'cors-refused');
    await expect(pane.getByRole('alert')).toContainText(`OLLAMA_ORIGINS=${site.origin}`);
  });
  const pane = page.getByRole('region', { name: 'Explain' });
  await pane.getByLabel('Address').fill('http://192.168.1.7:11434');
  await pane.getByRole('button', { name: 'Connect' }).click();
  await expect(pane.getByRole('alert')).toContainText('Only servers on this machine');
});

test('a key stays in memory: in no storage, address or prompt, and goes to its server only', async ({
  page,
  site,
}) => {
  const key = 's3cret-key';
  await withServer(
    { dialect: 'llama.cpp', answer: goodAnswer, fault: { kind: 'key-wanted' } },
    async (server) => {
      const pane = await openForm(page, site.url, server, 'llama.cpp');
      await pane.getByRole('button', { name: 'Connect' }).click();
      await expect(pane.getByRole('alert')).toHaveAttribute('data-kind', 'key-refused');
      await pane.getByLabel('Key').fill(key);
      await pane.getByRole('button', { name: 'Connect' }).click();
      await pane.getByRole('button', { name: `Send to ${server.url}` }).click();
      const written = page.getByRole('region', { name: 'Written answer' });
      await expect(written.getByTestId('valid-share')).toContainText('verified');
      await written.getByRole('button', { name: 'Keep this answer' }).click();
      const traces = await page.evaluate(async (secret) => {
        const found: string[] = [];
        for (const store of [localStorage, sessionStorage]) {
          if (JSON.stringify(Object.entries(store)).includes(secret)) found.push('storage');
        }
        if (location.href.includes(secret) || document.cookie.includes(secret))
          found.push('address');
        for (const { name = '' } of await indexedDB.databases()) {
          const database = await new Promise<IDBDatabase>((resolve, reject) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          for (const storeName of database.objectStoreNames) {
            const all = await new Promise<unknown[]>((resolve, reject) => {
              const request = database.transaction(storeName).objectStore(storeName).getAll();
              request.onsuccess = () => resolve(request.result);
              request.onerror = () => reject(request.error);
            });
            if (JSON.stringify(all).includes(secret)) found.push(name);
          }
          database.close();
        }
        return found;
      }, key);
      expect(traces).toEqual([]);
      expect(JSON.stringify(server.chats)).not.toContain(key);
      await page.reload();
      await page.getByRole('button', { name: 'Explain' }).first().click();
      await page.getByRole('button', { name: 'A server on this machine' }).click();
      await expect(page.getByLabel('Key', { exact: true })).toHaveValue('');
    },
  );
});

test('the document for one server can reach no other, not even on this machine', async ({
  page,
  site,
}) => {
  await withServer({ dialect: 'ollama', answer: goodAnswer }, async (server) => {
    await withServer({ dialect: 'ollama' }, async (other) => {
      const pane = await openForm(page, site.url, server, 'ollama');
      await pane.getByRole('button', { name: 'Connect' }).click();
      await expect(pane.getByRole('button', { name: `Send to ${server.url}` })).toBeVisible();
      const frame = page.frames().find((candidate) => candidate.url().includes('endpoint.html'));
      const reach = (url: string) =>
        frame?.evaluate(
          (address) =>
            fetch(address, { mode: 'no-cors' }).then(
              () => 'sent',
              () => 'refused',
            ),
          url,
        );
      expect(await reach(server.url)).toBe('sent');
      expect(await reach(other.url)).toBe('refused');
      expect(await reach(site.url)).toBe('refused');
      expect(await reach('http://elsewhere.invalid/')).toBe('refused');
      expect(other.requests).toEqual([]);
      // The page itself stays closed.
      const fromPage = await page.evaluate(
        (address) =>
          fetch(address).then(
            () => 'sent',
            () => 'refused',
          ),
        server.url,
      );
      expect(fromPage).toBe('refused');
      await pane.getByRole('button', { name: 'Disconnect' }).click();
      expect(page.frames()).toHaveLength(1);
    });
  });
});
