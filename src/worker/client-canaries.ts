import type { Canary, RepositoryId } from '../domain/api.ts';

const PREFIX = 'vectorgit:canary:';

/**
 * What the page keeps in localStorage of each commit. It survived every way in which Chromium was seen to wipe or
 * set back IndexedDB, so the engine can tell a loss from a first visit. Without localStorage nothing is kept.
 */
export function keepCanary(canary: Canary): void {
  try {
    localStorage.setItem(PREFIX + canary.repositoryId, JSON.stringify(canary));
  } catch {
    // Full or forbidden: the check at the next start is weaker, nothing else.
  }
}

/** Before a repository is deleted: what comes to an end on purpose is no loss. */
export function dropCanary(id: RepositoryId): void {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // As above.
  }
}

/** All canaries that can be read; garbage is passed over. */
export function keptCanaries(): Canary[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => {
        const canary = parseCanary(localStorage.getItem(key) ?? '');
        return canary === null || key !== PREFIX + canary.repositoryId ? [] : [canary];
      });
  } catch {
    return [];
  }
}

/** Null for anything that is not a canary: what lies in localStorage may be anybody's. */
export function parseCanary(json: string): Canary | null {
  try {
    const value = JSON.parse(json) as Partial<Record<keyof Canary, unknown>> | null;
    const { repositoryId, name, generation, chunks, bytes, manifestHash, time, home, database } =
      value ?? {};
    const isWhole =
      typeof repositoryId === 'string' &&
      /^[\w-]{1,64}$/.test(repositoryId) &&
      typeof name === 'string' &&
      typeof manifestHash === 'string' &&
      typeof database === 'string' &&
      database.startsWith(`vg-${repositoryId}-`) &&
      [generation, chunks, bytes, time].every(
        (number) => typeof number === 'number' && Number.isFinite(number) && number >= 0,
      ) &&
      (home === 'disk' || home === 'bucket' || home === 'memory');
    if (!isWhole) return null;
    return {
      repositoryId,
      name,
      generation,
      chunks,
      bytes,
      manifestHash,
      time,
      home,
      database,
    } as Canary;
  } catch {
    return null;
  }
}
