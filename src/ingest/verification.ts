import { hasCode, type VerifyProblem, type VerifyReport } from '../domain/api.ts';
import type { Manifest, RepositoryStore } from '../storage/api.ts';
import { type Damage, damagesAmong, usesOf } from './healing/damage.ts';

export type Findings = Pick<VerifyReport, 'blobs' | 'bytes' | 'orphans' | 'problems'>;

/** Reads and compares every byte of every kept generation; changes nothing. `between` is called after each blob. */
export async function verifyStore(
  store: RepositoryStore,
  between: () => Promise<void>,
): Promise<{ readonly findings: Findings; readonly damages: readonly Damage[] }> {
  const problems: VerifyProblem[] = [];
  try {
    await store.head();
  } catch (error) {
    if (!hasCode(error, 'index/corrupt')) throw error;
    const generation = await store.headGeneration();
    const what = error.message;
    problems.push({ part: 'head', segment: null, generation, what, mended: null });
  }
  const manifests: Manifest[] = [];
  for (const { generation, manifest } of await store.generations()) {
    if (manifest !== null) manifests.push(manifest);
    else {
      const what = 'its bytes are not those of its hash';
      problems.push({ part: 'manifest', segment: null, generation, what, mended: null });
    }
  }
  const uses = usesOf(manifests);
  let bytes = 0;
  const found = await damagesAmong(store, uses, async (read) => {
    bytes += read;
    await between();
  });
  // What a clean-up took meanwhile is no damage, and what was committed meanwhile is no orphan.
  const keys = await store.blobKeys();
  const kept = await store.generations();
  const named = new Set(
    usesOf(kept.flatMap(({ manifest }) => manifest ?? [])).map(({ ref }) => ref.key),
  );
  const damages = found.filter(({ ref }) => named.has(ref.key));
  problems.push(...damages.map((damage) => problemOf(damage, null)));
  const orphans = keys.filter((key) => !named.has(key)).length;
  return { findings: { blobs: uses.length, bytes, orphans, problems }, damages };
}

export function problemOf(
  { ref, segment, manifest, reason }: Damage,
  mended: string | null,
): VerifyProblem {
  return {
    part: ref.kind,
    segment: segment?.id ?? null,
    generation: manifest.generation,
    what: reason,
    mended,
  };
}
