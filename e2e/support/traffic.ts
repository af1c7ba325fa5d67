/** Everything that a browser context asks of the network, and what its pages complain of. */
import type { BrowserContext } from '@playwright/test';
import type { RecordingProxy } from './recording-proxy.ts';

export interface Traffic {
  /** Addresses of all requests: pages, workers, service workers, WebSockets. */
  readonly requests: readonly string[];
  /** Errors and uncaught exceptions of pages and workers, with their place. */
  readonly errors: readonly string[];
  /** Requests to another origin than the given one, and what reached the proxy. */
  foreign(origin: string): readonly string[];
}

/** Addresses that never leave the process. */
const LOCAL = /^(?:blob|data|about|chrome):/;

export function recordTraffic(context: BrowserContext, proxy: RecordingProxy): Traffic {
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('page', (page) => {
    page.on('websocket', (socket) => requests.push(socket.url()));
  });
  return {
    requests,
    errors,
    foreign: (origin) => [
      ...requests.filter((url) => !LOCAL.test(url) && new URL(url).origin !== origin),
      ...proxy.attempts,
    ],
  };
}
