/** Everything a person can hand to the page, turned into what the engine reads. */
import { isPackName, PACK_EXTENSION, VectorGitError } from '../../domain/api.ts';
import type { IngestInput } from '../../worker/client.ts';
import type { EntryDirectory } from '../../worker/protocol-source.ts';

const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;

/** What file pickers for archives and packs accept. */
export const ARCHIVE_TYPES = '.zip,.tar,.tgz,.tar.gz,.gz,.vgpack';

/** The source's own name, before the engine has given one. */
export function sourceName(input: IngestInput): string {
  switch (input.kind) {
    case 'directory':
      return input.handle.name;
    case 'entries':
      return input.name;
    case 'archive':
      return isPackName(input.file.name)
        ? input.file.name.slice(0, -PACK_EXTENSION.length)
        : input.file.name.replace(ARCHIVE, '');
    case 'files':
      return input.files[0]?.webkitRelativePath.split('/')[0] || 'files';
  }
}

/** Files of an input or a plain list: one archive is unpacked, everything else is one repository. */
export function sourceOfFiles(files: readonly File[]): IngestInput | null {
  const [first] = files;
  if (!first) return null;
  if (files.length === 1 && isWhole(first) && first.webkitRelativePath === '') {
    return { kind: 'archive', file: first };
  }
  return { kind: 'files', files };
}

/** An archive or a pack: a repository by itself. The engine looks into it to tell which. */
function isWhole(file: File): boolean {
  return ARCHIVE.test(file.name) || isPackName(file.name);
}

/**
 * What was dropped. Must be called within the drop event: afterwards the browser has emptied the
 * transfer. Several folders come one by one; loose files together are one repository.
 */
export function sourcesOfDrop(transfer: DataTransfer): Promise<readonly IngestInput[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  // Everything that can be asked for only now, before the first await.
  const pending = items.map((item) => ({
    handle: handleOf(item),
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
  }));
  return readDrop(pending);
}

interface Dropped {
  readonly handle: Promise<FileSystemHandle | null> | null;
  readonly entry: FileSystemEntry | null;
  readonly file: File | null;
}

async function readDrop(dropped: readonly Dropped[]): Promise<readonly IngestInput[]> {
  const sources: IngestInput[] = [];
  const loose: File[] = [];
  for (const { handle, entry, file } of dropped) {
    const given = await handle?.catch(() => null);
    if (given?.kind === 'directory') {
      sources.push({ kind: 'directory', handle: given as FileSystemDirectoryHandle });
    } else if (entry?.isDirectory) {
      const root = entryDirectory(entry as FileSystemDirectoryEntry);
      sources.push({ kind: 'entries', name: entry.name, root });
    } else if (file && isWhole(file)) {
      sources.push({ kind: 'archive', file });
    } else if (file) {
      loose.push(file);
    }
  }
  if (loose.length > 0) sources.push({ kind: 'files', files: loose });
  return sources;
}

function handleOf(item: DataTransferItem): Promise<FileSystemHandle | null> | null {
  const reader = item as DataTransferItem & {
    getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
  };
  return reader.getAsFileSystemHandle?.() ?? null;
}

/** The older drop API as the engine reads it; paths are relative to the folder, empty for itself. */
export function entryDirectory(root: FileSystemDirectoryEntry): EntryDirectory {
  return {
    async list(path) {
      const folder = await directoryAt(root, path);
      const reader = folder.createReader();
      const entries: { readonly name: string; readonly folder: boolean }[] = [];
      // Chromium hands out at most a hundred at a time; an empty batch is the end.
      for (;;) {
        const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
          reader.readEntries(resolve, reject),
        );
        if (batch.length === 0) return entries;
        for (const entry of batch) entries.push({ name: entry.name, folder: entry.isDirectory });
      }
    },
    async file(path) {
      const entry = await new Promise<FileSystemEntry>((resolve, reject) =>
        root.getFile(path, {}, resolve, reject),
      );
      return new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    },
  };
}

function directoryAt(
  root: FileSystemDirectoryEntry,
  path: string,
): Promise<FileSystemDirectoryEntry> {
  const relative = path.replace(/\/$/, '');
  if (relative === '') return Promise.resolve(root);
  return new Promise((resolve, reject) =>
    root.getDirectory(relative, {}, (entry) => resolve(entry as FileSystemDirectoryEntry), reject),
  );
}

/** True when the browser can give a folder that stays readable later. */
export function hasFolderPicker(): boolean {
  return 'showDirectoryPicker' in window;
}

/** Asks for a folder; null when the person thought better of it. Call from a click. */
export async function pickFolder(): Promise<IngestInput | null> {
  const picker = (
    window as unknown as {
      showDirectoryPicker(options: {
        id: string;
        mode: 'read';
      }): Promise<FileSystemDirectoryHandle>;
    }
  ).showDirectoryPicker;
  try {
    const handle = await picker.call(window, { id: 'vectorgit', mode: 'read' });
    return { kind: 'directory', handle };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw new VectorGitError('repository/permission-denied', 'The folder picker failed', {
      cause: error,
    });
  }
}

/** VectorGit's own source, packed at build. */
export const SAMPLE_NAME = 'VectorGit';

export const SAMPLE_QUERIES: readonly string[] = [
  'where are files excluded by ignore rules',
  'reciprocal rank fusion',
  'what happens when the disk is full',
  'BM25 lang:typescript',
];

export async function fetchSample(): Promise<IngestInput> {
  const response = await fetch(new URL('sample/vectorgit.tar.gz', document.baseURI)).catch(
    (cause: unknown) => {
      throw new VectorGitError('repository/archive-invalid', 'The sample cannot be fetched', {
        cause,
      });
    },
  );
  if (!response.ok) {
    throw new VectorGitError('repository/archive-invalid', 'The sample is not where it should be', {
      details: { status: response.status },
    });
  }
  const file = new File([await response.blob()], 'vectorgit.tar.gz', { type: 'application/gzip' });
  return { kind: 'archive', file };
}
