/**
 * Notices that a worker is gone, however it went. An exception that nobody caught is told by an event, but a worker
 * that the browser ends for want of memory, or that closed itself, says nothing: requests would wait for ever. So
 * the engine holds a lock of its own name while it lives (`engine-life.ts`), and whoever is granted that lock knows.
 */

/** `gone` is called at most once, with the reason for the console. `ready`: the worker holds its lock by then. */
export function watchWorker(
  worker: Worker,
  name: string,
  ready: Promise<unknown>,
  gone: (reason: string) => void,
): void {
  let over = false;
  const end = (reason: string): void => {
    if (over) return;
    over = true;
    gone(reason);
  };
  worker.addEventListener('error', (event) => end(event.message), { once: true });
  // Absent on insecure origins, whatever the type says.
  const locks = navigator.locks as LockManager | undefined;
  ready.then(
    () => locks?.request(name, () => end('the browser ended it')),
    () => undefined,
  );
}
