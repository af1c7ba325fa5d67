/**
 * Read access to a tree of files, whatever it comes from: a folder handle, a list of files, dropped entries, an archive.
 * Paths are relative to the root, `/` between segments; '' is the root.
 */
export interface Directory {
  /**
   * What a folder holds, in any order. Rejects as the platform does when the folder is gone or forbidden
   * (`NotFoundError`, `NotAllowedError`): the walker turns that into a skipped entry.
   */
  list(path: string): Promise<readonly DirectoryItem[]>;
}

export type DirectoryItem = FolderItem | FileItem;

export interface FolderItem {
  readonly kind: 'folder';
  readonly name: string;
  /** What lies below, when the source knows it without reading. */
  readonly contains?: FolderTotals;
}

export interface FolderTotals {
  readonly files: number;
  readonly bytes: number;
}

export interface FileItem {
  readonly kind: 'file';
  readonly name: string;
  /** In bytes; null when only `open` can tell. */
  readonly bytes: number | null;
  /** Milliseconds since 1970; null when only `open` can tell. */
  readonly lastModified: number | null;
  /** The bytes as they are now. Called again, it looks again. */
  open(): Promise<OpenedFile>;
}

/** What is behind a file, a `Blob` or bytes that were read already. */
export interface OpenedFile {
  /** In bytes. */
  readonly size: number;
  /** Missing for what has no time of its own. */
  readonly lastModified?: number;
  /** The caller's own; asked for once. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Bytes that were read already: between workers they are handed over, where a `Blob` of them would be copied to the browser and back. */
export function openedBytes(bytes: ArrayBuffer, lastModified?: number): OpenedFile {
  return {
    size: bytes.byteLength,
    ...(lastModified === undefined ? {} : { lastModified }),
    arrayBuffer: async () => bytes,
  };
}

/** The path of a child; the root's children have no slash. */
export function childPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
