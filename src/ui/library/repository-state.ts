/** How far an index is what its folder and the present build would make it, in words. */
import type { RepositorySummary } from '../../domain/api.ts';

export interface RepositoryState {
  readonly tone: 'whole' | 'behind';
  readonly text: string;
  /** What a sync would do about it, as the words on its button; null when it needs the files again. */
  readonly action: string | null;
}

/** `model`: id of the model that this session embeds with; null while it is not ready. */
export function repositoryState(
  { complete, model: madeBy, embedded, chunks, canSync, source }: RepositorySummary,
  model: string | null,
): RepositoryState {
  const action = (text: string) => (canSync ? text : null);
  if (!complete) {
    return {
      tone: 'behind',
      text: 'The last ingest did not reach its end. What it committed can be searched.',
      action: action('Go on'),
    };
  }
  if (model !== null && madeBy !== null && madeBy !== model) {
    return {
      tone: 'behind',
      text: `Its vectors were made by ${madeBy}. They are made anew by ${model}; no file is needed for that.`,
      action: null,
    };
  }
  if (embedded < chunks) {
    return {
      tone: 'behind',
      text: 'Not all vectors are made yet. Search by words is whole.',
      action: null,
    };
  }
  if (source === 'pack') {
    return { tone: 'whole', text: 'Taken in from a pack, as it was exported.', action: null };
  }
  return canSync
    ? { tone: 'whole', text: 'Whole as of its last sync.', action: 'Sync' }
    : { tone: 'whole', text: 'Whole. To renew it, drop the files again.', action: null };
}
