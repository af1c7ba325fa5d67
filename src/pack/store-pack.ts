import { NO_GENERATION } from '../domain/api.ts';
import { decodeFileTable } from '../index/api.ts';
import { GenerationDraft, storeSegment } from '../ingest/api.ts';
import type { Manifest, RepositoryStore } from '../storage/api.ts';
import type { CheckedPack } from './check-pack.ts';

/**
 * Stores a checked pack as the next generation of a repository: its whole content, in place of what was there.
 * Vectors keep the model that made them: while this device has another one, meaning waits for new vectors.
 */
export async function storePack(
  pack: CheckedPack,
  store: RepositoryStore,
  date: () => number,
): Promise<Manifest> {
  const { contents } = pack;
  const draft = new GenerationDraft([]);
  for await (const { sealed, vectors } of pack.segments()) {
    const entry = await storeSegment(store, sealed);
    draft.add({ entry, files: decodeFileTable(sealed.files) });
    if (vectors === null) continue;
    const blob = await store.writeBlob('vectors', vectors.payload);
    draft.attachVectors(entry.id, { ...vectors.identity, blob });
  }
  const parent = (await store.head())?.generation ?? NO_GENERATION;
  return store.commit(
    parent,
    draft.manifest({
      complete: contents.complete,
      chunkerVersion: contents.chunkerVersion,
      rulesVersion: contents.rulesVersion,
      settings: { maxFileBytes: contents.maxFileBytes, includeAnyway: [] },
      skipped: null,
      skippedCount: 0,
      stats: null,
    }),
    date(),
  );
}
