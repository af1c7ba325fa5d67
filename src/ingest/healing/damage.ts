import { type Generation, hasCode } from '../../domain/api.ts';
import {
  type BlobRef,
  blobsOf,
  type Manifest,
  type RepositoryStore,
  type SegmentEntry,
} from '../../storage/api.ts';

/** A stored blob that is not what its manifest says. */
export interface Damage {
  readonly ref: BlobRef;
  /** Null for the tables beside the segments. */
  readonly segment: SegmentEntry | null;
  /** The newest generation that needs it. */
  readonly manifest: Manifest;
  /** `missing`, `length`, `checksum`, `unreadable` … */
  readonly reason: string;
}

/** One blob and the newest generation that needs it. */
export type BlobUse = Omit<Damage, 'reason'>;

/** Every blob that the generations name, once, with the newest of them. */
export function usesOf(newestFirst: readonly Manifest[]): BlobUse[] {
  const uses = new Map<string, BlobUse>();
  for (const manifest of newestFirst) {
    const add = (segment: SegmentEntry | null, refs: readonly BlobRef[]) => {
      for (const ref of refs) {
        if (!uses.has(ref.key)) uses.set(ref.key, { ref, segment, manifest });
      }
    };
    for (const segment of manifest.segments) add(segment, blobsOf(only(manifest, segment)));
    add(null, blobsOf({ ...manifest, segments: [] }));
  }
  return [...uses.values()];
}

function only(manifest: Manifest, segment: SegmentEntry): Manifest {
  return { ...manifest, segments: [segment], skipped: null, stats: null };
}

/** Reads the blobs; those that are damaged. `between` is called after each. */
export async function damagesAmong(
  store: RepositoryStore,
  uses: readonly BlobUse[],
  between: (bytes: number) => Promise<void>,
): Promise<Damage[]> {
  const damages: Damage[] = [];
  for (const use of uses) {
    try {
      await store.readBlob(use.ref);
    } catch (error) {
      if (!hasCode(error, 'index/corrupt')) throw error;
      damages.push({ ...use, reason: String(error.details.reason ?? error.message) });
    }
    await between(use.ref.bytes);
  }
  return damages;
}

/** As a person reads it. */
export function damageText({ ref, segment }: BlobUse, generation: Generation): string {
  const part = {
    files: 'the list of files',
    chunks: 'the table of chunks',
    postings: 'the word index',
    grams: 'the filter of texts',
    text: 'a stored text',
    vectors: 'the vectors',
    skipped: 'the list of files left out',
    stats: 'the table of file times',
  }[ref.kind];
  return segment === null
    ? `${part} of generation ${generation}`
    : `${part} of a segment with ${segment.fileCount} files`;
}
