import { isPackName, startsAsPack } from '../domain/api.ts';
import type { EntryDirectory } from './protocol-source.ts';

const ARCHIVE_NAME = /\.(?:zip|tar|tgz|tar\.gz)$/i;

/** The archive, when the list is one archive and nothing else. */
export function archiveAmong(files: readonly File[]): File | null {
  const [only] = files;
  return files.length === 1 && only !== undefined && ARCHIVE_NAME.test(only.name) ? only : null;
}

/** The pack, when the list is one file that says so by its name or begins as one. */
export async function packAmong(files: readonly File[]): Promise<File | null> {
  const [only] = files;
  if (files.length !== 1 || only === undefined || only.webkitRelativePath !== '') return null;
  if (isPackName(only.name)) return only;
  const head = await only
    .slice(0, 16)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  return startsAsPack(new Uint8Array(head)) ? only : null;
}

/** Paths below the chosen folder, whose own name becomes the repository's; loose files are a repository by themselves. */
export function commonRoot(files: readonly File[]): {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly file: File }[];
} {
  const root = files[0]?.webkitRelativePath.split('/', 1)[0] ?? '';
  const isFolder =
    root !== '' && files.every((file) => file.webkitRelativePath.startsWith(`${root}/`));
  return {
    name: isFolder ? root : files.length === 1 ? (files[0]?.name ?? 'files') : 'files',
    files: files.map((file) => ({
      path: isFolder
        ? file.webkitRelativePath.slice(root.length + 1)
        : file.webkitRelativePath || file.name,
      file,
    })),
  };
}

/** Gives files of a list out one by one: of a folder that is given again, few are asked for. */
export function entriesOfFiles(
  files: readonly { readonly path: string; readonly file: File }[],
): EntryDirectory {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  return {
    list: () => Promise.resolve([]),
    file: (path) => {
      const file = byPath.get(path);
      return file === undefined
        ? Promise.reject(new DOMException(path, 'NotFoundError'))
        : Promise.resolve(file);
    },
  };
}
