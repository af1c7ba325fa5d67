import { hasCode, type StorageHome } from '../domain/api.ts';
import { Catalogue } from './catalogue.ts';
import { diskHome, type Home, indexedHome, memoryHome } from './home.ts';
import type { OnOutdated } from './indexed-records.ts';

/** A second and a third name: with one file a database, damage to one leaves other names usable. */
const CATALOGUE_NAMES = ['vectorgit', 'vectorgit-2', 'vectorgit-3'];
const BUCKET = 'vectorgit';

interface BucketHost {
  readonly storageBuckets?: {
    open(name: string): Promise<{ readonly indexedDB: IDBFactory }>;
  };
}

export interface FoundHome {
  readonly home: Home;
  readonly catalogue: Catalogue;
  /** Homes that could not be used, with the browser's words; empty when all is as usual. */
  readonly troubles: readonly string[];
}

/**
 * The first home whose catalogue opens: the origin's database under its usual name or another one, a storage bucket
 * (Chromium: other files, which worked when nothing else did), memory. Each is tried a bounded number of times.
 * `worker/outdated` passes: a newer version owns the database, so nothing of ours may take its place.
 */
export async function findHome(prefer: StorageHome, onOutdated: OnOutdated): Promise<FoundHome> {
  const troubles: string[] = [];
  const disk = async (): Promise<FoundHome | null> => {
    const home = diskHome(onOutdated);
    for (const name of CATALOGUE_NAMES) {
      const catalogue = await opened(home, name, troubles);
      if (catalogue !== null) return { home, catalogue, troubles };
    }
    return null;
  };
  const bucket = async (): Promise<FoundHome | null> => {
    const home = await bucketHome(onOutdated, troubles);
    const catalogue =
      home === null ? null : await opened(home, CATALOGUE_NAMES[0] as string, troubles);
    return home === null || catalogue === null ? null : { home, catalogue, troubles };
  };
  const found =
    prefer === 'bucket'
      ? ((await bucket()) ?? (await disk()))
      : ((await disk()) ?? (await bucket()));
  if (found !== null) return found;
  const home = memoryHome();
  return { home, catalogue: await Catalogue.open(home), troubles };
}

async function bucketHome(onOutdated: OnOutdated, troubles: string[]): Promise<Home | null> {
  try {
    const host = globalThis.navigator as BucketHost | undefined;
    const bucket = await host?.storageBuckets?.open(BUCKET);
    return bucket === undefined ? null : indexedHome('bucket', () => bucket.indexedDB, onOutdated);
  } catch (error) {
    troubles.push(`bucket: ${String(error)}`);
    return null;
  }
}

async function opened(home: Home, name: string, troubles: string[]): Promise<Catalogue | null> {
  try {
    return await Catalogue.open(home, name);
  } catch (error) {
    if (hasCode(error, 'worker/outdated')) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    troubles.push(`${home.kind} ${name}: ${String(cause)}`);
    return null;
  }
}
