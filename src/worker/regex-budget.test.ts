import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { regexWithBudget } from './regex-budget.ts';

vi.mock('./regex.worker.ts?worker&url', () => ({ default: '/regex.worker.js' }));

/** Starts, and answers each request, after so long. */
class SlowWorker extends EventTarget {
  readonly #answerMs: number;

  constructor(startMs: number, answerMs: number) {
    super();
    this.#answerMs = answerMs;
    this.#say(startMs, null);
  }

  postMessage(): void {
    this.#say(this.#answerMs, [Uint32Array.of(1, 2)]);
  }

  terminate(): void {
    // What it says later is heard by nobody.
  }

  #say(ms: number, data: unknown): void {
    setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })), ms);
  }
}

const spawned = vi.hoisted(() => ({ next: null as unknown }));
vi.mock('./bound-worker.ts', () => ({ spawnBoundWorker: () => spawned.next }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function spansWith(worker: SlowWorker) {
  spawned.next = worker;
  const run = regexWithBudget();
  const spans = run.spans({ source: 'b', flags: '' } as never, ['abc']);
  await vi.runAllTimersAsync();
  // Not closed: the next test starts a worker of its own.
  return spans;
}

it('what the worker takes to start is not counted', async () => {
  expect(await spansWith(new SlowWorker(5_000, 10))).toEqual([[{ start: 1, end: 2 }]]);
});

it('what an expression takes is, and is stopped', async () => {
  expect(await spansWith(new SlowWorker(10, 5_000))).toBeNull();
});

it('a worker that never starts is not waited for without end', async () => {
  expect(await spansWith(new SlowWorker(60_000, 60_000))).toBeNull();
});
