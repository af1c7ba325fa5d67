import { childPath, type Directory, type DirectoryItem } from './directory.ts';

/**
 * A folder that the person opened (`showDirectoryPicker`, or a dropped folder in Chromium). Sizes and times are known only by
 * opening. Chromium leaves out symbolic links, and names that start with `~`, without a word.
 */
export function directoryOfHandle(handle: FileSystemDirectoryHandle): Directory {
  // Handles of folders that a listing showed, so that going down is one call a folder instead of one a level.
  const known = new Map<string, FileSystemDirectoryHandle>([['', handle]]);

  async function folderAt(path: string): Promise<FileSystemDirectoryHandle> {
    const folder = known.get(path);
    if (folder !== undefined) return folder;
    const slash = path.lastIndexOf('/');
    const parent = await folderAt(slash === -1 ? '' : path.slice(0, slash));
    return parent.getDirectoryHandle(path.slice(slash + 1));
  }

  return {
    async list(path) {
      const folder = await folderAt(path);
      const items: DirectoryItem[] = [];
      for await (const [name, child] of folder.entries()) {
        if (child.kind === 'directory') {
          known.set(childPath(path, name), child as FileSystemDirectoryHandle);
          items.push({ kind: 'folder', name });
        } else {
          const file = child as FileSystemFileHandle;
          items.push({
            kind: 'file',
            name,
            bytes: null,
            lastModified: null,
            open: () => file.getFile(),
          });
        }
      }
      return items;
    },
  };
}
