import { invariant, type SkippedEntry, type SourceKind, VectorGitError } from '../domain/api.ts';
import {
  type Directory,
  directoryOfArchive,
  directoryOfEntries,
  directoryOfFacts,
  directoryOfHandle,
} from '../repository/api.ts';
import type { EntryDirectory, IngestSource, StagedFacts } from './protocol-source.ts';

/** A source made readable. */
export interface OpenedSource {
  readonly kind: SourceKind;
  readonly name: string;
  readonly root: Directory;
  /** Left out before the tree could be walked. */
  readonly skipped: readonly SkippedEntry[];
  /** Kept so that a later sync needs no new drop. */
  readonly handle: FileSystemDirectoryHandle | null;
  readonly browserHidesTilde: boolean;
}

/** Files that the page tells of in batches before the ingest that names them. */
export class StagedFiles {
  readonly #files = new Map<string, StagedFacts[]>();

  /** Answers how many files are staged under the id now. */
  add(stagingId: string, files: readonly StagedFacts[]): number {
    const staged = this.#files.get(stagingId) ?? [];
    staged.push(...files);
    this.#files.set(stagingId, staged);
    return staged.length;
  }

  take(stagingId: string): readonly StagedFacts[] {
    const files = this.#files.get(stagingId) ?? [];
    this.#files.delete(stagingId);
    return files;
  }
}

/** Opens what the page handed in; archives are read here. `kept` sources are the caller's. */
export async function openSource(
  source: Exclude<IngestSource, { kind: 'kept' | 'pack' }>,
  staged: StagedFiles,
  entries: EntryDirectory | null,
): Promise<OpenedSource> {
  switch (source.kind) {
    case 'directory':
      return openHandle(source.handle);
    case 'entries':
      invariant(entries !== null, 'a source of entries comes with its proxy');
      return plain('files', source.name, directoryOfEntries(entries));
    case 'staged':
      invariant(entries !== null, 'a source of staged files comes with its proxy');
      return plain(
        'files',
        source.name,
        directoryOfFacts(staged.take(source.stagingId), (path) => entries.file(path)),
      );
    case 'archive': {
      const { root, name, skipped } = await directoryOfArchive(source.file);
      return { ...plain('archive', name, root), skipped };
    }
  }
}

export async function openHandle(handle: FileSystemDirectoryHandle): Promise<OpenedSource> {
  const permission = await permissionOf(handle);
  if (permission !== 'granted') {
    throw new VectorGitError(
      'repository/permission-denied',
      `The browser no longer lets VectorGit read the folder ${handle.name}`,
      { details: { permission } },
    );
  }
  return {
    ...plain('directory', handle.name, directoryOfHandle(handle)),
    handle,
    browserHidesTilde: true,
  };
}

/** Chromium's extension of handles; a handle without it (the origin's private folder) can be read. */
async function permissionOf(handle: FileSystemDirectoryHandle): Promise<PermissionState> {
  const asking = handle as FileSystemDirectoryHandle & {
    queryPermission?: (options: { mode: 'read' }) => Promise<PermissionState>;
  };
  return (await asking.queryPermission?.({ mode: 'read' })) ?? 'granted';
}

function plain(kind: SourceKind, name: string, root: Directory): OpenedSource {
  return { kind, name, root, skipped: [], handle: null, browserHidesTilde: false };
}
