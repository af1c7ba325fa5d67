import { deleteDB } from 'idb';
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
import {
  blobsOf,
  decodeManifest,
  encodeManifest,
  FEATURE_VERSION,
  FORMAT_VERSION,
  type Manifest,
  type ManifestDraft,
  type ManifestRecord,
  parseManifest,
} from './manifest.ts';
import { HEAD_KEY, openRepositoryDatabase, type RepositoryDatabase } from './schema.ts';

/** A kept generation: its number, and its manifest when that is whole. */
export interface KeptGeneration {
  readonly generation: Generation;
  readonly manifest: Manifest | null;
  readonly label: string | null;
}

/**
 * One repository's blobs and manifests. A commit is there wholly or not at all:
 * blobs are written first, each in a transaction of its own, and nothing points at them; one strict transaction
 * then puts the manifest and moves HEAD, and only if HEAD is still where the writer started.
 */
export class RepositoryStore {
  readonly name: string;
  #database: RepositoryDatabase | null;
  /** Keys of blobs that were found damaged in this session. */
  readonly #damaged = new Set<string>();

  private constructor(name: string, database: RepositoryDatabase) {
    this.name = name;
    this.#database = database;
  }

  static async open(name: string): Promise<RepositoryStore> {
    await loadChecksum();
    return new RepositoryStore(
      name,
      await naming('open the index', () => openRepositoryDatabase(name)),
    );
  }

