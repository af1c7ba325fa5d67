import type { SkippedEntry } from '../../domain/api.ts';
import type { TreeFile } from '../path-tree.ts';

/** What an archive format's reader found; paths are safe, and still begin with the archive's top folder if it has one. */
export interface ArchiveContent {
  readonly files: TreeFile[];
  readonly skipped: SkippedEntry[];
}

/** The detail of an entry that is a link; browsers do not follow links in folders either. */
export function linkDetail(target: string): string {
  return target === ''
    ? 'a symbolic link; links are not followed'
    : `a symbolic link to ${target.slice(0, 200)}; links are not followed`;
}
