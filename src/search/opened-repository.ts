import { hasCode } from '../domain/api.ts';
import { GramFilter, openSegment, type SegmentReader, Snapshot } from '../index/api.ts';
import type { BlobRef, Manifest, RepositoryStore, SegmentEntry } from '../storage/api.ts';
import type { LeftOut, OpenedGeneration } from './opened-generation.ts';
import { prepareVectors } from './ranking/centred-cosines.ts';
import { preparePaths } from './ranking/file-catalogue.ts';
import { TextCache, TextSource } from './text-source.ts';

/** A generation that is held open by its readers. */
interface Held {
  readonly generation: OpenedGeneration;
  /** Ends the pin that keeps its blobs from being collected. */
  readonly release: () => void;
  readers: number;
  superseded: boolean;
}

/** Times that a commit may overtake the opening. */
const MOST_OPENINGS = 5;

/** Keeps the newest generation of one repository open; readers of segments are shared between generations. */
export class OpenedRepository {
  readonly #store: RepositoryStore;
  readonly #cache: TextCache;
  /** By key of the blob; those of segments that are gone are dropped at the next opening. */
  #grams = new Map<string, Promise<GramFilter | null>>();
  /** By segment id and vectors: a segment with new vectors is opened anew. */
  #readers = new Map<string, SegmentReader>();
  #current: Promise<Held | null> | null = null;

  constructor(store: RepositoryStore) {
    this.#store = store;
    this.#cache = new TextCache(store);
  }

  /** Null when nothing was committed yet. For work that may outlive the next commit use `reading`. */
  async current(): Promise<OpenedGeneration | null> {
    return (await this.#held())?.generation ?? null;
  }

  /** Runs `work` on the newest generation, whose blobs stay until it has ended; null when nothing was committed. */
  async reading<Value>(
    work: (generation: OpenedGeneration) => Promise<Value>,
  ): Promise<Value | null> {
    const held = await this.#held();
    if (held === null) return null;
    held.readers++;
    try {
      return await work(held.generation);
    } finally {
      held.readers--;
      letGo(held);
    }
  }

  /** HEAD has moved, or damage was mended: the next search opens anew. Searches under way keep theirs. */
  refresh(): void {
    const old = this.#current;
    this.#current = null;
    old?.then(
      (held) => {
        if (held === null) return;
        held.superseded = true;
        letGo(held);
      },
      () => undefined,
    );
  }

  #held(): Promise<Held | null> {
    if (this.#current === null) {
      const opening = this.#open();
      this.#current = opening;
      opening.catch(() => {
        if (this.#current === opening) this.#current = null;
      });
    }
    return this.#current;
  }

  async #open(): Promise<Held | null> {
    for (let attempt = 1; ; attempt++) {
      const manifest = await this.#store.head();
      if (manifest === null) return null;
      const release = await this.#store.pin(manifest.generation);
      // Between reading and pinning the generation may have become old enough to be collected.
      const isNewest = (await this.#store.headGeneration()) === manifest.generation;
      if (isNewest || attempt === MOST_OPENINGS) {
        try {
          const generation = await this.#decode(manifest);
          return { generation, release, readers: 0, superseded: false };
        } catch (error) {
          release();
          throw error;
        }
      }
      release();
    }
  }

  async #decode(manifest: Manifest): Promise<OpenedGeneration> {
    const leftOut: LeftOut[] = [];
    const readers = new Map<string, SegmentReader>();
    const opened = await Promise.all(
      manifest.segments.map(async (entry) => {
        const reader = await this.#segment(entry, leftOut);
        const hasAll = entry.vectors === null || reader?.vectors !== null;
        if (reader !== null && hasAll) readers.set(readerKey(entry), reader);
        return reader === null ? [] : [{ reader, entry }];
      }),
    );
    this.#readers = readers;
    const whole = opened.flat();
    const snapshot = new Snapshot(
      whole.map(({ reader, entry }) => ({ reader, deletedFiles: new Set(entry.deletedFiles) })),
    );
    const entries = whole.map(({ entry }) => entry);
    const named = new Set(entries.map(({ grams }) => grams?.key));
    this.#grams = new Map([...this.#grams].filter(([key]) => named.has(key)));
    return {
      manifest,
      snapshot,
      entries,
      texts: new TextSource(snapshot, entries, this.#cache),
      grams: (segment) => this.#gramsOf(entries[segment]?.grams ?? null),
      leftOut,
    };
  }

  /** Only phrases and expressions need it, so it is not read at opening. Without it, or damaged, all texts are read. */
  #gramsOf(ref: BlobRef | null): Promise<GramFilter | null> {
    if (ref === null) return Promise.resolve(null);
    const known = this.#grams.get(ref.key);
    if (known !== undefined) return known;
    const reading = this.#store.readBlob(ref).then(
      (bytes) => new GramFilter(bytes),
      (error: unknown) => {
        if (hasCode(error, 'index/corrupt')) return null;
        this.#grams.delete(ref.key);
        throw error;
      },
    );
    this.#grams.set(ref.key, reading);
    return reading;
  }

  /** Null when it cannot be searched; without vectors when only those are damaged. */
  async #segment(entry: SegmentEntry, leftOut: LeftOut[]): Promise<SegmentReader | null> {
    const known = this.#readers.get(readerKey(entry));
    try {
      // Texts are read when a hit is shown. One that was found damaged then must not be met again.
      for (const ref of entry.texts)
        if (this.#store.isDamaged(ref.key)) await this.#store.readBlob(ref);
      return known ?? (await this.#read(entry, entry.vectors?.blob ?? null));
    } catch (error) {
      if (!hasCode(error, 'index/corrupt')) throw error;
      leftOut.push({ segment: entry, error });
      const blob = entry.vectors?.blob;
      const areVectorsAlone = blob !== undefined && error.details.key === blob.key;
      return areVectorsAlone ? this.#read(entry, null).catch(() => null) : null;
    }
  }

  async #read(entry: SegmentEntry, vectorsBlob: BlobRef | null): Promise<SegmentReader> {
    const { files, chunks, postings } = entry;
    const refs = [files, chunks, postings, ...(vectorsBlob === null ? [] : [vectorsBlob])];
    const [first, second, third, vectors = null] = (await this.#store.readBlobs(refs)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array?,
    ];
    const reader = openSegment({ files: first, chunks: second, postings: third, vectors });
    // While the browser reads the next segments this thread has nothing else to do; the first search need not do it then.
    preparePaths(reader);
    if (entry.deletedFiles.length === 0) prepareVectors(reader);
    return reader;
  }
}

function readerKey(entry: SegmentEntry): string {
  return `${entry.id} ${entry.vectors?.blob.key ?? ''}`;
}

function letGo(held: Held): void {
  if (held.superseded && held.readers === 0) held.release();
}
