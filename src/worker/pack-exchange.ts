import {
  DEFAULT_INGEST_SETTINGS,
  type IngestProgress,
  type RepositoryId,
  VectorGitError,
} from '../domain/api.ts';
import { type CheckedPack, checkPack, openPack, packFile, storePack } from '../pack/api.ts';
import { asWriter, type CatalogueRecord, databaseNameOf, type Manifest } from '../storage/api.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import type { ExportedPack } from './protocol.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

/** The event loop is let in this often, so that searches and cancels are heard. */
const YIELD_EVERY_MS = 24;

/** The newest generation of a repository as a file. `repository/not-found` while nothing is committed. */
export async function exportPack(shelf: RepositoryShelf, id: RepositoryId): Promise<ExportedPack> {
  const [record, { store }] = await Promise.all([shelf.record(id), shelf.get(id)]);
  const manifest = await store.head();
  if (manifest === null) {
    throw new VectorGitError('repository/not-found', 'Nothing of this repository is indexed yet', {
      details: { id },
    });
  }
  const { file, report } = await packFile({
    name: record.name,
    manifest,
    readBlob: (ref) => store.readBlob(ref),
    breathe: breathing(null),
  });
  return { file, leftOut: report.leftOut };
}

export interface PackPorts {
  readonly shelf: RepositoryShelf;
  readonly signal: AbortSignal;
  /** Generations that stay of a repository that is renewed. */
  readonly keepGenerations: number;
  readonly onProgress: (
    progress: Pick<IngestProgress, 'name' | 'filesTotal' | 'filesDone' | 'chunksDone'>,
  ) => void;
}

/** Reads every byte of a pack and says whether it can be taken in; nothing is stored. */
export async function readPack(file: Blob, ports: PackPorts): Promise<CheckedPack> {
  const reader = await openPack(file);
  const { name, files } = reader.contents;
  let filesDone = 0;
  let chunksDone = 0;
  ports.onProgress({ name, filesTotal: files, filesDone, chunksDone });
  return checkPack(reader, {
    breathe: breathing(ports.signal),
    onSegment: (segment) => {
      filesDone += segment.files;
      chunksDone += segment.chunks;
      ports.onProgress({ name, filesTotal: files, filesDone, chunksDone });
    },
  });
}

/**
 * Stores a checked pack as a repository. One of the same name that came from a pack is renewed; what came from
 * files of this device is never touched: then the pack gets a name of its own.
 */
export async function takeIn(
  pack: CheckedPack,
  wanted: string | null,
  { shelf, keepGenerations }: PackPorts,
): Promise<{ readonly record: CatalogueRecord; readonly manifest: Manifest }> {
  const name = wanted ?? pack.contents.name;
  let isNew = true;
  const record = await shelf.catalogue.putAmong((records) => {
    const before = records.find((other) => other.name === name && other.source === 'pack');
    isNew = before === undefined;
    const id = before?.id ?? (crypto.randomUUID().replaceAll('-', '').slice(0, 12) as RepositoryId);
    return {
      id,
      name: before?.name ?? freeName(name, new Set(records.map((other) => other.name))),
      database: before?.database ?? databaseNameOf(id, 1),
      source: 'pack',
      handle: null,
      settings: { ...DEFAULT_INGEST_SETTINGS, maxFileBytes: pack.contents.maxFileBytes },
      createdAt: before?.createdAt ?? Date.now(),
    };
  });
  try {
    const manifest = await asWriter(record.id, async () => {
      const { store } = await shelf.hold(record);
      const committed = await storePack(pack, store, () => Date.now());
      await store.collectGarbage(keepGenerations);
      return committed;
    });
    return { record, manifest };
  } catch (error) {
    if (isNew) await shelf.dropUncommitted(record.id);
    throw error;
  }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? `${name} (pack)` : `${name} (pack ${number})`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Lets the event loop in from time to time, and stops when asked to. */
function breathing(signal: AbortSignal | null): () => Promise<void> {
  let yieldedAt = performance.now();
  return async () => {
    if (performance.now() - yieldedAt >= YIELD_EVERY_MS) {
      await eventLoopTurn();
      yieldedAt = performance.now();
    }
    if (signal?.aborted === true) {
      throw new VectorGitError('cancelled', 'Opening the pack was stopped');
    }
  };
}
