import type { StagedFile } from './protocol.ts';

const ARCHIVE_NAME = /\.(?:zip|tar|tgz|tar\.gz)$/i;

/** The archive, when the list is one archive and nothing else. */
export function archiveAmong(files: readonly File[]): File | null {
  const [only] = files;
  return files.length === 1 && only !== undefined && ARCHIVE_NAME.test(only.name) ? only : null;
}

/** Paths below the chosen folder, whose own name becomes the repository's; loose files are a repository by themselves. */
export function commonRoot(files: readonly File[]): {
  readonly name: string;
  readonly files: readonly StagedFile[];
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
