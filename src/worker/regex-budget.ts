import type { Span } from '../domain/api.ts';
import type { RegexRun } from '../search/api.ts';
import { spawnBoundWorker } from './bound-worker.ts';
import regexUrl from './regex.worker.ts?worker&url';

/** What one search may spend on regular expressions. */
const BUDGET_MS = 1_000;

export interface RegexRequest {
  readonly source: string;
  readonly flags: string;
  readonly texts: readonly string[];
}

/** By text: starts and ends of its matches in turn. */
export type RegexReply = readonly Uint32Array[];

/** A worker that did its work in time, kept for the next search: starting one takes some 30 ms. */
let idle: Worker | null = null;

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
      worker ??=
        idle ?? spawnBoundWorker(new URL(regexUrl, import.meta.url).href, 'vectorgit-regex');
      idle = null;
      const startedAt = performance.now();
      const reply = await answer(worker, { source, flags, texts }, left);
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

/** Null after `milliseconds`, or when the worker fails. */
function answer(
  worker: Worker,
  request: RegexRequest,
  milliseconds: number,
): Promise<RegexReply | null> {
  return new Promise((resolve) => {
    const settle = (reply: RegexReply | null): void => {
      clearTimeout(timer);
      worker.removeEventListener('message', hear);
      worker.removeEventListener('error', fail);
      resolve(reply);
    };
    const hear = ({ data }: MessageEvent<RegexReply>): void => settle(data);
    const fail = (): void => settle(null);
    const timer = setTimeout(() => settle(null), milliseconds);
    worker.addEventListener('message', hear);
    worker.addEventListener('error', fail);
    worker.postMessage(request);
  });
}

function spansOf(flat: Uint32Array): Span[] {
  const spans: Span[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    spans.push({ start: flat[index] as number, end: flat[index + 1] as number });
  }
  return spans;
}
