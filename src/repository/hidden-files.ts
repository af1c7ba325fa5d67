/*
 * Chromium's folder handles leave out names that start with `~` without a word. What the repository tracks is in `.git/index`, so
 * the hidden files can at least be named there; without an index only a note is possible.
 */
import type { SkippedEntry } from '../domain/api.ts';
import type { Directory } from './directory.ts';
import { trackedFiles } from './git-index.ts';

export interface SeenPaths {
  /** Files and folders with a `~` name that the listing did show after all. */
  readonly tilde: Set<string>;
  /** Folders that were left out as a whole: what is hidden in them is counted with them. */
  readonly pruned: Set<string>;
}

/** 64 MB hold some 600,000 tracked files. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

/** Said once when hidden files cannot be told. */
export const TILDE_NOTE =
  'This browser hides files and folders whose names start with "~" when it opens a folder; if the repository has such files, add it as a .zip or drop those files';

/** The tracked files that the browser hid; null when there is no index that could tell. */
export async function hiddenByBrowser(
  root: Directory,
  seen: SeenPaths,
): Promise<SkippedEntry[] | null> {
  const tracked = await readIndex(root);
  if (tracked === null) return null;
  const entries: SkippedEntry[] = [];
  for (const { path, bytes } of tracked) {
    const hidden = firstTildePath(path);
    if (hidden === null || seen.tilde.has(hidden) || isBelow(path, seen.pruned)) continue;
    const detail = `tracked by git, but this browser hides names that start with "~" (${hidden})`;
    entries.push({ path, bytes, files: 1, reason: 'hidden-by-browser', detail });
  }
  return entries;
}

async function readIndex(root: Directory): Promise<ReturnType<typeof trackedFiles>> {
  try {
    const item = (await root.list('.git')).find(({ name }) => name === 'index');
    if (item?.kind !== 'file') return null;
    const file = await item.open();
    if (file.size > MAX_INDEX_BYTES) return null;
    return trackedFiles(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return null;
  }
}

/** The path up to its first segment that starts with `~`; null when there is none. */
function firstTildePath(path: string): string | null {
  const start = path.startsWith('~') ? 0 : path.indexOf('/~') + 1;
  if (start === 0 && !path.startsWith('~')) return null;
  const end = path.indexOf('/', start);
  return end === -1 ? path : path.slice(0, end);
}

function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    if (folders.has(path.slice(0, slash))) return true;
  }
  return false;
}
