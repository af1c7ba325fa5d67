import { type Generation, NO_CHANGES } from '../../domain/api.ts';
import type { Manifest, RepositoryStore } from '../../storage/api.ts';
import { type Damage, damagesAmong, usesOf } from './damage.ts';
import { replaceDamaged } from './replace.ts';
import { type HealPorts, Restorer } from './restore.ts';

/** A HEAD that points at a whole manifest again. */
export interface MendedHead {
  readonly manifest: Manifest;
  /** The generation that cannot be read any more; null when only the pointer was damaged. */
  readonly lost: Generation | null;
}

export type HeadHealing =
  | { readonly state: 'whole' }
  | ({ readonly state: 'mended' } & MendedHead)
  /** No manifest is whole: there is nothing to point at. */
  | { readonly state: 'gone'; readonly top: Generation };

/**
 * Points HEAD at the newest generation whose manifest is whole. When that is older than what HEAD named, its
 * content is committed as a newer generation, so that numbers never go back. Only for the writer.
 */
export async function healHead(
  store: RepositoryStore,
  date: number,
  seen: Generation | null = null,
): Promise<HeadHealing> {
  const { newest, top: stored, isHeadWhole } = await store.inspectHead();
  const top = Math.max(stored, seen ?? 0) as Generation;
  if (newest === null)
    return isHeadWhole && top === 0 ? { state: 'whole' } : { state: 'gone', top };
  if (isHeadWhole && newest.generation === top) return { state: 'whole' };
  if (!isHeadWhole) await store.pointHead(newest);
  if (newest.generation === top) return { state: 'mended', manifest: newest, lost: null };
  store.countFrom(top);
  const manifest = await store.restore(newest.generation, newest.generation, date);
  return { state: 'mended', manifest, lost: top };
}

export interface Healing {
  /** By key of the damaged blob: what was done. */
  readonly mended: ReadonlyMap<string, string>;
  /** Damage of the current generation that needs its source, or an older generation. */
  readonly left: readonly Damage[];
  /** The generation that the heal has committed; null when bytes were put back or nothing could be done. */
  readonly committed: Manifest | null;
  readonly lost: readonly string[];
}

/**
 * Mends what can be derived: first the very bytes, put back in their place; then, for the current generation, other
 * parts in a new generation. HEAD must be whole. Only for the writer.
 */
export async function healBlobs(damages: readonly Damage[], ports: HealPorts): Promise<Healing> {
  const { store } = ports;
  const mended = new Map<string, string>();
  const restorer = new Restorer(ports);
  const left: Damage[] = [];
  for (const damage of [...damages].sort((a, b) => rank(a) - rank(b))) {
    const done = await restorer.restore(damage);
    if (done === null) left.push(damage);
    else mended.set(damage.ref.key, done);
    await ports.between();
  }
  const current = await store.head();
  if (current === null || left.length === 0) return { mended, left: [], committed: null, lost: [] };
  const needed = new Set(usesOf([current]).map(({ ref }) => ref.key));
  const ofCurrent = left.filter(({ ref }) => needed.has(ref.key));
  const {
    draft,
    mended: replaced,
    lost,
  } = await replaceDamaged(current, ofCurrent, restorer, ports);
  const committed =
    draft === null
      ? null
      : await store.commit(
          current.generation,
          { ...draft, changes: NO_CHANGES },
          ports.date(),
          current.featureVersion,
        );
  for (const [key, done] of replaced) mended.set(key, done);
  return {
    mended,
    left: ofCurrent.filter(({ ref }) => !replaced.has(ref.key)),
    committed,
    lost,
  };
}

/** What others are derived from comes first. */
function rank({ ref }: Damage): number {
  return ['files', 'text', 'chunks', 'postings', 'grams', 'vectors', 'skipped', 'stats'].indexOf(
    ref.kind,
  );
}

/**
 * Commits the content of the newest complete generation, before the current one, whose every byte holds; null when
 * there is none. Only for the writer.
 */
export async function fallBack(
  store: RepositoryStore,
  date: number,
  between: () => Promise<void>,
): Promise<{ readonly from: Manifest; readonly committed: Manifest } | null> {
  const head = await store.headGeneration();
  for (const { generation, manifest } of await store.generations()) {
    if (manifest === null || generation >= head || !manifest.complete) continue;
    const damages = await damagesAmong(store, usesOf([manifest]), between);
    if (damages.length > 0) continue;
    return { from: manifest, committed: await store.restore(generation, head, date) };
  }
  return null;
}
