import { openSegment, type SegmentReader, Snapshot } from '../index/api.ts';
import type { Manifest, RepositoryStore, SegmentEntry } from '../storage/api.ts';
import { TextCache, TextSource } from './text-source.ts';

/** One generation, decoded and ready to be searched. It is read from start to end of a search. */
export interface OpenedGeneration {
  readonly manifest: Manifest;
  readonly snapshot: Snapshot;
  readonly texts: Pick<TextSource, 'chunk' | 'file'>;
}

/** Keeps the newest generation of one repository open; readers of segments are shared between generations. */
export class OpenedRepository {
  readonly #store: RepositoryStore;
  readonly #cache: TextCache;
  /** By segment id and vectors: a segment with new vectors is opened anew. */
  #readers = new Map<string, Promise<SegmentReader>>();
  #current: Promise<OpenedGeneration | null> | null = null;

  constructor(store: RepositoryStore) {
    this.#store = store;
    this.#cache = new TextCache(store);
  }

  /** Null when nothing was committed yet. */
  current(): Promise<OpenedGeneration | null> {
    if (this.#current === null) {
      const opening = this.#open();
      this.#current = opening;
      opening.catch(() => {
        if (this.#current === opening) this.#current = null;
      });
    }
    return this.#current;
  }

  /** HEAD has moved: the next search opens the newer generation. Searches under way keep theirs. */
  refresh(): void {
    this.#current = null;
  }

  async #open(): Promise<OpenedGeneration | null> {
    const manifest = await this.#store.head();
    if (manifest === null) return null;
    const readers = new Map<string, Promise<SegmentReader>>();
    for (const entry of manifest.segments) {
      const key = `${entry.id} ${entry.vectors?.blob.key ?? ''}`;
      readers.set(key, this.#readers.get(key) ?? this.#read(entry));
    }
    const opened = await Promise.all(readers.values());
    this.#readers = readers;
    const snapshot = new Snapshot(
      opened.map((reader, index) => ({
        reader,
        deletedFiles: new Set((manifest.segments[index] as SegmentEntry).deletedFiles),
      })),
    );
    return { manifest, snapshot, texts: new TextSource(snapshot, manifest.segments, this.#cache) };
  }

  async #read(entry: SegmentEntry): Promise<SegmentReader> {
    const [files, chunks, postings, vectors] = await Promise.all([
      this.#store.readBlob(entry.files),
      this.#store.readBlob(entry.chunks),
      this.#store.readBlob(entry.postings),
      entry.vectors === null ? null : this.#store.readBlob(entry.vectors.blob),
    ]);
    return openSegment({ files, chunks, postings, vectors });
  }
}
