/**
 * Every request of a commit, a clean-up, a roll back and a repair fails once, in every way, until a run passes
 * untouched. Whatever fails, the store shows the old generation or the new one, whole, and the work can be done again.
 */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { type Generation, NO_CHANGES, NO_GENERATION, type SegmentId } from '../domain/api.ts';
import type { BlobRef } from './blob-frame.ts';
import { type Fault, type FaultKind, faultyHome } from './faulty-home.ts';
import { diskHome } from './home.ts';
import { blobsOf, type Manifest, type ManifestDraft } from './manifest.ts';
import { checkStore } from './open-check.ts';
import { RepositoryStore } from './repository-store.ts';

const KINDS: readonly FaultKind[] = ['throw', 'abort', 'kill', 'unheard'];
/** More requests than any of the works below makes. */
const MOST_REQUESTS = 200;

async function draft(store: RepositoryStore, content: number): Promise<ManifestDraft> {
  const write = (kind: BlobRef['kind']) =>
    store.writeBlob(kind, new Uint8Array(40 + content).fill(content));
  const segment = {
    id: `s${content}` as SegmentId,
    fileCount: 1,
    chunkCount: 1,
    files: await write('files'),
    filesCopy: await write('files'),
    chunks: await write('chunks'),
    postings: await write('postings'),
    grams: null,
    texts: [await write('text')],
    vectors: null,
    deletedFiles: [],
  };
  return {
    complete: true,
    chunkerVersion: 1,
    rulesVersion: 1,
    settings: { maxFileBytes: 1, includeAnyway: [] },
    segments: [segment],
    skipped: null,
    stats: null,
    counts: { files: 1, chunks: 1, embedded: 0, skipped: 0, sourceBytes: 40, languages: [] },
    changes: NO_CHANGES,
    restoredFrom: null,
  };
}

/** Which content the newest generation has, every byte of it read. */
async function contentOf(store: RepositoryStore): Promise<number> {
  const manifest = (await store.head()) as Manifest;
  const contents = new Set<number>();
  for (const ref of blobsOf(manifest)) {
    for (const byte of await store.readBlob(ref)) contents.add(byte);
  }
  expect(contents.size, 'parts of one generation only').toBe(1);
  return [...contents][0] as number;
}

interface Work {
  readonly name: string;
  /** Generations 1 (content 1) and 2 (content 2) are there. */
  readonly run: (store: RepositoryStore) => Promise<unknown>;
  /** Contents that may be seen after a failure. */
  readonly allowed: readonly number[];
  readonly done: number;
}

const WORKS: readonly Work[] = [
  {
    name: 'a commit with its clean-up',
    run: async (store) => {
      const parent = await store.headGeneration();
      await store.commit(parent, await draft(store, 3), 3);
      await store.collectGarbage(1);
    },
    allowed: [2, 3],
    done: 3,
  },
  {
    name: 'a roll back',
    run: async (store) => store.restore(1 as Generation, await store.headGeneration(), 3),
    allowed: [2, 1],
    done: 1,
  },
  {
    name: 'a label and a clean-up',
    run: async (store) => {
      await store.setLabel(1 as Generation, 'kept');
      await store.collectGarbage(1);
    },
    allowed: [2],
    done: 2,
  },
  {
    name: 'the repair of HEAD',
    run: async (store) => {
      const { newest } = await store.inspectHead();
      if (newest !== null) await store.pointHead(newest);
    },
    allowed: [2],
    done: 2,
  },
];

let count = 0;

describe.each(KINDS)('a fault of the kind "%s" at any request', (kind) => {
  it.each(WORKS)('of $name leaves a whole generation', async ({ run, allowed, done }) => {
    for (let at = 1; ; at++) {
      expect(at).toBeLessThan(MOST_REQUESTS);
      const name = `vg-crash-${++count}`;
      const whole = await RepositoryStore.open(name);
      const first = await whole.commit(NO_GENERATION, await draft(whole, 1), 1);
      await whole.commit(first.generation, await draft(whole, 2), 2);
      whole.close();

      const fault: Fault = { kind, at, requests: 0 };
      const faulty = await RepositoryStore.open(name, faultyHome(diskHome(), fault));
      const outcome = await run(faulty).then(
        () => 'done',
        () => 'failed',
      );
      faulty.close();

      const after = await RepositoryStore.open(name);
      const what = `at request ${at}`;
      expect(allowed, what).toContain(await contentOf(after));
      expect(await checkStore(after, null), what).toMatchObject({ state: 'whole' });
      if (outcome === 'done') expect(await contentOf(after), what).toBe(done);
      // The next session goes on from there, and leaves nothing behind.
      await run(after);
      expect(await contentOf(after), what).toBe(done);
      await after.collectGarbage(5);
      const named = (await after.generations()).flatMap(({ manifest }) =>
        manifest === null ? [] : blobsOf(manifest).map(({ key }) => key),
      );
      expect(new Set(await after.blobKeys()), what).toEqual(new Set(named));
      await after.destroy();
      if (fault.requests < at) break;
    }
  });
});
