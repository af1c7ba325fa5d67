import type { Generation } from '../domain/api.ts';
import { hasCode } from '../domain/api.ts';
import { diffOf } from '../ingest/api.ts';
import type { ChangedFiles, Since, SinceNote } from '../search/api.ts';
import {
  type KeptGeneration,
  type Manifest,
  type RepositoryStore,
  replacedAmong,
} from '../storage/api.ts';

/** One who types asks the same again at each keystroke. */
const known = new WeakMap<
  RepositoryStore,
  { readonly key: string; readonly answer: Promise<ChangedFiles> }
>();

/**
 * The files that generation `head` has otherwise than an older one, from the store's history. A generation that cannot
 * be compared with gives no file and says why; `index/corrupt` when a part of the comparison is damaged.
 */
export function changedSince(
  store: RepositoryStore,
  head: Generation,
  since: Since,
): Promise<ChangedFiles> {
  const key = `${head} ${since}`;
  const last = known.get(store);
  if (last?.key === key) return last.answer;
  const answer = compared(store, head, since);
  known.set(store, { key, answer });
  answer.catch(() => known.delete(store));
  return answer;
}

async function compared(
  store: RepositoryStore,
  head: Generation,
  since: Since,
): Promise<ChangedFiles> {
  const kept = (await store.generations()).filter(({ generation }) => generation <= head);
  const base = since === 'last' ? baseOfLast(kept, head) : baseOf(kept, head, since);
  if (typeof base !== 'number')
    return { paths: base.kind === 'first' ? null : new Set(), note: base };
  const undone = kept.find(
    ({ generation, manifest }) =>
      generation > base && manifest !== null && manifest.restoredFrom !== null,
  );
  const note: SinceNote | null =
    undone?.manifest?.restoredFrom == null
      ? null
      : { kind: 'rolled-back', by: undone.generation, to: undone.manifest.restoredFrom };
  try {
    const changes = await diffOf(store, base, head);
    return { paths: new Set(changes.map(({ path }) => path)), note };
  } catch (error) {
    if (!hasCode(error, 'repository/not-found')) throw error;
    // Collected between the two reads.
    return { paths: new Set(), note: { kind: 'no-base' } };
  }
}

function baseOf(
  kept: readonly KeptGeneration[],
  head: Generation,
  since: Generation,
): Generation | SinceNote {
  if (since > head) return { kind: 'future', newest: head };
  const there = kept.find(({ generation }) => generation === since);
  if (there !== undefined) return there.manifest === null ? { kind: 'unreadable' } : since;
  const nearest = kept.find(({ generation }) => generation < since);
  if (nearest !== undefined) return { kind: 'passed', nearest: nearest.generation };
  return { kind: 'collected', oldest: kept.at(-1)?.generation ?? head };
}

/** Generations that only brought vectors change no file; what a merge took the place of has the files that it has. */
function baseOfLast(all: readonly KeptGeneration[], head: Generation): Generation | SinceNote {
  const replaced = replacedAmong(all.flatMap(({ manifest }) => manifest ?? []));
  const kept = all.filter(({ generation }) => !replaced.has(generation));
  const last = kept.find(({ manifest }) => manifest !== null && changesFiles(manifest));
  const before = kept.find(
    ({ generation, manifest }) =>
      generation < (last?.generation ?? head) && manifest?.complete === true,
  );
  if (before !== undefined) return before.generation;
  // Generation 1 is a checkpoint of the first ingest, or all of it; nothing was ever before.
  const isFirst =
    last === undefined || last.manifest?.changes.filesAdded === last.manifest?.counts.files;
  return { kind: isFirst ? 'first' : 'no-base' };
}

function changesFiles({ changes, restoredFrom }: Manifest): boolean {
  return (
    restoredFrom !== null || changes.filesAdded + changes.filesChanged + changes.filesRemoved > 0
  );
}
