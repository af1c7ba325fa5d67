import {
  DEFAULT_ENGINE_SETTINGS,
  type Generation,
  NO_CHANGES,
  NO_GENERATION,
  VectorGitError,
} from '../domain/api.ts';
import { type BlobKind, type BlobRef, frame, unframe } from './blob-frame.ts';
import { checksum, loadChecksum } from './checksum.ts';
import { failPoint } from './fail-point.ts';
import { naming } from './failure.ts';
import { type Collected, collectGarbage } from './garbage-collection.ts';
import {
  dropManifests,
  forgetAll,
  type HeadFinding,
  inspectHead,
  pointHead,
  wholeManifest,
} from './head-repair.ts';
import { diskHome, type Home } from './home.ts';
import {
  decodeManifest,
  encodeManifest,
  FEATURE_VERSION,
  FORMAT_VERSION,
  type Manifest,
  type ManifestDraft,
} from './manifest.ts';
import { pin } from './reader-pin.ts';
import type { Mode, Records, StoreOf, Transaction } from './records.ts';
import { HEAD_KEY, REPOSITORY_STORES, type RepositoryStores } from './schema.ts';

/** A kept generation: its number, and its manifest when that is whole. */
export interface KeptGeneration {
  readonly generation: Generation;
  readonly manifest: Manifest | null;
  readonly label: string | null;
}

/** What is to become a blob. */
export interface UnstoredBlob {
  readonly kind: BlobKind;
  readonly payload: Uint8Array;
}

interface FramedBlob {
  readonly ref: BlobRef;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Errors of the database that concern one record, while others can be read. */
const RECORD_ERRORS: ReadonlySet<string> = new Set([
  'NotReadableError',
  'UnknownError',
  'DataError',
]);

/**
 * One repository's blobs and manifests. A commit is there wholly or not at all:
 * blobs are written first, each in a transaction of its own, and nothing points at them; one strict transaction
 * then puts the manifest and moves HEAD, and only if HEAD is still where the writer started.
 */
export class RepositoryStore {
  readonly name: string;
  readonly #records: Records<RepositoryStores>;
  /** Keys of blobs that were found damaged in this session: quarantined until they are restored. */
  readonly #damaged = new Set<string>();
  /** The next generation is above it. */
  #floor = NO_GENERATION as number;

  /** For tests of faults; others use `open`. */
  constructor(records: Records<RepositoryStores>) {
    this.name = records.name;
    this.#records = records;
  }

  static async open(name: string, home: Home = diskHome()): Promise<RepositoryStore> {
    await loadChecksum();
    return new RepositoryStore(
      await naming('open the index', () => home.open(name, REPOSITORY_STORES)),
    );
  }

