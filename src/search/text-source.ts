import type { Snapshot } from '../index/api.ts';
import type { BlobRef, RepositoryStore, SegmentEntry } from '../storage/api.ts';

/** Texts held in memory; the rest is read again from the store. */
const CACHE_BYTES = 64_000_000;

/** Reads stored texts, verified, with the blobs used last kept in memory. */
export class TextCache {
  readonly #store: RepositoryStore;
  /** In order of use, oldest first. */
  readonly #blobs = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  constructor(store: RepositoryStore) {
    this.#store = store;
  }

  read(ref: BlobRef): Promise<Uint8Array> {
    const cached = this.#blobs.get(ref.key);
    if (cached !== undefined) {
      this.#blobs.delete(ref.key);
      this.#blobs.set(ref.key, cached);
      return cached;
    }
    const blob = this.#store.readBlob(ref);
    blob.catch(() => this.#blobs.delete(ref.key));
    this.#blobs.set(ref.key, blob);
    this.#bytes += ref.bytes;
    for (const [key, old] of this.#blobs) {
      if (this.#bytes <= CACHE_BYTES || key === ref.key) break;
      this.#blobs.delete(key);
      old.then(
        (bytes) => {
          this.#bytes -= bytes.length;
        },
        () => undefined,
      );
    }
    return blob;
  }
}

/** Texts of one snapshot's files and chunks. `segments` are parallel to the snapshot's. */
export class TextSource {
  readonly #snapshot: Snapshot;
  readonly #segments: readonly SegmentEntry[];
  readonly #cache: TextCache;
  readonly #decoder = new TextDecoder();

  constructor(snapshot: Snapshot, segments: readonly SegmentEntry[], cache: TextCache) {
    this.#snapshot = snapshot;
    this.#segments = segments;
    this.#cache = cache;
  }

  async file(segment: number, ordinal: number): Promise<string> {
    const file = this.#snapshot.segments[segment]?.reader.files[ordinal];
    const ref = file && this.#segments[segment]?.texts[file.textBlob];
    if (file === undefined || ref === undefined) return '';
    const bytes = await this.#cache.read(ref);
    return this.#decoder.decode(bytes.subarray(file.textStart, file.textEnd));
  }

  async chunk(ordinal: number): Promise<string> {
    const { segment, index, chunk } = this.#snapshot.locate(ordinal);
    const { chunks, files } = segment.reader;
    const file = files[chunks.files[chunk] as number];
    const ref = file && this.#segments[index]?.texts[file.textBlob];
    if (file === undefined || ref === undefined) return '';
    const bytes = await this.#cache.read(ref);
    return this.#decoder.decode(
      bytes.subarray(
        file.textStart + (chunks.byteStarts[chunk] as number),
        file.textStart + (chunks.byteEnds[chunk] as number),
      ),
    );
  }
}
