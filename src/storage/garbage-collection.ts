import { failPoint } from './fail-point.ts';
import { blobsOf, type Manifest, type ManifestRecord, parseManifest } from './manifest.ts';
import { pinned } from './reader-pin.ts';
import type { Records } from './records.ts';
import type { RepositoryStores } from './schema.ts';

export interface Collected {
  readonly blobs: number;
  readonly generations: number;
}

/**
 * Deletes generations older than the newest `keep` that have no label and no reader, and every blob that no kept
 * generation names: those of aborted ingests too. Only for the holder of the writer lock.
 */
export async function collectGarbage(
  records: Records<RepositoryStores>,
  keep: number,
): Promise<Collected> {
  const read = await pinned(records.name);
  return records.run(['manifests', 'labels', 'blobs'], 'relaxed', async (tx) => {
    const [manifests, labels, keys] = await Promise.all([
      tx.all('manifests'),
      tx.keys('labels'),
      tx.keys('blobs'),
    ]);
    const known = manifests.map((record) => ({ record, manifest: readable(record) }));
    const newest = known
      .filter(({ manifest }) => manifest !== null)
      .map(({ record }) => record.generation)
      .sort((a, b) => b - a);
    const oldest = newest[Math.max(1, keep) - 1] ?? newest.at(-1) ?? 0;
    const kept = known.filter(
      ({ record: { generation } }) =>
        generation >= oldest || labels.includes(generation) || read.has(generation),
    );
    const named = new Set(
      kept.flatMap(({ manifest }) => (manifest === null ? [] : blobsOf(manifest))).map(keyOf),
    );
    const orphans = keys.filter((key) => !named.has(String(key)));
    const old = known.filter((candidate) => !kept.includes(candidate));
    await Promise.all([
      ...orphans.map((key) => tx.delete('blobs', key)),
      ...old.map(({ record }) => tx.delete('manifests', record.generation)),
      failPoint?.('collect.inside', tx),
    ]);
    return { blobs: orphans.length, generations: old.length };
  });
}

const keyOf = ({ key }: { readonly key: string }): string => key;

/** A manifest that cannot be read names nothing that could ever be found again. */
function readable(record: ManifestRecord): Manifest | null {
  try {
    return parseManifest(record.json);
  } catch {
    return null;
  }
}
