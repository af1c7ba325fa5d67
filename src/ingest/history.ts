import {
  type FileChange,
  type Generation,
  type GenerationSummary,
  VectorGitError,
} from '../domain/api.ts';
import { decodeFileTable, type FileRow } from '../index/api.ts';
import {
  blobsOf,
  type Manifest,
  type RepositoryStore,
  replacedAmong,
  storedBytes,
} from '../storage/api.ts';

/**
 * The kept generations, newest first. One that a merge took the place of is not told beside it, unless it has a label.
 * Reads no blob.
 */
export async function historyOf(store: RepositoryStore): Promise<GenerationSummary[]> {
  const [kept, keys, current] = await Promise.all([
    store.generations(),
    store.blobKeys(),
    store.headGeneration(),
  ]);
  const present = new Set(keys);
  const merged = replacedAmong(kept.flatMap(({ manifest }) => manifest ?? []));
  const told = kept.filter(({ generation, label }) => !merged.has(generation) || label !== null);
  return told.map(({ generation, manifest, label }) => {
    const known = { generation, label, current: generation === current };
    return manifest === null
      ? { ...known, ...UNREADABLE }
      : {
          ...known,
          parent: manifest.parent,
          committedAt: manifest.committedAt,
          complete: manifest.complete,
          restoredFrom: manifest.restoredFrom,
          files: manifest.counts.files,
          chunks: manifest.counts.chunks,
          embedded: manifest.counts.embedded,
          bytes: storedBytes(manifest),
          model:
            manifest.segments.find(({ vectors }) => vectors !== null)?.vectors?.modelId ?? null,
          changes: manifest.changes,
          damaged: blobsOf(manifest).some(({ key }) => !present.has(key) || store.isDamaged(key)),
        };
  });
}

/** What is shown of a generation whose manifest is damaged. */
const UNREADABLE = {
  parent: 0 as Generation,
  committedAt: 0,
  complete: false,
  restoredFrom: null,
  files: 0,
  chunks: 0,
  embedded: 0,
  bytes: 0,
  model: null,
  changes: { filesAdded: 0, filesChanged: 0, filesRemoved: 0, chunksAdded: 0, chunksRemoved: 0 },
  damaged: true,
};

/** The files that `to` has otherwise than `from`, by path. `repository/not-found` for a generation that is gone. */
export async function diffOf(
  store: RepositoryStore,
  from: Generation,
  to: Generation,
): Promise<FileChange[]> {
  const kept = new Map(
    (await store.generations()).map(({ generation, manifest }) => [generation, manifest]),
  );
  const [before, after] = await Promise.all(
    [from, to].map((generation) => {
      const manifest = kept.get(generation);
      if (manifest === undefined || manifest === null) {
        throw new VectorGitError('repository/not-found', 'There is no such generation', {
          details: { generation },
        });
      }
      return liveFiles(store, manifest);
    }),
  );
  const changes: FileChange[] = [];
  for (const [path, row] of after ?? []) {
    const old = before?.get(path);
    if (old === undefined) {
      changes.push({ path, change: 'added', chunksBefore: 0, chunksAfter: row.chunks });
    } else if (old.contentHash !== row.contentHash || old.chunks !== row.chunks) {
      changes.push({
        path,
        change: 'changed',
        chunksBefore: old.chunks,
        chunksAfter: row.chunks,
      });
    }
  }
  for (const [path, row] of before ?? []) {
    if (after?.has(path)) continue;
    changes.push({ path, change: 'removed', chunksBefore: row.chunks, chunksAfter: 0 });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function liveFiles(
  store: RepositoryStore,
  manifest: Manifest,
): Promise<Map<string, FileRow>> {
  const live = new Map<string, FileRow>();
  for (const segment of manifest.segments) {
    const deleted = new Set(segment.deletedFiles);
    for (const [ordinal, row] of decodeFileTable(await store.readBlob(segment.files)).entries()) {
      if (!deleted.has(ordinal)) live.set(row.path, row);
    }
  }
  return live;
}
