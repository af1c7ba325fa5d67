import { spawnBoundWorker } from './bound-worker.ts';
import textModelUrl from './text-model.worker.ts?worker&url';

/** A new worker for text-generation models, bound by the page's policy. */
export function spawnTextModelWorker(): Worker {
  return spawnBoundWorker(new URL(textModelUrl, import.meta.url).href, 'vectorgit-text-model');
}