  /** The database, opened again once when the browser has closed it behind our back. */
  async #use<Value>(
    what: string,
    work: (database: RepositoryDatabase) => Promise<Value>,
  ): Promise<Value> {
    return naming(what, async () => {
      try {
        this.#database ??= await openRepositoryDatabase(this.name);
        return await work(this.#database);
      } catch (error) {
        if ((error as Error | null)?.name !== 'InvalidStateError') throw error;
        this.#database = await openRepositoryDatabase(this.name);
        return work(this.#database);
      }
    });
  }

  /** The manifest of the newest generation, verified; null when nothing was committed. */
  async head(): Promise<Manifest | null> {
    const found = await this.#use('read the index', async (database) => {
      const tx = database.transaction(['head', 'manifests'], 'readonly');
      const head = await tx.objectStore('head').get(HEAD_KEY);
      const record =
        head === undefined ? undefined : await tx.objectStore('manifests').get(head.generation);
      await tx.done;
      return head === undefined ? null : { head, record };
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

  /** Stores a payload under a new key. Nothing sees it until a manifest that names it is committed. */
  async writeBlob(kind: BlobKind, payload: Uint8Array): Promise<BlobRef> {
    const ref: BlobRef = {
      key: `${kind}/${crypto.randomUUID()}`,
      kind,
      bytes: payload.length,
      checksum: checksum(payload),
    };
    const framed = frame(kind, payload);
    await failPoint?.('blob.before');
    await this.#use('store a part of the index', async (database) => {
      const tx = database.transaction('blobs', 'readwrite', { durability: 'relaxed' });
      const added = tx.store.add(framed, ref.key);
      await Promise.all([added, failPoint?.('blob.inside', tx), tx.done]);
    });
    await failPoint?.('blob.after');
    return ref;
  }

  /** The payload, verified against the manifest's length and checksum: `index/corrupt` otherwise. */
  async readBlob(ref: BlobRef): Promise<Uint8Array> {
    const framed = await this.#use('read a part of the index', (database) =>
      database.get('blobs', ref.key),
    );
    try {
      return unframe(framed, ref);
    } catch (error) {
      this.#damaged.add(ref.key);
      throw error;
    }
  }

  /** True once a read has found the blob damaged or missing. */
  isDamaged(key: string): boolean {
    return this.#damaged.has(key);
  }

  /** Where HEAD points, whether or not a whole manifest is there. */
  async headGeneration(): Promise<Generation> {
    const head = await this.#use('read the index', (database) => database.get('head', HEAD_KEY));
    return head?.generation ?? NO_GENERATION;
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
      generation: (parent + 1) as Generation,
      parent,
      committedAt,
    };
    const record = await encodeManifest(manifest);
    await failPoint?.('commit.before');
    await this.#use('commit the index', async (database) => {
      const tx = database.transaction(['head', 'manifests'], 'readwrite', { durability: 'strict' });
      const head = await tx.objectStore('head').get(HEAD_KEY);
      const current = head?.generation ?? NO_GENERATION;
      if (current !== parent) {
        tx.abort();
        await tx.done.catch(() => undefined);
        throw new VectorGitError(
          'index/stale-writer',
          'Another tab has committed in the meantime',
          {
            details: { parent, head: current },
          },
        );
      }
      await Promise.all([
        tx.objectStore('manifests').put(record),
        tx
          .objectStore('head')
          .put({ generation: manifest.generation, hash: record.hash }, HEAD_KEY),
        failPoint?.('commit.inside', tx),
        tx.done,
      ]);
    });
    await failPoint?.('commit.after');
    return manifest;
  }

  /** All kept generations, newest first. A damaged manifest is told, not thrown. */
  async generations(): Promise<KeptGeneration[]> {
    const [records, labels] = await this.#use('read the history', async (database) => {
      const tx = database.transaction(['manifests', 'labels'], 'readonly');
      const stores = [tx.objectStore('manifests'), tx.objectStore('labels')] as const;
      const [all, keys, values] = await Promise.all([
        stores[0].getAll(),
        stores[1].getAllKeys(),
        stores[1].getAll(),
        tx.done,
      ]);
      return [all, new Map(keys.map((key, index) => [key, values[index] ?? null]))] as const;
    });
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
    await this.#use('label a generation', async (database) => {
      const tx = database.transaction(['manifests', 'labels'], 'readwrite', {
        durability: 'strict',
      });
      const known = await tx.objectStore('manifests').getKey(generation);
      if (known === undefined) throw unknownGeneration(generation);
      const labels = tx.objectStore('labels');
      await Promise.all([
        label === null ? labels.delete(generation) : labels.put(label, generation),
        tx.done,
      ]);
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
    const { formatVersion, featureVersion, parent: _, ...content } = kept.manifest;
    // What was indexed by older rules stays so: the next ingest must see it.
    return this.commit(
      parent,
      { ...content, changes: NO_CHANGES, restoredFrom: generation },
      committedAt,
      featureVersion,
    );
  }

  /** Keys of all stored blobs, without reading one. */
  async blobKeys(): Promise<string[]> {
    return this.#use('list what is stored', (database) => database.getAllKeys('blobs'));
  }

  /** Bytes of the given blobs as they are stored. Reads them, so ask for few. */
  async blobBytes(keys: readonly string[]): Promise<number> {
    return this.#use('measure what is stored', async (database) => {
      let bytes = 0;
      for (const key of keys) bytes += (await database.get('blobs', key))?.length ?? 0;
      return bytes;
    });
  }

  /**
   * Deletes generations older than the newest `keep` which have no label, and every blob that no kept generation
   * names: those of aborted ingests too. Only for the holder of the writer lock.
   */
  async collectGarbage(
    keep = DEFAULT_ENGINE_SETTINGS.keepGenerations,
  ): Promise<{ readonly blobs: number; readonly generations: number }> {
    await failPoint?.('collect.before');
    const collected = await this.#use('clean up the index', async (database) => {
      const records = await database.getAll('manifests');
      const labelled = new Set(await database.getAllKeys('labels'));
      const newest = records.map((record) => record.generation).sort((a, b) => b - a);
      const oldest = newest[Math.max(1, keep) - 1] ?? 0;
      const kept = records.filter(
        ({ generation }) => generation >= oldest || labelled.has(generation),
      );
      const named = new Set(
        kept.flatMap((record) => blobsOf(parseManifest(record.json))).map((blob) => blob.key),
      );
      const tx = database.transaction(['manifests', 'blobs'], 'readwrite', {
        durability: 'relaxed',
      });
      const keys = await tx.objectStore('blobs').getAllKeys();
      const orphans = keys.filter((key) => !named.has(key));
      const old = records.filter((record) => !kept.includes(record));
      await Promise.all([
        ...orphans.map((key) => tx.objectStore('blobs').delete(key)),
        ...old.map((record) => tx.objectStore('manifests').delete(record.generation)),
        failPoint?.('collect.inside', tx),
        tx.done,
      ]);
      return { blobs: orphans.length, generations: old.length };
    });
    await failPoint?.('collect.after');
    return collected;
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
  }

  /** Deletes the database and all that is in it. */
  async destroy(): Promise<void> {
    this.close();
    await naming('delete the index', () => deleteDB(this.name));
  }
}

async function wholeManifest(record: ManifestRecord): Promise<Manifest | null> {
  try {
    return await decodeManifest(record, record.hash);
  } catch {
    return null;
  }
}

function unknownGeneration(generation: Generation): VectorGitError {
  return new VectorGitError('repository/not-found', 'There is no such generation', {
    details: { generation },
  });
}
