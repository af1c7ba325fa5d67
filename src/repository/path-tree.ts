/*
 * A folder tree made from whole paths, for sources that come as a flat list (chosen files, archives). Names are keys of Maps:
 * a file called `__proto__` is a file like others. Totals of every folder are summed while adding, so that a pruned folder
 * can say how many files it stood for.
 */
import {
  childPath,
  type Directory,
  type DirectoryItem,
  type FileItem,
  type OpenedFile,
} from './directory.ts';

interface FolderNode {
  readonly folders: Map<string, FolderNode>;
  readonly files: Map<string, FileItem>;
  totals: { files: number; bytes: number };
}

export interface TreeFile {
  readonly path: string;
  readonly bytes: number;
  readonly lastModified: number;
  open(): Promise<OpenedFile>;
}

export interface PathTree extends Directory {
  /** Paths that were given but cannot be in the tree, with the reason in words: one name for a file and a folder, or twice. */
  readonly rejected: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly why: string;
  }[];
}

/** Builds the tree. Of two files with one path the later is kept, as an unpacker would do. */
export function pathTree(files: Iterable<TreeFile>): PathTree {
  const root = newFolder();
  const rejected: { path: string; bytes: number; why: string }[] = [];
  for (const file of files) {
    const segments = file.path.split('/');
    const name = segments.pop() ?? '';
    const chain = [root];
    let folder = root;
    for (const segment of segments) {
      let next = folder.folders.get(segment);
      if (next === undefined) {
        next = newFolder();
        folder.folders.set(segment, next);
      }
      folder = next;
      chain.push(folder);
    }
    const earlier = folder.files.get(name);
    if (earlier !== undefined) {
      const bytes = earlier.bytes ?? 0;
      for (const link of chain) addTotals(link, -1, -bytes);
      rejected.push({ path: file.path, bytes, why: 'the same path comes again later' });
    }
    folder.files.set(name, { kind: 'file', name, ...pick(file) });
    for (const link of chain) addTotals(link, 1, file.bytes);
  }
  dropFilesThatAreFolders(root, '', rejected);
  return {
    rejected,
    list: async (path) => itemsOf(root, path),
  };
}

function pick(file: TreeFile): Pick<FileItem, 'bytes' | 'lastModified' | 'open'> {
  return { bytes: file.bytes, lastModified: file.lastModified, open: () => file.open() };
}

function itemsOf(root: FolderNode, path: string): DirectoryItem[] {
  let folder: FolderNode | undefined = root;
  if (path !== '') {
    for (const segment of path.split('/')) folder = folder?.folders.get(segment);
  }
  if (folder === undefined) throw new DOMException(`No folder ${path}`, 'NotFoundError');
  const items: DirectoryItem[] = [...folder.files.values()];
  for (const [name, child] of folder.folders) {
    items.push({ kind: 'folder', name, contains: { ...child.totals } });
  }
  return items;
}

/** Only hostile archives hold `a` and `a/b`: the folder stays, the file is reported. */
function dropFilesThatAreFolders(
  folder: FolderNode,
  path: string,
  rejected: { path: string; bytes: number; why: string }[],
): void {
  // A stack rather than recursion: an archive may nest some thousand levels.
  const waiting = [{ folder, path, above: [folder] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [name, child] of next.folder.folders) {
      const here = childPath(next.path, name);
      const file = next.folder.files.get(name);
      if (file !== undefined) {
        next.folder.files.delete(name);
        const bytes = file.bytes ?? 0;
        for (const link of next.above) addTotals(link, -1, -bytes);
        rejected.push({ path: here, bytes, why: 'a folder has the same path' });
      }
      waiting.push({ folder: child, path: here, above: [...next.above, child] });
    }
  }
}

function newFolder(): FolderNode {
  return { folders: new Map(), files: new Map(), totals: { files: 0, bytes: 0 } };
}

function addTotals(folder: FolderNode, files: number, bytes: number): void {
  folder.totals.files += files;
  folder.totals.bytes += bytes;
}
