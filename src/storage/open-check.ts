import type { Canary, Generation } from '../domain/api.ts';
import { blobsOf, type Manifest } from './manifest.ts';
import type { RepositoryStore } from './repository-store.ts';

/**
 * What the check at the start finds, worst first. It reads HEAD, manifests and the names of blobs, and no blob:
 * each blob's bytes are compared at its first use.
 */
export type StoreCheck =
  /** Something was committed once, and nothing is there. */
  | { readonly state: 'wiped'; readonly lost: Generation }
  /** HEAD or its manifest is damaged; `newest` is the newest generation whose manifest is whole. */
  | { readonly state: 'head-damaged'; readonly newest: Manifest | null; readonly top: Generation }
  /** The browser has gone back to an older state than it had confirmed. */
  | { readonly state: 'rewound'; readonly manifest: Manifest; readonly lost: Generation }
  | { readonly state: 'parts-missing'; readonly manifest: Manifest; readonly missing: number }
  | { readonly state: 'whole'; readonly manifest: Manifest | null };

/** Compares the page's canary, HEAD, the manifest and the names of the blobs that are there. */
export async function checkStore(
  store: RepositoryStore,
  canary: Pick<Canary, 'generation' | 'manifestHash'> | null,
): Promise<StoreCheck> {
  const { newest, top, isHeadWhole } = await store.inspectHead();
  if (newest === null && isHeadWhole) {
    return canary === null || canary.generation === 0
      ? { state: 'whole', manifest: null }
      : { state: 'wiped', lost: canary.generation };
  }
  if (newest === null || !isHeadWhole) return { state: 'head-damaged', newest, top };
  if (canary !== null && canary.generation > newest.generation) {
    return { state: 'rewound', manifest: newest, lost: canary.generation };
  }
  const present = new Set(await store.blobKeys());
  const missing = blobsOf(newest).filter(({ key }) => !present.has(key)).length;
  return missing > 0
    ? { state: 'parts-missing', manifest: newest, missing }
    : { state: 'whole', manifest: newest };
}
