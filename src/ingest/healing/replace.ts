import type { BlobRef, Manifest, ManifestDraft, SegmentEntry } from '../../storage/api.ts';
import { storeSegment } from '../segment-storing.ts';
import { type Damage, damageText } from './damage.ts';
import type { HealPorts, Restorer } from './restore.ts';
import { readFileTable } from './segment-texts.ts';

export interface Replacement {
  /** Null when nothing of the generation could be replaced. */
  readonly draft: ManifestDraft | null;
  /** By key of the damaged blob. */
  readonly mended: ReadonlyMap<string, string>;
  /** What the replaced parts no longer tell; empty when all of it comes back. */
  readonly lost: readonly string[];
}

/**
 * The generation with other parts in the place of damaged ones, for what can be derived but not byte for byte:
 * a segment that another chunker had cut, vectors of another model, the tables beside the segments.
 */
export async function replaceDamaged(
  manifest: Manifest,
  damages: readonly Damage[],
  restorer: Restorer,
  ports: HealPorts,
): Promise<Replacement> {
  const mended = new Map<string, string>();
  const lost: string[] = [];
  const damaged = new Map(damages.map((damage) => [damage.ref.key, damage]));
  const isDamaged = (ref: BlobRef | null): boolean => ref !== null && damaged.has(ref.key);
  let { chunks, embedded, skipped } = manifest.counts;
  const segments: SegmentEntry[] = [];
  for (const entry of manifest.segments) {
    const isBeyond =
      entry.texts.some(isDamaged) ||
      (isDamaged(entry.files) && (entry.filesCopy === null || isDamaged(entry.filesCopy)));
    const cut = [entry.chunks, entry.postings, entry.grams].filter((ref) => ref !== null);
    const isCut = cut.some(isDamaged);
    const vectors = entry.vectors?.blob ?? null;
    const waiting = entry.nextVectors?.blob ?? null;
    if (isBeyond || !(isCut || isDamaged(vectors) || isDamaged(waiting))) {
      segments.push(entry);
      continue;
    }
    const before = await liveChunks(ports, entry);
    const { nextVectors: _, ...present } = entry;
    if (waiting !== null && isDamaged(waiting)) {
      mended.set(waiting.key, 'taken out, to be embedded again');
    }
    if (!isCut && !isDamaged(vectors)) {
      segments.push(present);
      continue;
    }
    let next: SegmentEntry = { ...present, vectors: null };
    if (isCut) {
      const sealed = await restorer.rebuilt(entry);
      if (sealed === null) {
        segments.push(entry);
        continue;
      }
      const { deletedFiles } = entry;
      next = { ...(await storeSegment(ports.store, sealed)), deletedFiles };
      chunks += (await liveChunks(ports, next)) - before;
      for (const ref of cut) {
        if (isDamaged(ref)) mended.set(ref.key, 'cut and indexed again from the stored text');
      }
    }
    if (vectors !== null) {
      embedded -= before;
      if (isDamaged(vectors)) mended.set(vectors.key, 'taken out, to be embedded again');
    }
    segments.push(next);
  }
  const tables = { skipped: manifest.skipped, stats: manifest.stats };
  for (const table of ['skipped', 'stats'] as const) {
    const ref = manifest[table];
    const damage = ref === null ? undefined : damaged.get(ref.key);
    if (ref === null || damage === undefined) continue;
    tables[table] = null;
    mended.set(ref.key, 'taken out; the next sync makes it again');
    if (table === 'skipped') {
      lost.push(damageText(damage, manifest.generation));
      skipped = 0;
    }
  }
  if (mended.size === 0) return { draft: null, mended, lost };
  return {
    draft: {
      ...manifest,
      ...tables,
      segments,
      counts: { ...manifest.counts, chunks, embedded: Math.max(0, embedded), skipped },
      restoredFrom: null,
    },
    mended,
    lost,
  };
}

async function liveChunks({ store }: HealPorts, entry: SegmentEntry): Promise<number> {
  const deleted = new Set(entry.deletedFiles);
  return (await readFileTable(store, entry)).reduce(
    (sum, row, ordinal) => (deleted.has(ordinal) ? sum : sum + row.chunks),
    0,
  );
}
