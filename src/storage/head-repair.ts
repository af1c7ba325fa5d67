import { type Generation, hasCode, NO_GENERATION } from '../domain/api.ts';
import { decodeManifest, type Manifest, type ManifestRecord } from './manifest.ts';
import type { Records } from './records.ts';
import { HEAD_KEY, type RepositoryStores } from './schema.ts';

/** How the newest whole manifest stands to what HEAD says. */
export interface HeadFinding {
  /** The newest manifest whose hash holds; null when there is none. */
  readonly newest: Manifest | null;
  /** The highest generation that anything tells of; the next one must be above it. */
  readonly top: Generation;
  readonly isHeadWhole: boolean;
}

/** Reads HEAD and all manifests; throws only what the database throws, and `index/format-too-new`. */
export async function inspectHead(records: Records<RepositoryStores>): Promise<HeadFinding> {
  const [head, manifests] = await records.run(['head', 'manifests'], 'read', (tx) =>
    Promise.all([tx.get('head', HEAD_KEY), tx.all('manifests')]),
  );
  const newestFirst = [...manifests].sort((a, b) => b.generation - a.generation);
  let top = Number.isSafeInteger(head?.generation) ? (head?.generation as number) : 0;
  let newest: Manifest | null = null;
  let hash: string | null = null;
  for (const record of newestFirst) {
    top = Math.max(top, record.generation);
    if (newest !== null) break;
    newest = await wholeManifest(record);
    hash = record.hash;
  }
  const isHeadWhole =
    newest === null
      ? head === undefined && manifests.length === 0
      : head?.generation === newest.generation && head.hash === hash;
  return { newest, top: top as Generation, isHeadWhole };
}

/** HEAD points at a whole manifest again. For a HEAD that is damaged while its manifest is not. */
export async function pointHead(
  records: Records<RepositoryStores>,
  manifest: Manifest,
): Promise<void> {
  await records.run(['head', 'manifests'], 'strict', async (tx) => {
    const record = await tx.get('manifests', manifest.generation);
    if (record === undefined) return;
    await tx.put('head', { generation: manifest.generation, hash: record.hash }, HEAD_KEY);
  });
}

/** Takes generations out of the history. */
export async function dropManifests(
  records: Records<RepositoryStores>,
  generations: readonly Generation[],
): Promise<void> {
  await records.run(['manifests'], 'strict', (tx) =>
    Promise.all(generations.map((generation) => tx.delete('manifests', generation))),
  );
}

/** Forgets HEAD and all manifests, none of which is whole: the repository is as one that was never indexed. */
export async function forgetAll(records: Records<RepositoryStores>): Promise<void> {
  await records.run(['head', 'manifests', 'labels'], 'strict', async (tx) => {
    const [manifests, labels] = await Promise.all([tx.keys('manifests'), tx.keys('labels')]);
    await Promise.all([
      tx.delete('head', HEAD_KEY),
      ...manifests.map((key) => tx.delete('manifests', key)),
      ...labels.map((key) => tx.delete('labels', key)),
    ]);
  });
}

/** Null when its bytes are not those of its hash, or it lies under the number of another. May throw `index/format-too-new`. */
export async function wholeManifest(record: ManifestRecord): Promise<Manifest | null> {
  try {
    const manifest = await decodeManifest(record, record.hash);
    return manifest.generation === record.generation && manifest.generation > NO_GENERATION
      ? manifest
      : null;
  } catch (error) {
    // What a newer version wrote is not damaged: nothing of ours may take its place.
    if (hasCode(error, 'index/format-too-new')) throw error;
    return null;
  }
}
