import { hasCode, type VerifyProblem, type VerifyReport } from '../domain/api.ts';
import { type BlobRef, blobsOf, type Manifest, type RepositoryStore } from '../storage/api.ts';

/** Where a blob is used: the newest generation first. */
interface BlobUse {
  readonly ref: BlobRef;
  readonly manifest: Manifest;
}

export type Findings = Pick<VerifyReport, 'blobs' | 'bytes' | 'orphans'> & {
  readonly problems: readonly VerifyProblem[];
};

/** Reads and compares every byte of every kept generation; changes nothing. `between` is called after each blob. */
export async function verifyStore(
  store: RepositoryStore,
  between: () => Promise<void>,
): Promise<Findings> {
  const problems: VerifyProblem[] = [];
  const uses = new Map<string, BlobUse>();
  for (const { generation, manifest } of await store.generations()) {
    if (manifest === null) {
      const what = 'its bytes are not those of its hash';
      problems.push({ part: 'manifest', segment: null, generation, what, mended: null });
      continue;
    }
    for (const ref of blobsOf(manifest)) {
      if (!uses.has(ref.key)) uses.set(ref.key, { ref, manifest });
    }
  }
  try {
    await store.head();
  } catch (error) {
    if (!hasCode(error, 'index/corrupt')) throw error;
    const generation = await store.headGeneration();
    problems.unshift({
      part: 'head',
      segment: null,
      generation,
      what: error.message,
      mended: null,
    });
  }
  let bytes = 0;
  for (const { ref, manifest } of uses.values()) {
    try {
      bytes += (await store.readBlob(ref)).length;
    } catch (error) {
      if (!hasCode(error, 'index/corrupt')) throw error;
      problems.push({
        part: ref.kind,
        segment: segmentOf(manifest, ref),
        generation: manifest.generation,
        what: String(error.details.reason ?? error.message),
        mended: null,
      });
    }
    await between();
  }
  const orphans = (await store.blobKeys()).filter((key) => !uses.has(key)).length;
  return { blobs: uses.size, bytes, orphans, problems };
}

function segmentOf(manifest: Manifest, { key }: BlobRef): string | null {
  const owner = manifest.segments.find((segment) =>
    blobsOf({ ...manifest, segments: [segment], skipped: null, stats: null }).some(
      (blob) => blob.key === key,
    ),
  );
  return owner?.id ?? null;
}
