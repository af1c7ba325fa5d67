import type { SkippedEntry, SkipReason } from '../domain/api.ts';
import type { FileRow } from '../index/api.ts';

/** Size and time of a file, as the file system told. */
export interface FileStat {
  readonly bytes: number;
  readonly lastModified: number;
}

/** How one listed file stands to the index. */
export type FileState = 'missing' | 'equal' | 'stat-changed' | 'options-changed';

/** What the last ingest knew of the files that are not in segments or were touched since. */
export interface KnownFiles {
  readonly file: (path: string) => FileRow | null;
  /** Newer size and time of files whose content proved equal. */
  readonly touched: ReadonlyMap<string, FileStat>;
  /** Files that were read and then skipped, with the stat they had. */
  readonly skipped: ReadonlyMap<string, { readonly stat: FileStat; readonly entry: SkippedEntry }>;
  /** True when settings, chunker, rules or features changed: everything is to be read again. */
  readonly stale: boolean;
}

export function stateOfFile(path: string, stat: FileStat, known: KnownFiles): FileState {
  const row = known.file(path);
  if (row === null) return 'missing';
  if (known.stale) return 'options-changed';
  const last = known.touched.get(path) ?? row;
  return last.bytes === stat.bytes && last.lastModified === stat.lastModified
    ? 'equal'
    : 'stat-changed';
}

/** Reasons that lie not in the file but in the moment: such a file is read again although it has not changed. */
const PASSING_REASONS: ReadonlySet<SkipReason> = new Set(['unreadable', 'changed-while-reading']);

/** The entry of a file that was skipped for its content and has not changed since; null when it must be read. */
export function skippedBefore(
  path: string,
  stat: FileStat,
  known: KnownFiles,
): SkippedEntry | null {
  const before = known.skipped.get(path);
  if (before === undefined || known.stale || PASSING_REASONS.has(before.entry.reason)) return null;
  return before.stat.bytes === stat.bytes && before.stat.lastModified === stat.lastModified
    ? before.entry
    : null;
}
