/** What an ingest's figures mean, in words. */
import type { IngestPhase, IngestProgress } from '../../domain/api.ts';
import { formatCount, formatSeconds, plural } from '../app/quantity.ts';

export const PHASE_NAMES: Readonly<Record<IngestPhase, string>> = {
  listing: 'Listing files',
  indexing: 'Indexing words',
  embedding: 'Learning meanings',
  done: 'Finishing',
};

/** How much of the present phase is done, 0 to 1; null while the total is unknown. */
export function phaseShare(progress: IngestProgress): number | null {
  switch (progress.phase) {
    case 'listing':
      return null;
    case 'indexing':
      return progress.filesTotal === null || progress.filesTotal === 0
        ? null
        : progress.filesDone / progress.filesTotal;
    case 'embedding':
      return progress.chunksDone === 0 ? null : progress.chunksEmbedded / progress.chunksDone;
    case 'done':
      return 1;
  }
}

/** `412 of 1,204 files`. */
export function phaseCount(progress: IngestProgress): string {
  switch (progress.phase) {
    case 'listing':
      return plural(progress.filesSeen, 'file');
    case 'indexing':
      return progress.filesTotal === null
        ? plural(progress.filesDone, 'file')
        : `${formatCount(progress.filesDone)} of ${plural(progress.filesTotal, 'file')}`;
    case 'embedding':
      return `${formatCount(progress.chunksEmbedded)} of ${plural(progress.chunksDone, 'chunk')}`;
    case 'done':
      return plural(progress.chunksDone, 'chunk');
  }
}

/** `310 chunks/s · 12 s left`; empty until measured. */
export function paceText(progress: IngestProgress): string {
  const parts = [];
  if (progress.chunksPerSecond >= 1)
    parts.push(`${formatCount(progress.chunksPerSecond)} chunks/s`);
  if (progress.secondsLeft !== null && progress.phase !== 'done') {
    parts.push(`${formatSeconds(progress.secondsLeft)} left`);
  }
  return parts.join(' · ');
}

/** What can be done meanwhile. */
export function meanwhileText(progress: IngestProgress): string {
  const { chunksCommitted, chunksDone, phase } = progress;
  if (chunksCommitted === 0) return 'You can search as soon as the first files are in.';
  if (phase === 'embedding' || phase === 'done') {
    return `You can search all ${plural(chunksCommitted, 'chunk')} by keyword; by meaning as they come.`;
  }
  return `You can search ${formatCount(chunksCommitted)} of ${plural(Math.max(chunksCommitted, chunksDone), 'chunk')}.`;
}
