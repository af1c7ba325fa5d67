import type { SourceFile } from '../../domain/api.ts';
import { decodeFileTable, type FileRow } from '../../index/api.ts';
import type { RepositoryStore, SegmentEntry } from '../../storage/api.ts';

/** The file table of a segment from whichever copy is whole; `index/corrupt` when none is. */
export async function readFileTable(
  store: RepositoryStore,
  entry: SegmentEntry,
): Promise<FileRow[]> {
  try {
    return decodeFileTable(await store.readBlob(entry.files));
  } catch (error) {
    if (entry.filesCopy === null) throw error;
    return decodeFileTable(await store.readBlob(entry.filesCopy));
  }
}

/**
 * The files of a segment as they were read from their source, out of the stored texts; those that are deleted by
 * now, too, so that ordinals stay. `index/corrupt` when a text is damaged.
 */
export async function storedSources(
  store: RepositoryStore,
  entry: SegmentEntry,
): Promise<SourceFile[]> {
  const rows = await readFileTable(store, entry);
  const texts = await Promise.all(entry.texts.map((ref) => store.readBlob(ref)));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return rows.map(
    ({ path, bytes, lastModified, encoding, lossy, language, contentHash, ...place }) => ({
      path,
      bytes,
      lastModified,
      text: decoder.decode(texts[place.textBlob]?.subarray(place.textStart, place.textEnd)),
      encoding,
      lossy,
      language,
      contentHash,
    }),
  );
}
