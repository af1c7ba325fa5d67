import type { Generation, QueryProblem, RepositoryId, WrittenFilter } from '../../domain/api.ts';

/** What `changed:` counts from: a generation, or the one before the last that changed a file. */
export type Since = Generation | 'last';

/** Files that the open generation has otherwise than an older one, or that the older one does not have. */
export interface ChangedFiles {
  /** Null: all of them. */
  readonly paths: ReadonlySet<string> | null;
  /** What a person must know to read the answer; null when it is plain. */
  readonly note: SinceNote | null;
}

export type SinceNote =
  /** There is no generation of this number yet. */
  | { readonly kind: 'future'; readonly newest: Generation }
  /** It is older than all that are kept. */
  | { readonly kind: 'collected'; readonly oldest: Generation }
  /** It was a checkpoint, which the generation after it has replaced. */
  | { readonly kind: 'passed'; readonly nearest: Generation }
  | { readonly kind: 'unreadable' }
  /** What the last change was made to is no longer kept. */
  | { readonly kind: 'no-base' }
  /** Nothing is older: every file is new. */
  | { readonly kind: 'first' }
  /** Since then a generation went back to an older one: changes were undone. */
  | { readonly kind: 'rolled-back'; readonly by: Generation; readonly to: Generation };

/** Asks the store's history; `repository` null is the open one, `head` the generation that is searched. */
export type ChangedSince = (
  repository: RepositoryId | null,
  head: Generation,
  since: Since,
) => Promise<ChangedFiles>;

/** An answer that must be told, and to which filter. */
export interface ToldChanges {
  readonly since: Since;
  readonly note: SinceNote;
  /** Given when several repositories were asked. */
  readonly repository: string | null;
}

/** What `changed:` takes: a generation's number from 1, or `last`; null for anything else. */
export function sinceOf(value: string): Since | null {
  if (/^last$/i.test(value)) return 'last';
  return /^[1-9]\d{0,8}$/.test(value) ? (Number(value) as Generation) : null;
}

/** What is told of the filters, each with a mend where there is one. `text`: the query. */
export function changedProblems(
  text: string,
  filters: readonly WrittenFilter[],
  told: readonly ToldChanges[],
): QueryProblem[] {
  return told.flatMap(({ since, note, repository }) => {
    const filter = filters.find(
      ({ name, value }) => name === 'changed' && sinceOf(value) === since,
    );
    if (filter === undefined) return [];
    const { span } = filter;
    const { message, instead } = described(note, since);
    const query = `${text.slice(0, span.start)}changed:${instead}${text.slice(span.end)}`;
    return [
      {
        span,
        message: repository === null ? message : `${repository}: ${message}`,
        mend: instead === null ? null : { label: `Make it changed:${instead}`, query },
      },
    ];
  });
}

function described(
  note: SinceNote,
  since: Since,
): { readonly message: string; readonly instead: Since | null } {
  switch (note.kind) {
    case 'future':
      return {
        message: `There is no generation ${since} yet; the newest is ${note.newest}`,
        instead: 'last',
      };
    case 'collected':
      return {
        message: `Generation ${since} is no longer kept; the oldest that is kept is ${note.oldest}`,
        instead: note.oldest,
      };
    case 'passed':
      return {
        message: `Generation ${since} was a step of an ingest and is not kept; before it comes ${note.nearest}`,
        instead: note.nearest,
      };
    case 'unreadable':
      return {
        message: `Generation ${since} is damaged: nothing can be compared with it`,
        instead: 'last',
      };
    case 'no-base':
      return { message: 'What the last change was made to is no longer kept', instead: null };
    case 'first':
      return {
        message: 'There is nothing older to compare with: every file is new',
        instead: null,
      };
    case 'rolled-back':
      return {
        message: `Generation ${note.by} went back to ${note.to}: what was undone by that does not count`,
        instead: null,
      };
  }
}
