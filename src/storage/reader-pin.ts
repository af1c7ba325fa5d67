import type { Generation } from '../domain/api.ts';

/**
 * Readers pin the generation that they read by a shared Web Lock, so that a clean-up in another tab leaves its
 * blobs alone. The lock goes with the tab. Without Web Locks there is nothing to pin by: a search that loses its
 * blobs opens the newest generation.
 */
export async function pin(database: string, generation: Generation): Promise<() => void> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return () => undefined;
  return new Promise((resolve, reject) => {
    locks
      .request(
        nameOf(database, generation),
        { mode: 'shared' },
        () => new Promise<void>((release) => resolve(release)),
      )
      .catch(reject);
  });
}

/** Generations of a database that somebody reads now. */
export async function pinned(database: string): Promise<ReadonlySet<number>> {
  const held = (await globalThis.navigator?.locks?.query())?.held ?? [];
  const prefix = nameOf(database, '' as never);
  return new Set(
    held.flatMap(({ name }) =>
      name?.startsWith(prefix) === true ? [Number(name.slice(prefix.length))] : [],
    ),
  );
}

function nameOf(database: string, generation: Generation): string {
  return `vectorgit:reader:${database}:${generation}`;
}
