import { spawnBoundWorker } from './bound-worker.ts';
import engineUrl from './engine.worker.ts?worker&url';

/** A new engine worker of this name, bound by the page's policy. */
export function spawnEngineWorker(name: string): Worker {
  return spawnBoundWorker(new URL(engineUrl, import.meta.url).href, name);
}
