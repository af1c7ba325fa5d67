import type { Preparation } from './batch.ts';
import { type BatchPorts, prepareBatch } from './prepare-batch.ts';

/** Prepares in this very thread, in slices, one batch at a time. */
export function preparationHere({
  chunker,
  now,
  yieldToEventLoop,
}: Pick<BatchPorts, 'chunker' | 'now' | 'yieldToEventLoop'>): Preparation {
  return {
    workers: 1,
    width: 1,
    prepare: (batch, ports) => prepareBatch(batch, { ...ports, chunker, now, yieldToEventLoop }),
  };
}