  #run<Value>(
    what: string,
    stores: readonly StoreOf<RepositoryStores>[],
    mode: Mode,
    work: (tx: Transaction<RepositoryStores>) => Promise<Value>,
  ): Promise<Value> {
    return naming(what, () => this.#records.run(stores, mode, work));
  }

  /**
   * The manifest of the newest generation, verified; null when nothing was committed. `index/corrupt` when HEAD or
   * its manifest is damaged.
   */
  async head(): Promise<Manifest | null> {
    const found = await this.#run('read the index', ['head', 'manifests'], 'read', async (tx) => {
      const head = await tx.get('head', HEAD_KEY);
      if (head === undefined) {
        const lost = (await tx.keys('manifests')).length > 0;
        return lost ? { head: { generation: NO_GENERATION, hash: '' }, record: undefined } : null;
      }
      return { head, record: await tx.get('manifests', head.generation) };
    });
    if (found === null) return null;
    const manifest = await decodeManifest(found.record, found.head.hash);
    if (manifest.generation !== found.head.generation) {
      throw new VectorGitError(
        'index/corrupt',
        'HEAD points at the manifest of another generation',
        {
          details: { head: found.head.generation, manifest: manifest.generation },
        },
      );
    }
    return manifest;
  }

  /** Where HEAD points, whether or not a whole manifest is there. */
  async headGeneration(): Promise<Generation> {
    const head = await this.#run('read the index', ['head'], 'read', (tx) =>
      tx.get('head', HEAD_KEY),
    );
    return head?.generation ?? NO_GENERATION;
  }

  /** Stores a payload under a new key. Nothing sees it until a manifest that names it is committed. */
  async writeBlob(kind: BlobKind, payload: Uint8Array): Promise<BlobRef> {
    const [ref] = await this.writeBlobs([{ kind, payload }]);
    return ref as BlobRef;
  }

  /** The same of several in one transaction: all of them are stored, or none. Refs in their order. */
  async writeBlobs(parts: readonly UnstoredBlob[]): Promise<BlobRef[]> {
    const framed = parts.map(({ kind, payload }): FramedBlob => {
      const key = `${kind}/${crypto.randomUUID()}`;
      const ref = { key, kind, bytes: payload.length, checksum: checksum(payload) };
      return { ref, bytes: frame(ref, payload) };
    });
    await failPoint?.('blob.before');
    await this.#put(framed);
    await failPoint?.('blob.after');
    return framed.map(({ ref }) => ref);
  }

  async #put(blobs: readonly FramedBlob[]): Promise<void> {
    await this.#run('store a part of the index', ['blobs'], 'relaxed', (tx) =>
      Promise.all([
        ...blobs.map(({ ref, bytes }) => tx.put('blobs', bytes, ref.key)),
        failPoint?.('blob.inside', tx),
      ]),
    );
  }

  /**
   * Puts the bytes of a damaged blob back: every generation that names it is whole again. False, and nothing is
   * written, when the bytes are not those that it must have.
   */
  async restoreBlob(ref: BlobRef, payload: Uint8Array): Promise<boolean> {
    if (payload.length !== ref.bytes || checksum(payload) !== ref.checksum) return false;
    await this.#put([{ ref, bytes: frame(ref, payload) }]);
    this.#damaged.delete(ref.key);
    return true;
  }

  /** The payload, verified against the manifest's length and checksum: `index/corrupt` otherwise. */
  async readBlob(ref: BlobRef): Promise<Uint8Array> {
    return this.#verified(ref, () => this.#stored(ref));
  }

  /** The same of several, read in one transaction. */
  async readBlobs(refs: readonly BlobRef[]): Promise<Uint8Array[]> {
    let stored: unknown[];
    try {
      stored = await this.#records.run(['blobs'], 'read', (tx) =>
        Promise.all(refs.map(({ key }) => tx.get('blobs', key))),
      );
    } catch {
      // Read one by one, the one that fails is told from the others: a failure may end what else is under way.
      const payloads: Uint8Array[] = [];
      for (const ref of refs) payloads.push(await this.readBlob(ref));
      return payloads;
    }
    return Promise.all(refs.map((ref, index) => this.#verified(ref, () => stored[index])));
  }

  async #verified(ref: BlobRef, stored: () => unknown): Promise<Uint8Array> {
    try {
      const payload = unframe(await stored(), ref);
      this.#damaged.delete(ref.key);
      return payload;
    } catch (error) {
      if (error instanceof VectorGitError && error.code === 'index/corrupt') {
        this.#damaged.add(ref.key);
      }
      throw error;
    }
  }

  async #stored({ key, kind }: BlobRef): Promise<unknown> {
    try {
      return await this.#records.run(['blobs'], 'read', (tx) => tx.get('blobs', key));
    } catch (error) {
      // The record alone, or the whole database? HEAD lies in another record.
      if (RECORD_ERRORS.has((error as Error | null)?.name ?? '')) {
        await this.headGeneration();
        throw new VectorGitError(
          'index/corrupt',
          'A stored part of the index cannot be read: unreadable',
          { details: { key, kind, reason: 'unreadable' }, cause: error },
        );
      }
      return naming('read a part of the index', () => Promise.reject(error));
    }
  }

  /** True once a read has found the blob damaged or missing. */
  isDamaged(key: string): boolean {
    return this.#damaged.has(key);
  }

  /** The next commits are numbered above this generation, which the browser has lost. */
  countFrom(generation: Generation): void {
    this.#floor = Math.max(this.#floor, generation);
  }

  /**
   * Makes `draft` the next generation after `parent`.
   * `index/stale-writer` when HEAD is no longer `parent`: the caller's work was made from something old.
   */
  async commit(
    parent: Generation,
    draft: ManifestDraft,
    committedAt: number,
    featureVersion = FEATURE_VERSION,
  ): Promise<Manifest> {
    const manifest: Manifest = {
      ...draft,
      formatVersion: FORMAT_VERSION,
      featureVersion,
      generation: (Math.max(parent, this.#floor) + 1) as Generation,
      parent,
      committedAt,
    };
    const record = await encodeManifest(manifest);
    const moved = { generation: manifest.generation, hash: record.hash };
    await failPoint?.('commit.before');
    await this.#run('commit the index', ['head', 'manifests'], 'strict', async (tx) => {
      const head = await tx.get('head', HEAD_KEY);
      // Ours already: the connection was lost after the commit and before its answer.
      if (head?.generation === moved.generation && head.hash === moved.hash) return;
      const current = head?.generation ?? NO_GENERATION;
      if (current !== parent) {
        throw new VectorGitError(
          'index/stale-writer',
          'Another tab has committed in the meantime',
          {
            details: { parent, head: current },
          },
        );
      }
      await Promise.all([
        tx.put('manifests', record),
        tx.put('head', moved, HEAD_KEY),
        failPoint?.('commit.inside', tx),
      ]);
    });
    await failPoint?.('commit.after');
    return manifest;
  }

  /** All kept generations, newest first. A damaged manifest is told, not thrown. */
  async generations(): Promise<KeptGeneration[]> {
    const [records, keys, values] = await this.#run(
      'read the history',
      ['manifests', 'labels'],
      'read',
      (tx) => Promise.all([tx.all('manifests'), tx.keys('labels'), tx.all('labels')]),
    );
    const labels = new Map(keys.map((key, index) => [key, values[index] ?? null]));
    const kept = await Promise.all(
      records.map(async (record) => ({
        generation: record.generation as Generation,
        manifest: await wholeManifest(record),
        label: labels.get(record.generation) ?? null,
      })),
    );
    return kept.sort((a, b) => b.generation - a.generation);
  }

  /** Null takes the label away. A labelled generation is never collected. */
  async setLabel(generation: Generation, label: string | null): Promise<void> {
    await this.#run('label a generation', ['manifests', 'labels'], 'strict', async (tx) => {
      if ((await tx.get('manifests', generation)) === undefined) {
        throw unknownGeneration(generation);
      }
      await (label === null
        ? tx.delete('labels', generation)
        : tx.put('labels', label, generation));
    });
  }

  /** Commits the content of a kept generation as the newest one. */
  async restore(
    generation: Generation,
    parent: Generation,
    committedAt: number,
  ): Promise<Manifest> {
    const kept = (await this.generations()).find((known) => known.generation === generation);
    if (kept === undefined) throw unknownGeneration(generation);
    if (kept.manifest === null) {
      throw new VectorGitError('index/corrupt', 'The manifest of that generation is damaged', {
        details: { generation },
      });
    }
    const { featureVersion, ...content } = kept.manifest;
    // What was indexed by older rules stays so: the next ingest must see it.
    return this.commit(
      parent,
      { ...content, changes: NO_CHANGES, restoredFrom: generation },
      committedAt,
      featureVersion,
    );
  }

  /** How HEAD stands to the manifests that are whole. */
  inspectHead(): Promise<HeadFinding> {
    return naming('read the index', () => inspectHead(this.#records));
  }

  /** For a HEAD that is damaged while its manifest is not. */
  async pointHead(manifest: Manifest): Promise<void> {
    await naming('repair the index', () => pointHead(this.#records, manifest));
  }

  /** Takes generations whose manifests are damaged out of the history. */
  async dropGenerations(generations: readonly Generation[]): Promise<void> {
    await naming('repair the index', () => dropManifests(this.#records, generations));
  }

  /** For a store of which no manifest is whole; the next commit is the first one, numbered above `top`. */
  async forgetAll(top: Generation): Promise<void> {
    this.countFrom(top);
    await naming('repair the index', () => forgetAll(this.#records));
  }

  /** Keys of all stored blobs, without reading one. */
  async blobKeys(): Promise<string[]> {
    const keys = await this.#run('list what is stored', ['blobs'], 'read', (tx) =>
      tx.keys('blobs'),
    );
    return keys.map(String);
  }

  /** Bytes of the given blobs as they are stored. Reads them, so ask for few. */
  async blobBytes(keys: readonly string[]): Promise<number> {
    return this.#run('measure what is stored', ['blobs'], 'read', async (tx) => {
      let bytes = 0;
      for (const key of keys) bytes += (await tx.get('blobs', key))?.length ?? 0;
      return bytes;
    });
  }

  /**
   * Deletes generations older than the newest `keep` that have no label and no reader, and every blob that no kept
   * generation names. Only for the holder of the writer lock.
   */
  async collectGarbage(keep = DEFAULT_ENGINE_SETTINGS.keepGenerations): Promise<Collected> {
    await failPoint?.('collect.before');
    const collected = await naming('clean up the index', () => collectGarbage(this.#records, keep));
    await failPoint?.('collect.after');
    return collected;
  }

  /** Keeps a generation's blobs from being collected, by other tabs too, until the returned function is called. */
  pin(generation: Generation): Promise<() => void> {
    return pin(this.name, generation);
  }

  close(): void {
    this.#records.close();
  }

  /** Deletes the database and all that is in it. */
  async destroy(): Promise<void> {
    await naming('delete the index', () => this.#records.destroy());
  }
}

function unknownGeneration(generation: Generation): VectorGitError {
  return new VectorGitError('repository/not-found', 'There is no such generation', {
    details: { generation },
  });
}
