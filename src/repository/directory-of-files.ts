import type { Directory } from './directory.ts';
import { pathTree } from './path-tree.ts';

export interface FileAtPath {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly file: File;
}

/** What is known of a file that is somewhere else. */
export interface FileFacts {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** A tree of chosen or dropped files, built from their paths; nothing is read. */
export function directoryOfFiles(files: readonly FileAtPath[]): Directory {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  return directoryOfFacts(
    files.map(({ path, file }) => ({ path, bytes: file.size, lastModified: file.lastModified })),
    async (path) => byPath.get(path) as File,
  );
}

/** The same of files that are asked for when they are opened, by the path that was given. */
export function directoryOfFacts(
  files: readonly FileFacts[],
  open: (path: string) => Promise<File>,
): Directory {
  return pathTree(
    files.map(({ path, bytes, lastModified }) => ({
      path: normalise(path),
      bytes,
      lastModified,
      open: () => open(path),
    })),
  );
}

/**
 * Takes away the one folder that all paths share at the top (`webkitRelativePath` begins with the chosen folder's own name).
 * `name` is that folder, null when the paths do not share one. Call it only for lists that are known to carry that folder:
 * a repository that holds nothing but `src/` would lose it.
 */
export function withoutTopFolder<Item extends { readonly path: string }>(
  files: readonly Item[],
): { name: string | null; files: Item[] } {
  const first = files[0];
  const slash = first === undefined ? -1 : first.path.indexOf('/');
  if (first === undefined || slash <= 0) return { name: null, files: [...files] };
  const top = first.path.slice(0, slash + 1);
  if (!files.every(({ path }) => path.startsWith(top))) return { name: null, files: [...files] };
  return {
    name: top.slice(0, -1),
    files: files.map((file) => ({ ...file, path: file.path.slice(top.length) })),
  };
}

function normalise(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
}
