/** The folders of a flat list of paths, and the rows of those that are open. */
import type { FileListing } from '../../worker/protocol.ts';

export interface Folder {
  /** Last segment; `a/b/c` for a chain of folders that have nothing else in them. */
  readonly name: string;
  /** With a trailing `/`; empty for the root. */
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly files: readonly FileListing[];
  /** Files in it at any depth. */
  readonly count: number;
}

export type TreeRow =
  | {
      readonly kind: 'folder';
      readonly folder: Folder;
      readonly depth: number;
      readonly open: boolean;
      readonly position: number;
      readonly siblings: number;
    }
  | {
      readonly kind: 'file';
      readonly file: FileListing;
      readonly depth: number;
      readonly position: number;
      readonly siblings: number;
    };

interface Draft {
  folders: Map<string, Draft>;
  files: FileListing[];
}

/** Folders before files, both by name. Linear in the number of path segments. */
export function buildTree(files: readonly FileListing[]): Folder {
  const root: Draft = { folders: new Map(), files: [] };
  for (const file of files) {
    let draft = root;
    for (const segment of file.path.split('/').slice(0, -1)) {
      let next = draft.folders.get(segment);
      if (!next) {
        next = { folders: new Map(), files: [] };
        draft.folders.set(segment, next);
      }
      draft = next;
    }
    draft.files.push(file);
  }
  return finish(root, '', '');
}

/** Rows of all open folders, from the root's children at depth 0. */
export function treeRows(root: Folder, open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  visit(root, 0);
  return rows;

  function visit(parent: Folder, depth: number): void {
    const siblings = parent.folders.length + parent.files.length;
    let position = 0;
    for (const folder of parent.folders) {
      position += 1;
      const isOpen = open.has(folder.path);
      rows.push({ kind: 'folder', folder, depth, open: isOpen, position, siblings });
      if (isOpen) visit(folder, depth + 1);
    }
    for (const file of parent.files) {
      position += 1;
      rows.push({ kind: 'file', file, depth, position, siblings });
    }
  }
}

/** The folders that must be open to see a path, each with a trailing `/`. */
export function foldersAbove(path: string): readonly string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => `${segments.slice(0, index + 1).join('/')}/`);
}

/** The last segment of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Everything before the last segment, with the slash; empty at the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function finish(draft: Draft, name: string, path: string): Folder {
  const only = [...draft.folders];
  const single = only[0];
  if (path !== '' && only.length === 1 && single && draft.files.length === 0) {
    return finish(single[1], `${name}/${single[0]}`, `${path}${single[0]}/`);
  }
  const folders = only
    .map(([segment, child]) => finish(child, segment, `${path}${segment}/`))
    .sort((a, b) => compare(a.name, b.name));
  const files = draft.files.toSorted((a, b) => compare(a.path, b.path));
  const count = folders.reduce((sum, folder) => sum + folder.count, files.length);
  return { name, path, folders, files, count };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
