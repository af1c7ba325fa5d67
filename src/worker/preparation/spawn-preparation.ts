import { spawnBoundWorker } from '../bound-worker.ts';
import preparationUrl from './preparation.worker.ts?worker&url';
import type { PreparationReply } from './preparation-messages.ts';
import type { WorkerChannel } from './preparation-worker-client.ts';

/**
 * One processor is left for the engine and the page; where there are two only, both are used, since the engine has
 * little to do, and a search makes one worker rest. More than three would wait for the disk and for commits.
 */
export function mostWorkers(processors: number): number {
  return processors <= 2 ? Math.max(1, processors) : Math.min(3, processors - 1);
}

/** A new preparation worker, bound by the page's policy as the engine is. */
export function spawnPreparationWorker(): WorkerChannel {
  const name = `vectorgit-preparation-${crypto.randomUUID()}`;
  const worker = spawnBoundWorker(new URL(preparationUrl, import.meta.url).href, name);
  return {
    post: (call, transfer = []) => worker.postMessage(call, transfer),
    listen(hear, lost) {
      worker.addEventListener('error', lost, { once: true });
      worker.addEventListener('message', ({ data }: MessageEvent<PreparationReply>) => {
        if (data.type === 'ready') watch(name, lost);
        else hear(data);
      });
    },
    terminate: () => worker.terminate(),
  };
}

/** A worker that the browser ends says nothing; whoever is granted its lock knows (`client-worker-life.ts`). */
function watch(name: string, lost: () => void): void {
  const locks = navigator.locks as LockManager | undefined;
  void locks?.request(name, lost);
}
