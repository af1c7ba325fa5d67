/** Turns a folder, a list of files or an archive into source files and skipped entries. */

export { directoryOfArchive, type OpenedArchive } from './archive/directory-of-archive.ts';
export {
  type Directory,
  type DirectoryItem,
  type FileItem,
  type FolderItem,
  type OpenedFile,
  openedBytes,
} from './directory.ts';
export { directoryOfEntries, type RemoteEntries } from './directory-of-entries.ts';
export {
  directoryOfFacts,
  directoryOfFiles,
  type FileAtPath,
  type FileFacts,
  withoutTopFolder,
} from './directory-of-files.ts';
export { directoryOfHandle } from './directory-of-handle.ts';
export {
  type ListedFile,
  type ListingEvent,
  type ListingOptions,
  listRepository,
} from './listing.ts';
export { type ReadOutcome, readSourceFile } from './reading.ts';
export { secretName } from './secrets/secret-names.ts';
export { findSecret } from './secrets/secret-scan.ts';

/**
 * Bumped when a rule changes what is listed or how it is decoded (ignore rules, excludes, secrets, binary, minified, generated,
 * decoding), so that a sync lists again what it has. 1: first rules.
 */
export const REPOSITORY_RULES_VERSION: number = 1;
