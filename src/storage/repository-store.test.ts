import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Generation, NO_CHANGES, NO_GENERATION, type SegmentId } from '../domain/api.ts';
import type { BlobRef } from './blob-frame.ts';
import type { ManifestDraft, SegmentEntry } from './manifest.ts';
import { checkStore } from './open-check.ts';
import { RepositoryStore } from './repository-store.ts';

let count = 0;
let store: RepositoryStore;
beforeEach(async () => {
  store = await RepositoryStore.open(`vg-test-${++count}`);
});

function draft(...segments: SegmentEntry[]): ManifestDraft {
  return {
    complete: true,
    chunkerVersion: 1,
    rulesVersion: 1,
    settings: { maxFileBytes: 1, includeAnyway: [] },
    segments,
    skipped: null,
    stats: null,
    counts: { files: 0, chunks: 0, embedded: 0, skipped: 0, sourceBytes: 0, languages: [] },
    changes: NO_CHANGES,
    restoredFrom: null,
  };
}

async function segment(byte: number): Promise<SegmentEntry> {
  const write = (kind: BlobRef['kind']) => store.writeBlob(kind, new Uint8Array(40).fill(byte));
  return {
    id: `s${byte}` as SegmentId,
    fileCount: 1,
    chunkCount: 1,
    files: await write('files'),
    filesCopy: null,
    grams: null,
    chunks: await write('chunks'),
    postings: await write('postings'),
    texts: [await write('text')],
    vectors: null,
    deletedFiles: [],
  };
}

/** Another connection to the same database, as another tab or a damaged disk would be. */
const raw = () => openDB(store.name);

describe('commit', () => {
  it('makes the next generation, which is found after a restart', async () => {
    expect(await store.head()).toBeNull();
    const first = await store.commit(NO_GENERATION, draft(await segment(1)), 5);
    expect([first.generation, first.parent]).toEqual([1, 0]);
    store.close();
    const again = await RepositoryStore.open(store.name);
    expect(await again.head()).toEqual(first);
  });

  it('refuses a writer that started from an older generation, and leaves HEAD alone', async () => {
    await store.commit(NO_GENERATION, draft(), 1);
    await expect(store.commit(NO_GENERATION, draft(), 2)).rejects.toMatchObject({
      code: 'index/stale-writer',
    });
    expect((await store.head())?.generation).toBe(1);
  });

  it('shows nothing of blobs that no manifest names, and collects them', async () => {
    const kept = await segment(1);
    await store.commit(NO_GENERATION, draft(kept), 1);
    const orphan = await store.writeBlob('text', new Uint8Array(3));
    expect(await store.collectGarbage()).toEqual({ blobs: 1, generations: 0 });
    await expect(store.readBlob(orphan)).rejects.toMatchObject({ code: 'index/corrupt' });
    expect((await store.readBlob(kept.postings)).length).toBe(40);
  });

  it('keeps as many generations of a person as are wanted, whatever was merged between them', async () => {
    let parent = NO_GENERATION;
    const commit = async (at: number, byte: number) => {
      parent = (await store.commit(parent, draft(await segment(byte)), at)).generation;
      return parent;
    };
    const kept = [await commit(1, 1), await commit(2, 2), await commit(3, 3)];
    // Merges: the same moment, other bytes.
    for (const byte of [4, 5]) {
      kept[2] = await commit(3, byte);
      await store.collectGarbage(4);
    }
    kept.push(await commit(4, 6));
    await store.collectGarbage(4);
    const left = (await store.generations()).map(({ generation }) => generation);
    expect(left).toEqual(kept.toReversed());
  });

  it('keeps the newest generations and those with a label', async () => {
    let parent = NO_GENERATION as Generation;
    for (let round = 0; round < 5; round++) {
      parent = (await store.commit(parent, draft(await segment(round)), round)).generation;
    }
    await store.setLabel(2 as Generation, 'before the rewrite');
    await store.collectGarbage(2);
    expect(await (await raw()).getAllKeys('manifests')).toEqual([2, 4, 5]);
    expect(await (await raw()).count('blobs')).toBe(12);
    await store.setLabel(2 as Generation, null);
    await store.collectGarbage(2);
    expect(await (await raw()).getAllKeys('manifests')).toEqual([4, 5]);
  });

  it('does not let the checkpoints of an ingest push complete generations out', async () => {
    let parent = NO_GENERATION as Generation;
    for (const complete of [true, true, false, false, true, false, false]) {
      const next = { ...draft(await segment(1)), complete };
      parent = (await store.commit(parent, next, 1)).generation;
    }
    await store.collectGarbage(2);
    expect(await (await raw()).getAllKeys('manifests')).toEqual([2, 5, 6, 7]);
    await store.collectGarbage(1);
    expect(await (await raw()).getAllKeys('manifests')).toEqual([5, 7]);
  });

  it('restores an old generation as a new one', async () => {
    const first = await store.commit(NO_GENERATION, draft(await segment(1)), 1);
    const second = await store.commit(first.generation, draft(await segment(2)), 2);
    const third = await store.restore(first.generation, second.generation, 3);
    expect(third).toMatchObject({ generation: 3, parent: 2, restoredFrom: 1, committedAt: 3 });
    expect((await store.head())?.segments).toEqual(first.segments);
  });
});

describe('defect 12 of the original: a clean-up compares which parts there are, not how many', () => {
  it('takes the blob that no generation names, when as many are missing', async () => {
    const kept = await segment(1);
    await store.commit(NO_GENERATION, draft(kept), 1);
    const orphan = await store.writeBlob('text', new Uint8Array(3));
    await (await raw()).delete('blobs', kept.postings.key);
    expect(await checkStore(store, null)).toMatchObject({ state: 'parts-missing', missing: 1 });
    expect(await store.collectGarbage()).toEqual({ blobs: 1, generations: 0 });
    expect(await store.blobKeys()).not.toContain(orphan.key);
  });
});

describe('defect 11 of the original: damage is told by content, not by counts', () => {
  it('notices each flipped byte of a stored blob', async () => {
    const ref = await store.writeBlob(
      'vectors',
      Uint8Array.from({ length: 64 }, (_, i) => i),
    );
    const database = await raw();
    const stored = (await database.get('blobs', ref.key)) as Uint8Array;
    for (let offset = 0; offset < stored.length; offset++) {
      const flipped = stored.slice();
      flipped[offset] = (flipped[offset] as number) ^ 0x10;
      await database.put('blobs', flipped, ref.key);
      await expect(store.readBlob(ref), `offset ${offset}`).rejects.toMatchObject({
        code: 'index/corrupt',
      });
    }
    await database.put('blobs', stored, ref.key);
    expect((await store.readBlob(ref))[63]).toBe(63);
  });

  it('notices a blob that lies in the place of another', async () => {
    const a = await store.writeBlob('text', new Uint8Array(8).fill(1));
    const b = await store.writeBlob('text', new Uint8Array(8).fill(2));
    const database = await raw();
    await database.put('blobs', await database.get('blobs', b.key), a.key);
    await expect(store.readBlob(a)).rejects.toMatchObject({ code: 'index/corrupt' });
  });

  it('notices a changed manifest and one of a newer format', async () => {
    await store.commit(NO_GENERATION, draft(), 1);
    const database = await raw();
    const record = await database.get('manifests', 1);
    await database.put('manifests', { ...record, json: record.json.replace('true', 'null') });
    await expect(store.head()).rejects.toMatchObject({ code: 'index/corrupt' });
  });
});
