import type { StorageReport } from '../domain/api.ts';
import { blobsOf } from '../storage/api.ts';
import type { RepositoryShelf } from './repository-shelf.ts';

/** What the repositories take, by kind, and what the browser says of the room there is. */
export async function storageReportOf(shelf: RepositoryShelf): Promise<StorageReport> {
  const manager = globalThis.navigator?.storage;
  const [estimate, persisted, records] = await Promise.all([
    manager?.estimate?.().catch(() => ({})) ?? {},
    manager?.persisted?.().catch(() => false) ?? false,
    shelf.catalogue.list(),
  ]);
  const { usage = 0, quota = 0 } = estimate as StorageEstimate;
  return {
    persisted,
    usage,
    quota,
    home: shelf.home,
    repositories: await Promise.all(records.map(({ id, name }) => reportOf(shelf, id, name))),
  };
}

type RepositoryReport = StorageReport['repositories'][number];

async function reportOf(
  shelf: RepositoryShelf,
  id: RepositoryReport['id'],
  name: string,
): Promise<RepositoryReport> {
  try {
    const { store } = await shelf.get(id);
    const kept = await store.generations();
    const sizes = new Map<string, number>();
    const byKind: Record<string, number> = {};
    for (const { manifest } of kept) {
      for (const { key, kind, bytes } of manifest === null ? [] : blobsOf(manifest)) {
        if (sizes.has(key)) continue;
        sizes.set(key, bytes);
        byKind[kind] = (byKind[kind] ?? 0) + bytes;
      }
    }
    const orphans = (await store.blobKeys()).filter((key) => !sizes.has(key));
    return {
      id,
      name,
      generations: kept.length,
      bytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
      byKind,
      orphanBytes: await store.blobBytes(orphans),
    };
  } catch {
    // A repository that cannot be read is listed all the same, so that it can be removed.
    return { id, name, generations: 0, bytes: 0, byKind: {}, orphanBytes: 0 };
  }
}
