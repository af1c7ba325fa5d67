import { deleteDB } from 'idb';
import { type Generation, NO_GENERATION, VectorGitError } from '../domain/api.ts';
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
} from './manifest.ts';
import { HEAD_KEY, openRepositoryDatabase, type RepositoryDatabase } from './schema.ts';

/** Generations that stay readable; older ones are collected. */
export const KEPT_GENERATIONS = 2;

/**
 * One repository's blobs and manifests. A commit is there wholly or not at all:
 * blobs are written first, each in a transaction of its own, and nothing points at them; one strict transaction
 * then puts the manifest and moves HEAD, and only if HEAD is still where the writer started.
 */
export class RepositoryStore {
  readonly name: string;
  #database: RepositoryDatabase | null;

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
    return unframe(framed, ref);
  }

  /**
   * Makes `draft` the next generation after `parent`.
   * `index/stale-writer` when HEAD is no longer `parent`: the caller's work was made from something old.
   */
  async commit(parent: Generation, draft: ManifestDraft, committedAt: number): Promise<Manifest> {
    const manifest: Manifest = {
      formatVersion: FORMAT_VERSION,
      featureVersion: FEATURE_VERSION,
      generation: (parent + 1) as Generation,
      parent,
      committedAt,
      ...draft,
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

  /**
   * Deletes generations older than the kept ones and every blob that no kept generation names: those of aborted
   * ingests too. Only for the holder of the writer lock.
   */
  async collectGarbage(): Promise<{ readonly blobs: number; readonly generations: number }> {
    await failPoint?.('collect.before');
    const collected = await this.#use('clean up the index', async (database) => {
      const head = await database.get('head', HEAD_KEY);
      const records = await database.getAll('manifests');
      const kept = records.filter(
        (record) => record.generation > (head?.generation ?? 0) - KEPT_GENERATIONS,
      );
      const named = new Set(
        kept
          .flatMap((record) => blobsOf(JSON.parse(record.json) as Manifest))
          .map((blob) => blob.key),
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
