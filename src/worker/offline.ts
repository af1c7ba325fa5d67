/** The page's side of working offline: registers the service worker, tells of updates, has large files kept. */
import type { EngineClient } from './client.ts';
import type { OfflineRequest } from './offline-files.ts';
import { trustedScriptUrl } from './trusted-script-url.ts';

const UPDATE_CHECK_INTERVAL_MS = 60 * 60 * 1000;
/** So long has nothing been written when large files are fetched to be kept. */
const WARM_DELAY_MS = 3000;

/** What is told of the engine's work. */
export type EngineActivity = Pick<EngineClient, 'whenReady' | 'subscribe'>;

/**
 * Call once, at the start; returns at once. Does nothing in development and where there are no service workers.
 * Large files are kept while the engine writes nothing.
 *
 * `onUpdate` is called when another build waits to take over (at most once for each), with the way to take it:
 * that reloads this page. Until then the page keeps the build that it was loaded with.
 */
export function registerServiceWorker(
  engine: EngineActivity,
  onUpdate: (apply: () => void) => void,
): void {
  // Absent on insecure origins, whatever the type says.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!import.meta.env.PROD || container === undefined) return;
  whenLoaded(() => {
    const url = new URL('service-worker.js', document.baseURI).href;
    container.register(trustedScriptUrl(url), { updateViaCache: 'none' }).then(
      (registration) => {
        watchForUpdates(container, registration, onUpdate);
        warmWhenIdle(container, engine);
      },
      // Private windows and full disks refuse; the page works, only not offline.
      (error: unknown) => console.warn('VectorGit will not start offline:', error),
    );
  });
}

function watchForUpdates(
  container: ServiceWorkerContainer,
  registration: ServiceWorkerRegistration,
  onUpdate: (apply: () => void) => void,
): void {
  let controlled = container.controller !== null;
  let applied = false;
  const offer = (waiting: ServiceWorker): void =>
    onUpdate(() => {
      applied = true;
      for (const worker of [registration.active, waiting]) {
        if (worker !== null) ask(worker, { type: 'activate' });
      }
    });

  container.addEventListener('controllerchange', () => {
    if (applied) location.reload();
    // Another tab took the update; this one still runs the earlier build, by the user's leave.
    else if (controlled) onUpdate(() => location.reload());
    controlled = true;
  });
  if (controlled && registration.waiting !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const installing = registration.installing;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && controlled) offer(installing);
    });
  });

  let checkedAt = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') return;
    if (performance.now() - checkedAt < UPDATE_CHECK_INTERVAL_MS) return;
    checkedAt = performance.now();
    // Fails offline, which is no news.
    registration.update().catch(() => undefined);
  });
}

/**
 * Has the model, the grammars and the sample kept, so that any language can be ingested offline. To fetch, hash and store
 * 25 MB takes a second of a processor, which an ingest would wait for: it waits for the ingest, also half way.
 */
function warmWhenIdle(container: ServiceWorkerContainer, engine: EngineActivity): void {
  const connection = (navigator as { readonly connection?: { readonly saveData?: boolean } })
    .connection;
  if (connection?.saveData === true) return;
  void container.ready.then(({ active }) => {
    if (active === null) return;
    let isWriting: boolean | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (writes: boolean): void => {
      if (writes === isWriting) return;
      isWriting = writes;
      clearTimeout(timer);
      if (writes) ask(active, { type: 'rest' });
      else timer = setTimeout(() => ask(active, { type: 'warm' }), WARM_DELAY_MS);
    };
    engine.subscribe((event) => {
      if (event.type === 'status') look(event.status.progress !== null);
    });
    // An engine that does not start writes nothing.
    engine.whenReady().then(
      ({ progress }) => look(progress !== null),
      () => look(false),
    );
  });
}

/** The first paint and the engine's start come before a download that nobody waits for. */
function whenLoaded(action: () => void): void {
  if (document.readyState === 'complete') action();
  else addEventListener('load', action, { once: true });
}

function ask(worker: ServiceWorker, request: OfflineRequest): void {
  worker.postMessage(request);
}
