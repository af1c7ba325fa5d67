/**
 * Holds the lock of the worker's own name until the worker is gone: that is how the page notices
 * (`client-worker-life.ts`). Resolves when the lock is held; at once where there are no locks.
 */
export function holdLifeLock(name: string): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined || name === '') return Promise.resolve();
  return new Promise((held) => {
    void locks.request(name, () => {
      held();
      return new Promise(() => undefined);
    });
  });
}
