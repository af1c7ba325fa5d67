import { failPoint } from './fail-point.ts';
import {
  blobsOf,
  type Manifest,
  type ManifestRecord,
  parseManifest,
  replacedAmong,
} from './manifest.ts';
import { pinned } from './reader-pin.ts';
import type { Records } from './records.ts';
import type { RepositoryStores } from './schema.ts';

export interface Collected {
  readonly blobs: number;
  readonly generations: number;
}

/** The newest generation and one to fall back to are kept even where they are checkpoints. */
const FALLBACK_DEPTH = 2;

/**
 * Deletes generations older than the newest `keep` complete ones that have no label and no reader, checkpoints that
 * a complete generation has followed, generations that were merged, and every blob that no kept generation names:
 * those of aborted ingests too. Only for the holder of the writer lock.
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
    const wanted = generationsToKeep(
      known.flatMap(({ manifest }) => (manifest === null ? [] : [manifest])),
      keep,
    );
    const kept = known.filter(
      ({ record: { generation } }) =>
        wanted.has(generation) || labels.includes(generation) || read.has(generation),
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

/** A checkpoint is a step of an ingest, no state that a person would go back to; nor is what a merge took the place of. */
function generationsToKeep(manifests: readonly Manifest[], keep: number): ReadonlySet<number> {
  const newestFirst = [...manifests].sort((a, b) => b.generation - a.generation);
  const replaced = replacedAmong(manifests);
  const complete = newestFirst.filter(
    ({ complete, generation }) => complete && !replaced.has(generation),
  );
  const underWay = newestFirst.slice(
    0,
    complete[0] === undefined ? newestFirst.length : newestFirst.indexOf(complete[0]),
  );
  return new Set(
    [
      ...underWay.slice(0, Math.max(1, keep)),
      ...complete.slice(0, Math.max(1, keep)),
      ...newestFirst.slice(0, Math.min(FALLBACK_DEPTH, keep)),
    ].map((manifest) => manifest.generation),
  );
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
