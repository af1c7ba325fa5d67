import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchMode } from '../domain/api.ts';
import { type MergePolicy, mergeSegments, verifyStore } from '../ingest/api.ts';
import { RepositoryStore } from '../storage/api.ts';
import { type Ground, loadGround, textsOf } from './fixtures/ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await loadGround();
});

let count = 0;
const newStore = () => RepositoryStore.open(`vg-merge-${++count}`);

/** Merges at every occasion, of segments that are not small at all here. */
const EAGER: MergePolicy = { fanIn: 2, maxChunks: 12, maxDeadShare: 0.3, minDeadChunks: 1 };

function merge(store: RepositoryStore, policy?: MergePolicy, signal?: AbortSignal) {
  return mergeSegments(
    {
      store,
      signal: signal ?? new AbortController().signal,
      now: () => performance.now(),
      yieldToEventLoop: () => Promise.resolve(),
      onCommit: () => undefined,
    },
    policy,
  );
}

const MODES: readonly SearchMode[] = ['keyword', 'meaning', 'hybrid'];
const QUERIES = [
  'parse token',
  'walkTree',
  'sign in with a password',
  'café',
  'unknownword',
  'return',
];

async function expectSameAnswers(ours: RepositoryStore, theirs: RepositoryStore, what: string) {
  expect(await textsOf(ours), what).toEqual(await textsOf(theirs));
  for (const query of QUERIES) {
    for (const mode of MODES) {
      const [a, b] = [
        await ground.find(ours, query, { mode }),
        await ground.find(theirs, query, { mode }),
      ];
      expect(
        [a.hits, a.matched, a.unknownTerms, a.vectors],
        `${query} in ${mode}, ${what}`,
      ).toEqual([b.hits, b.matched, b.unknownTerms, b.vectors]);
    }
  }
}

const BODIES: readonly (readonly [ending: string, body: string])[] = [
  [
    'js',
    'export function parseToken(text) {\n  return text.split(" ");\n}\n\nclass Walker {\n  walkTree(node) {\n    return node.children;\n  }\n}\n',
  ],
  [
    'py',
    'def sign_in(user, password):\n    """Signs the user in."""\n    return check(password)\n',
  ],
  ['md', '# Café\n\nAbout tokens.\n\n## Walk\n\nHow a tree is walked.\n'],
  ['go', 'package main\n\nfunc parse(token string) error {\n\treturn nil\n}\n'],
];

describe('merging segments', () => {
  it('changes no answer: after any edits, all is as in a fresh index of the same files', async () => {
    for (const seed of [11, 12, 13]) {
      let state = seed;
      const random = (below: number): number => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      const tree: Record<string, readonly [string, number]> = {};
      const store = await newStore();
      let merges = 0;
      for (let round = 1; round <= 10; round++) {
        for (let edit = 0; edit < 3; edit++) {
          const paths = Object.keys(tree);
          const known = paths[random(paths.length)];
          const [ending, body] = BODIES[random(BODIES.length)] ?? ['txt', ''];
          const path = `d${random(3)}/f${random(9)}.${ending}`;
          const kind = random(5);
          if (kind === 0 && known !== undefined) delete tree[known];
          else if (kind === 1 && known !== undefined) {
            // A rename: the same text at another path.
            tree[`moved/${round}-${edit}-${known.replaceAll('/', '-')}`] = tree[known] as never;
            delete tree[known];
          } else
            tree[path] = [
              `${body.repeat(1 + random(3))}// ${random(4)} token${random(4)}\n`,
              round,
            ];
        }
        await ground.run(store, tree);
        const before = (await store.head())?.segments.length ?? 0;
        const merged = await merge(store, EAGER);
        if (merged === null) continue;
        merges++;
        expect(merged.segments.length).toBeLessThanOrEqual(before);
        if (round % 3 !== 1) continue;
        const fresh = await newStore();
        await ground.run(fresh, tree);
        await expectSameAnswers(store, fresh, `seed ${seed}, round ${round}`);
      }
      expect(merges).toBeGreaterThan(3);
      const fresh = await newStore();
      await ground.run(fresh, tree);
      await expectSameAnswers(store, fresh, `seed ${seed}, at the end`);
      expect((await verifyStore(store, () => Promise.resolve())).findings.problems).toEqual([]);
      expect((await store.head())?.counts).toEqual((await fresh.head())?.counts);
    }
  });

  it('keeps few segments, whatever number of small edits there were, and drops what is dead', async () => {
    const tree: Record<string, readonly [string, number]> = {};
    const store = await newStore();
    for (let round = 0; round < 24; round++) {
      tree[`f${round % 16}.md`] = [`# Title ${round}\n\nText ${round}.\n`, round + 1];
      await ground.run(store, tree);
      await merge(store);
    }
    const segments = (await store.head())?.segments ?? [];
    expect(segments.length).toBeLessThan(5);
    const dead = segments.reduce((sum, { deletedFiles }) => sum + deletedFiles.length, 0);
    expect(dead).toBeLessThanOrEqual(8);
  });

  it('is a commit that tells what its parent told, and none when there is nothing to merge', async () => {
    const store = await newStore();
    await ground.run(store, { 'a.md': '# A\n' });
    expect(await merge(store)).toBeNull();
    await ground.run(store, { 'a.md': '# A\n', 'b.md': '# B\n' });
    const before = await store.head();
    const merged = await merge(store, EAGER);
    expect(merged).toMatchObject({ parent: before?.generation, complete: true });
    // It takes the place of its parent in the history.
    expect(merged?.changes).toEqual(before?.changes);
    expect(merged?.committedAt).toBe(before?.committedAt);
    expect(merged?.counts).toEqual(before?.counts);
    expect(await ground.run(store, { 'a.md': '# A\n', 'b.md': '# B\n' })).toMatchObject({
      unchanged: true,
    });
  });

  it('when stopped has changed nothing', async () => {
    const store = await newStore();
    await ground.run(store, { 'a.md': '# A\n' });
    await ground.run(store, { 'a.md': '# A\n', 'b.md': '# B\n' });
    const before = await store.head();
    await expect(merge(store, EAGER, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await store.head()).toEqual(before);
  });
});
