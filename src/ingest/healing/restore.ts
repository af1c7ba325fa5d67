import type { Chunker } from '../../chunking/api.ts';
import { hasCode } from '../../domain/api.ts';
import type { Embedder } from '../../embedding/api.ts';
import { type SealedSegment, SegmentWriter } from '../../index/api.ts';
import type { RepositoryStore, SegmentEntry } from '../../storage/api.ts';
import { vectorBytesOf, vectorsIdentity } from '../embedding-pass.ts';
import { hasVectorsOf } from '../generation-draft.ts';
import type { Damage } from './damage.ts';
import { readFileTable, storedContents } from './segment-texts.ts';
import type { SourceTexts } from './source-texts.ts';

/** What a heal works with. */
export interface HealPorts {
  readonly store: RepositoryStore;
  readonly chunker: Chunker;
  /** Null while there is no model: vectors are then left for the next ingest. */
  readonly embedder: Embedder | null;
  /** Null when the source cannot be read without the person. */
  readonly source: SourceTexts | null;
  /** Lets the event loop in. */
  readonly between: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly date: () => number;
}

/**
 * Derives the bytes of damaged blobs again and puts them back under their own key. Bytes are put back only when
 * they have the checksum of the manifest, so all generations that name the blob are whole again, and the answers
 * are bit for bit those from before.
 */
export class Restorer {
  readonly #ports: HealPorts;
  readonly #rebuilt = new Map<string, Promise<SealedSegment | null>>();

  constructor(ports: HealPorts) {
    this.#ports = ports;
  }

  /** What was done; null when the same bytes cannot be made from what is there. */
  async restore(damage: Damage): Promise<string | null> {
    const { ref, segment } = damage;
    if (segment === null) return null;
    try {
      switch (ref.kind) {
        case 'files':
          return (await this.#copyFiles(damage, segment)) ? 'copied from its second copy' : null;
        case 'text':
          return (await this.#rereadText(damage, segment)) ? 're-read from its files' : null;
        case 'chunks':
        case 'postings':
        case 'grams': {
          const bytes = (await this.rebuilt(segment))?.[ref.kind];
          const done = bytes !== undefined && (await this.#ports.store.restoreBlob(ref, bytes));
          return done ? 'rebuilt from the stored text' : null;
        }
        case 'vectors':
          return (await this.#embed(damage, segment))
            ? 'embedded again from the stored text'
            : null;
        default:
          return null;
      }
    } catch (error) {
      // What it would be derived from is damaged itself.
      if (hasCode(error, 'index/corrupt')) return null;
      throw error;
    }
  }

  /** The segment made anew from its stored texts; null when one of them is damaged. */
  rebuilt(segment: SegmentEntry): Promise<SealedSegment | null> {
    const known = this.#rebuilt.get(segment.id);
    if (known !== undefined) return known;
    const building = this.#build(segment).catch((error: unknown) => {
      if (hasCode(error, 'index/corrupt')) return null;
      throw error;
    });
    this.#rebuilt.set(segment.id, building);
    return building;
  }

  async #build(segment: SegmentEntry): Promise<SealedSegment> {
    const { store, chunker, between } = this.#ports;
    const encoder = new TextEncoder();
    const writer = new SegmentWriter((text) => encoder.encode(text));
    const { files, chunks } = await storedContents(store, segment);
    for (const [ordinal, file] of files.entries()) {
      // Cutting again would give the same chunks and costs most of the work.
      writer.add(file, chunks?.[ordinal] ?? (await chunker.chunk(file)).chunks);
      await between();
    }
    return writer.seal();
  }

  async #copyFiles({ ref }: Damage, segment: SegmentEntry): Promise<boolean> {
    const other = segment.files.key === ref.key ? segment.filesCopy : segment.files;
    const { store } = this.#ports;
    return other !== null && store.restoreBlob(ref, await store.readBlob(other));
  }

  /** Only when every file of the blob is still as it was. */
  async #rereadText({ ref }: Damage, segment: SegmentEntry): Promise<boolean> {
    const { store, source } = this.#ports;
    if (source === null) return false;
    const blob = segment.texts.findIndex(({ key }) => key === ref.key);
    const rows = (await readFileTable(store, segment)).filter(({ textBlob }) => textBlob === blob);
    const files = await source.read(rows);
    const encoder = new TextEncoder();
    const bytes = new Uint8Array(ref.bytes);
    for (const { path, textStart, textEnd } of rows) {
      const file = files.get(path);
      if (file === undefined) return false;
      const text = encoder.encode(file.text);
      if (text.length !== textEnd - textStart || textEnd > bytes.length) return false;
      bytes.set(text, textStart);
    }
    return store.restoreBlob(ref, bytes);
  }

  async #embed({ ref }: Damage, segment: SegmentEntry): Promise<boolean> {
    const { store, embedder, between } = this.#ports;
    if (embedder === null || !hasVectorsOf(segment, vectorsIdentity(embedder))) return false;
    // Rows of deleted files are zero, and most segments are embedded before any of their files is deleted.
    for (const deletedFiles of [[], segment.deletedFiles]) {
      const entry = { ...segment, deletedFiles };
      const bytes = await vectorBytesOf(entry, store, embedder, between);
      if (await store.restoreBlob(ref, bytes)) return true;
      if (segment.deletedFiles.length === 0) return false;
    }
    return false;
  }
}
