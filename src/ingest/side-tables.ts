import type { SkippedEntry } from '../domain/api.ts';
import type { BlobRef, RepositoryStore } from '../storage/api.ts';
import type { FileStat } from './plan.ts';

/**
 * Two small JSON tables beside the segments: the skipped entries that the page shows, and the stats of files that
 * no segment knows (skipped after reading) or knows better (touched without change).
 */
export async function readSkipped(
  store: RepositoryStore,
  ref: BlobRef | null,
): Promise<SkippedEntry[]> {
  return (await readJson(store, ref)) as SkippedEntry[];
}

export async function readStats(
  store: RepositoryStore,
  ref: BlobRef | null,
): Promise<Map<string, FileStat>> {
  const rows = (await readJson(store, ref)) as (readonly [string, number, number])[];
  return new Map(rows.map(([path, bytes, lastModified]) => [path, { bytes, lastModified }]));
}

async function readJson(store: RepositoryStore, ref: BlobRef | null): Promise<unknown[]> {
  if (ref === null) return [];
  return JSON.parse(new TextDecoder().decode(await store.readBlob(ref))) as unknown[];
}

/** Stores a list, or keeps the blob that holds the same list already; null for an empty one. */
export async function writeJson(
  store: RepositoryStore,
  kind: 'skipped' | 'stats',
  value: readonly unknown[],
  before: BlobRef | null,
): Promise<BlobRef | null> {
  if (value.length === 0) return null;
  const payload = new TextEncoder().encode(JSON.stringify(value));
  if (before !== null && before.bytes === payload.length && !store.isDamaged(before.key)) {
    const stored = await store.readBlob(before);
    if (stored.every((byte, index) => byte === payload[index])) return before;
  }
  return store.writeBlob(kind, payload);
}
