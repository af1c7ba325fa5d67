/** How a stored index stands to its folder and to this build, in words, and what there is to do about it. */
import type { RepositorySummary } from '../../domain/api.ts';

/**
 * `sync` reads the kept folder again; `choose` asks for the folder; `embed` makes the vectors anew; `reload` fetches
 * the page's newest version.
 */
export type StateRemedy = 'sync' | 'choose' | 'embed' | 'reload';

export interface RepositoryState {
  readonly tone: 'whole' | 'behind' | 'broken';
  /** For a list; null when there is nothing to tell. */
  readonly badge: string | null;
  readonly text: string;
  /** The fitting action and the words on its button; null when nothing is to be done. */
  readonly remedy: { readonly kind: StateRemedy; readonly label: string } | null;
}

type Facts = Pick<
  RepositorySummary,
  'state' | 'complete' | 'embedded' | 'chunks' | 'canSync' | 'source' | 'model'
>;

/** `isRunning`: an ingest of it is under way, which is all there is to tell. */
export function repositoryState(facts: Facts, isRunning = false): RepositoryState {
  const { state, complete, canSync } = facts;
  if (isRunning) {
    const text = 'It is being indexed now. What is done can be searched.';
    return { tone: 'whole', badge: 'indexing', text, remedy: null };
  }
  const again = (label: string): RepositoryState['remedy'] =>
    canSync ? { kind: 'sync', label } : { kind: 'choose', label: 'Choose its folder' };
  switch (state) {
    case 'missing':
      return {
        tone: 'behind',
        badge: 'empty',
        text: 'Nothing of it is indexed yet.',
        remedy: again('Index it'),
      };
    case 'content-changed':
      return {
        tone: 'behind',
        badge: complete ? 'files changed' : 'incomplete',
        text: complete
          ? 'Its files have changed since. What is indexed can be searched.'
          : 'Indexing was cut off before its end. What is indexed can be searched.',
        remedy: again(complete ? 'Sync' : 'Go on'),
      };
    case 'options-changed':
      return {
        tone: 'behind',
        badge: 'to be renewed',
        text: 'The rules for files or chunks have changed since. It can be searched as it was; a sync brings it up to date.',
        remedy: again('Sync'),
      };
    case 'model-changed':
      return {
        tone: 'behind',
        badge: 'other model',
        text: `Its vectors are of ${facts.model ?? 'another model'} and are made anew; no file is needed for that. Search goes on meanwhile.`,
        remedy: { kind: 'embed', label: 'Embed again' },
      };
    case 'format-too-old':
      return {
        tone: 'broken',
        badge: 'too old',
        text: 'It was written by an old VectorGit and can no longer be read. Your files are untouched: it is indexed anew from them.',
        remedy: again('Index it anew'),
      };
    case 'format-too-new':
      return {
        tone: 'broken',
        badge: 'read-only',
        text: 'It was written by a newer VectorGit. It is left as it is, and nothing is written to it; reload to get the newer version.',
        remedy: { kind: 'reload', label: 'Reload' },
      };
    case 'corrupt':
      return {
        tone: 'broken',
        badge: 'damaged',
        text: 'It is damaged and cannot be read. Your files are untouched: it is indexed anew from them.',
        remedy: again('Index it anew'),
      };
    case 'equal':
      return whole(facts);
  }
}

function whole({ embedded, chunks, source, canSync }: Facts): RepositoryState {
  if (embedded < chunks) {
    return {
      tone: 'behind',
      badge: null,
      text: 'Not all vectors are made yet. Search by words is complete.',
      remedy: null,
    };
  }
  const said = { tone: 'whole', badge: null } as const;
  if (canSync) {
    const remedy = { kind: 'sync', label: 'Sync' } as const;
    return { ...said, text: 'Complete as of its last sync.', remedy };
  }
  if (source === 'pack') {
    return { ...said, text: 'Taken in from a pack, as it was exported.', remedy: null };
  }
  return { ...said, text: 'Complete. To bring it up to date, drop the files again.', remedy: null };
}
