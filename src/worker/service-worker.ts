/**
 * Lets the page start without a network. Which files there are is in `OFFLINE_FILES`, which the build fills in, so
 * that each build has a service worker of other bytes and the browser notices. Hand-written: what the usual
 * package adds (routing, strategies, plugins) we do not use, and what we need (hashes, two tiers) it does not have.
 */
import { offlineCache } from './offline-cache.ts';
import type { OfflineFile, OfflineRequest } from './offline-files.ts';

declare const self: ServiceWorkerGlobalScope;
/** Replaced by the build. */
declare const OFFLINE_FILES: readonly OfflineFile[];

const scope = self.registration.scope;
const cache = offlineCache(OFFLINE_FILES, scope, {
  caches: self.caches,
  fetch: (request) => fetch(request),
});

self.addEventListener('install', (event) => event.waitUntil(cache.keepAll('shell')));

/**
 * Aborted when the next build is to take over, as the browser lets it only when this one has nothing to do, and while the
 * engine writes.
 */
let tenure = new AbortController();

// A first visit's page is taken over at once; one of an earlier build asks its user first (offline.ts).
self.addEventListener('activate', (event) => {
  tenure = new AbortController();
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const file = cache.fileFor(event.request);
  if (file !== null) {
    const answer = cache.respond(file, event.request);
    event.respondWith(answer.then(({ response }) => response));
    event.waitUntil(
      answer.then(
        ({ kept }) => kept,
        () => undefined,
      ),
    );
  } else if (event.request.url.startsWith(`${scope}assets/`)) {
    event.respondWith(cache.respondStale(event.request));
  }
});

self.addEventListener('message', (event) => {
  const request = event.data as OfflineRequest;
  switch (request.type) {
    case 'activate':
      tenure.abort();
      void self.skipWaiting();
      return;
    case 'rest':
      tenure.abort();
      tenure = new AbortController();
      return;
    case 'warm':
      event.waitUntil(warm(tenure.signal));
  }
});

async function warm(signal: AbortSignal): Promise<void> {
  // An older tab may still ask for the files of its build: they go when the tab that asks is the only one.
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) await cache.removeStale();
  await cache.keepAll('warm', signal);
}
