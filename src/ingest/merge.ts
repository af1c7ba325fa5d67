import { type SegmentId, VectorGitError } from '../domain/api.ts';
import {
  ChunkTable,
  contentOf,
  decodeFileTable,
  decodeVectors,
  type FileRow,
  SegmentWriter,
  VectorBlockWriter,
} from '../index/api.ts';
import type { Manifest, SegmentEntry } from '../storage/api.ts';
import { GenerationDraft, type OpenedSegment } from './generation-draft.ts';
import type { IngestPorts } from './ingest.ts';
import {
  DEFAULT_MERGE_POLICY,
  type MergeCandidate,
  type MergePolicy,
  planMerge,
} from './merge-policy.ts';
import { storeSegment } from './segment-storing.ts';

export type MergePorts = Pick<
  IngestPorts,
  'store' | 'signal' | 'now' | 'yieldToEventLoop' | 'onCommit' | 'keepGenerations'
>;

/** The event loop is let in this often. */
const YIELD_EVERY_MS = 24;
/** One call writes at most about this many chunks anew; the next call goes on. */
const MAX_CHUNKS_A_CALL = 16_000;

/**
 * Makes few segments of many small ones, and drops what is dead in them, as one commit that changes no answer:
 * texts, rows and vectors are taken as they are, nothing is cut or embedded again. Null when there was nothing to
 * do. Stops at the signal with `cancelled`, and then nothing has changed. Only for the holder of the writer lock.
 */
export async function mergeSegments(
  ports: MergePorts,
  policy: MergePolicy = DEFAULT_MERGE_POLICY,
): Promise<Manifest | null> {
  const { store } = ports;
  const base = await store.head();
  if (base === null) return null;
  // A change of the model is under way: its new vectors belong to the segments as they are.
  if (base.segments.some(({ nextVectors }) => nextVectors !== undefined)) return null;
  const breathe = breathing(ports);
  const opened = new Map<SegmentId, OpenedSegment>();
  for (const entry of base.segments) {
    opened.set(entry.id, { entry, files: decodeFileTable(await store.readBlob(entry.files)) });
  }
  let written = 0;
  while (written < MAX_CHUNKS_A_CALL) {
    const chosen = planMerge([...opened.values()].map(candidateOf), policy);
    if (chosen === null) break;
    const group = chosen.map((id) => opened.get(id) as OpenedSegment);
    const merged = await merge(group, ports, breathe);
    for (const id of chosen) opened.delete(id);
    if (merged !== null) opened.set(merged.entry.id, merged);
    written += merged?.entry.chunkCount ?? 0;
  }
  if ([...opened.keys()].every((id, index) => base.segments[index]?.id === id)) {
    if (opened.size === base.segments.length) return null;
  }
  await breathe();
  const draft = new GenerationDraft([...opened.values()]);
  const { complete, chunkerVersion, rulesVersion, settings, skipped, stats, counts } = base;
  const content = draft.manifest({
    complete,
    chunkerVersion,
    rulesVersion,
    settings,
    skipped,
    skippedCount: counts.skipped,
    stats,
  });
  // It takes the place of its parent: of the same moment, and with what that one told (`takesPlaceOf`).
  const manifest = await store.commit(
    base.generation,
    { ...content, changes: base.changes, restoredFrom: base.restoredFrom },
    base.committedAt,
    base.featureVersion,
  );
  ports.onCommit(manifest);
  await store.collectGarbage(ports.keepGenerations);
  return manifest;
}

function candidateOf({ entry, files }: OpenedSegment): MergeCandidate {
  let deadChunks = 0;
  for (const ordinal of entry.deletedFiles) deadChunks += files[ordinal]?.chunks ?? 0;
  const { vectors } = entry;
  return {
    id: entry.id,
    liveChunks: entry.chunkCount - deadChunks,
    deadChunks,
    vectors:
      vectors === null
        ? ''
        : `${vectors.modelId} ${vectors.modelChecksum} ${vectors.embeddingFormat} ${vectors.dimension}`,
  };
}

/** One segment of the live files of several; null when none is left. */
async function merge(
  group: readonly OpenedSegment[],
  { store }: MergePorts,
  breathe: () => Promise<void>,
): Promise<OpenedSegment | null> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
  const writer = new SegmentWriter((text) => encoder.encode(text));
  const made = group[0]?.entry.vectors ?? null;
  const rows = made === null ? null : new VectorBlockWriter(made.dimension);
  for (const { entry, files } of group) {
    const deleted = new Set(entry.deletedFiles);
    const tables = await tablesOf(entry, files, store);
    for (const [ordinal, row] of files.entries()) {
      if (deleted.has(ordinal)) continue;
      const { file, chunks } = contentOf(tables, ordinal, decode);
      writer.add(file, chunks);
      if (tables.vectors !== null) {
        rows?.add(tables.vectors, row.firstChunk, row.firstChunk + row.chunks);
      }
      await breathe();
    }
  }
  if (writer.fileCount === 0) return null;
  const sealed = writer.seal();
  const entry = await storeSegment(store, sealed);
  const files = decodeFileTable(sealed.files);
  if (made === null || rows === null) return { entry, files };
  const blob = await store.writeBlob('vectors', rows.finish());
  return { entry: { ...entry, vectors: { ...made, blob } }, files };
}

async function tablesOf(
  entry: SegmentEntry,
  files: readonly FileRow[],
  store: MergePorts['store'],
) {
  const chunks = new ChunkTable(await store.readBlob(entry.chunks));
  const texts: Uint8Array[] = [];
  for (const ref of entry.texts) texts.push(await store.readBlob(ref));
  const vectors =
    entry.vectors === null ? null : decodeVectors(await store.readBlob(entry.vectors.blob));
  return { files, chunks, texts, vectors };
}

function breathing({ now, signal, yieldToEventLoop }: MergePorts): () => Promise<void> {
  let yieldedAt = now();
  return async () => {
    if (now() - yieldedAt >= YIELD_EVERY_MS) {
      await yieldToEventLoop();
      yieldedAt = now();
    }
    if (signal.aborted) throw new VectorGitError('cancelled', 'Merging was stopped');
  };
}
