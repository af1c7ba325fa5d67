/** Why a file or folder is not in the index. */
export type SkipReason =
  | 'ignored' // by a rule of .gitignore, .vectorgitignore or .git/info/exclude
  | 'excluded' // by a built-in exclude: .git, node_modules, build output, lock files …
  | 'binary'
  | 'too-large'
  | 'minified'
  | 'generated'
  | 'lfs-pointer'
  | 'secret'
  | 'unreadable'
  | 'changed-while-reading'
  | 'hidden-by-browser'
  | 'encrypted' // an archive entry that needs a password
  | 'unsafe-path' // an archive entry that points outside of the archive
  | 'empty';

/** A file or folder that was seen and left out. Files seen = indexed + skipped. */
export interface SkippedEntry {
  /** Repository-relative. Of a folder pruned as a whole: the folder's path with a trailing `/`. */
  readonly path: string;
  /** In bytes; null when it is not known (a pruned folder is not walked). */
  readonly bytes: number | null;
  /** How many files the entry stands for; null when a pruned folder was not walked. */
  readonly files: number | null;
  readonly reason: SkipReason;
  /** The rule or finding, for the person: `.gitignore:3 *.log`, `AWS access key, line 12`. */
  readonly detail: string;
}

/** Reasons that a person may overrule by "include anyway". */
export const OVERRULABLE_SKIP_REASONS: ReadonlySet<SkipReason> = new Set([
  'ignored',
  'excluded',
  'too-large',
  'minified',
  'generated',
  'lfs-pointer',
  'secret',
]);
