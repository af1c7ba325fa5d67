import { VectorGitError } from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import type { ChangedSince } from './query/changed-filter.ts';
import type { RegexRun } from './query/regex-run.ts';

/** What a search reads and asks beside its generation. */
export interface SearchPorts {
  /** Null while no model is there: meaning is left out. */
  readonly embedder: Embedder | null;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
  /** Of the repository, for `repo:`. */
  readonly repositoryName?: () => Promise<string>;
  /** For `changed:`. */
  readonly changedSince?: ChangedSince;
  /** One run for the whole search; without it expressions run in this thread, for as long as they take. */
  readonly regex?: () => RegexRun;
  readonly yieldToEventLoop?: () => Promise<void>;
}

/** Throws `cancelled` when a newer search has taken this one's place. */
export function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw new VectorGitError('cancelled', 'A newer search took its place');
}
