/** The history as a person thinks of it: one entry an ingest, its checkpoints folded into it. */
import type { GenerationSummary } from '../../domain/api.ts';

export interface LogEntry extends GenerationSummary {
  /** Generations that were committed on the way to this one, and are kept. */
  readonly checkpoints: number;
}

/**
 * Newest first, as given. The newest's changes are those of the whole ingest (they are told since the last complete
 * generation). A checkpoint stays an entry when somebody may look for it: labelled, damaged, the newest.
 */
export function foldCheckpoints(generations: readonly GenerationSummary[]): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  for (const [index, generation] of generations.entries()) {
    const last = entries.at(-1);
    const onTheWay = last !== undefined && last.parent === generation.generation;
    const plain = !generation.complete && generation.label === null && !generation.damaged;
    if (index > 0 && onTheWay && plain && last.restoredFrom === null) {
      entries[entries.length - 1] = {
        ...last,
        parent: generation.parent,
        restoredFrom: generation.restoredFrom,
        checkpoints: last.checkpoints + 1,
      };
    } else {
      entries.push({ ...generation, checkpoints: 0 });
    }
  }
  return entries;
}

/** Every generation by itself. */
export function everyGeneration(generations: readonly GenerationSummary[]): readonly LogEntry[] {
  return generations.map((generation) => ({ ...generation, checkpoints: 0 }));
}
