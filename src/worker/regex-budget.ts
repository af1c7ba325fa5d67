import type { Span } from '../domain/api.ts';
import type { RegexRun } from '../search/api.ts';
import { spawnBoundWorker } from './bound-worker.ts';
import regexUrl from './regex.worker.ts?worker&url';

/** What one search may spend on regular expressions, from when their worker has started. */
const BUDGET_MS = 1_000;
/** A worker that has not started by then never will; on a busy machine a start takes seconds. */
const START_MS = 10_000;

export interface RegexRequest {
  readonly source: string;
  readonly flags: string;
  readonly texts: readonly string[];
}

/** By text: starts and ends of its matches in turn. */
export type RegexReply = readonly Uint32Array[];

/** A worker that did its work in time, kept for the next search: starting one takes some 30 ms. */
let idle: Worker | null = null;

/** Resolves when the worker listens, or will not come to it. */
async function startedWorker(): Promise<Worker> {
  const worker = spawnBoundWorker(new URL(regexUrl, import.meta.url).href, 'vectorgit-regex');
  await heard(worker, START_MS);
  return worker;
}

/**
 * Regular expressions of one search, in a worker of their own: one that backtracks without end cannot be stopped in
 * any other way. When the budget is used up the worker is ended, and every later call answers null.
 */
export function regexWithBudget(): RegexRun {
  let worker: Worker | null = null;
  let left = BUDGET_MS;
  return {
    async spans({ source, flags }, texts) {
      if (left <= 0) return null;
      const kept = worker ?? idle;
      idle = null;
      worker = kept ?? (await startedWorker());
      const startedAt = performance.now();
      const request: RegexRequest = { source, flags, texts };
      worker.postMessage(request);
      const reply = await heard(worker, left);
      left -= performance.now() - startedAt;
      if (reply !== null) return reply.map(spansOf);
      left = 0;
      worker.terminate();
      worker = null;
      return null;
    },
    close() {
      if (worker === null) return;
      if (idle === null) idle = worker;
      else worker.terminate();
      worker = null;
    },
  };
}

/** What the worker says next; null after `milliseconds`, or when it fails. */
function heard(worker: Worker, milliseconds: number): Promise<RegexReply | null> {
  return new Promise((resolve) => {
    const settle = (reply: RegexReply | null): void => {
      clearTimeout(timer);
      worker.removeEventListener('message', hear);
      worker.removeEventListener('error', fail);
      resolve(reply);
    };
    const hear = ({ data }: MessageEvent<RegexReply | null>): void => settle(data);
    const fail = (): void => settle(null);
    const timer = setTimeout(() => settle(null), milliseconds);
    worker.addEventListener('message', hear);
    worker.addEventListener('error', fail);
  });
}

function spansOf(flat: Uint32Array): Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    spans.push({ start: flat[index] as number, end: flat[index + 1] as number });
  }
  return spans;
}
