import type { Page } from 'playwright';

/** Bytes after a collection: objects of the heap, and buffers beside it. */
export interface MemoryUse {
  readonly heap: number;
  readonly buffers: number;
}

/** Wait for an answer of the worker's inspector. */
const ANSWER_MS = 60_000;

/** What the page's worker holds after a collection. Only one worker may be there. */
export async function workerMemory(page: Page): Promise<MemoryUse> {
  const session = await page.context().newCDPSession(page);
  try {
    const attached = new Promise<string>((resolve) => {
      session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
        if (targetInfo.type === 'worker') resolve(sessionId);
      });
    });
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    const sessionId = await attached;
    const answers = new Map<number, (result: unknown) => void>();
    session.on('Target.receivedMessageFromTarget', (event) => {
      const { id, result } = JSON.parse(event.message) as { id?: number; result?: unknown };
      if (event.sessionId === sessionId && id !== undefined) answers.get(id)?.(result);
    });
    const ask = (method: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = answers.size + 1;
        const timer = setTimeout(() => reject(new Error(`${method}: no answer`)), ANSWER_MS);
        answers.set(id, (result) => {
          clearTimeout(timer);
          resolve(result);
        });
        const message = JSON.stringify({ id, method });
        session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      });
    await ask('HeapProfiler.collectGarbage');
    await ask('HeapProfiler.collectGarbage');
    const usage = (await ask('Runtime.getHeapUsage')) as {
      readonly usedSize: number;
      readonly backingStorageSize?: number;
    };
    return { heap: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
  } finally {
    await session.detach();
  }
}
