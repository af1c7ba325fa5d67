import type { SkippedEntry } from '../../domain/api.ts';
import type { Directory } from '../directory.ts';
import { isVersionControl } from '../excludes.ts';
import { pathTree, type TreeFile } from '../path-tree.ts';
import type { ArchiveContent } from './archive-content.ts';
import { ARCHIVE_LIMITS, type ArchiveLimits, invalidArchive } from './archive-limits.ts';
import { readTar } from './tar-archive.ts';
import { parseTarHeader, TAR_BLOCK } from './tar-header.ts';
import { readZip } from './zip-archive.ts';

export interface OpenedArchive {
  readonly root: Directory;
  /** Of the folder that the archive wraps everything in, else of the archive without its ending. */
  readonly name: string;
  /** Entries that cannot be part of the tree: unsafe names, encrypted ones, links, doubles. */
  readonly skipped: readonly SkippedEntry[];
}

/** What the packer of macOS adds beside the files: never the repository's. */
const MAC_FOLDER = '__MACOSX/';

/**
 * Opens a .zip, .tar or .tar.gz, told by content. A .zip is read lazily, of the others every file is read now. One folder that
 * wraps everything is taken away. The limits are arguments for tests only.
 * Errors: `repository/archive-invalid` (no such format, damaged, ends early), `repository/archive-limit` (too many entries,
 * too large or too dense when unpacked).
 */
export async function directoryOfArchive(
  file: File,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<OpenedArchive> {
  const content = await readContent(file, limits);
  const top = topFolder(content.files);
  const prefix = top === null ? '' : `${top}/`;
  const inside = (path: string): string =>
    prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path;
  const mac = content.files.filter(({ path }) => path.startsWith(MAC_FOLDER));
  const files =
    mac.length === 0
      ? content.files
      : content.files.filter((one) => !one.path.startsWith(MAC_FOLDER));
  const tree = pathTree(
    files.map((one) => (prefix === '' ? one : { ...one, path: inside(one.path) })),
  );
  return {
    root: tree,
    name: top ?? nameOf(file),
    skipped: [
      ...content.skipped.map((entry) => ({ ...entry, path: inside(entry.path) })),
      ...tree.rejected.map(({ path, bytes, why }): SkippedEntry => {
        return { path, bytes, files: 1, reason: 'unsafe-path', detail: why };
      }),
      ...macEntry(mac),
    ],
  };
}

async function readContent(file: File, limits: ArchiveLimits): Promise<ArchiveContent> {
  const head = new Uint8Array(await file.slice(0, TAR_BLOCK).arrayBuffer());
  if (startsWith(head, [0x1f, 0x8b])) return readTar(file, true, limits);
  if (parseTarHeader(head) !== null) return readTar(file, false, limits);
  const zipped = startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6]);
  // A self-extracting .zip begins with a program.
  if (zipped || /\.zip$/i.test(file.name)) return readZip(file, limits);
  throw invalidArchive('it is no .zip, .tar or .tar.gz');
}

/** The folder that holds every file; null when there is none, or when it is no folder of a repository. */
function topFolder(files: readonly TreeFile[]): string | null {
  let top: string | null = null;
  for (const { path } of files) {
    if (path.startsWith(MAC_FOLDER)) continue;
    const slash = path.indexOf('/');
    if (slash === -1) return null;
    const first = path.slice(0, slash);
    if (top !== null && top !== first) return null;
    top = first;
  }
  return top !== null && isVersionControl(top) ? null : top;
}

function macEntry(files: readonly TreeFile[]): SkippedEntry[] {
  if (files.length === 0) return [];
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  const detail = `built-in exclude ${MAC_FOLDER} (data of the operating system)`;
  return [{ path: MAC_FOLDER, bytes, files: files.length, reason: 'excluded', detail }];
}

function nameOf(file: File): string {
  const base = file.name.slice(file.name.lastIndexOf('/') + 1);
  return base.replace(/(?:\.tar)?\.(?:zip|tar|gz|tgz)$/i, '') || 'archive';
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
