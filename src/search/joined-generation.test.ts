import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RepositoryId, SearchOptions } from '../domain/api.ts';
import { openedGeneration } from './fixtures/opened-generation.ts';
import { GenerationJoiner, type NamedGeneration } from './joined-generation.ts';
import { search } from './search.ts';

type Tree = Readonly<Record<string, string>>;

const ports = { embedder: null, signal: new AbortController().signal, now: () => 0 };

function named(name: string, ...segments: readonly Tree[]): NamedGeneration {
  return { id: `id-${name}` as RepositoryId, name, generation: openedGeneration(segments) };
}

async function ask(parts: readonly NamedGeneration[], query: string, options: SearchOptions = {}) {
  const reply = await search(new GenerationJoiner().join(parts), query, options, ports);
  return {
    ...reply,
    found: reply.hits.map(
      ({ repository, path, startLine }) => `${repository?.name} ${path}:${startLine}`,
    ),
  };
}

/** Two hundred files that speak of the thing all the time, and one that is it. */
const LARGE: Tree = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [
    `src/module${index}.ts`,
    `connection pool take connection\nconnection pool\nuse the pool\n`,
  ]),
);
const SMALL: Tree = {
  'lib/db.ts': 'def takeConnection\nreturn free;\nend',
  'lib/other.ts': 'nothing of it\nhere\n',
};

describe('several repositories', () => {
  it('rank a small one’s exact match above the many mentions of a large one', async () => {
    const { found, repositories } = await ask(
      [named('large', LARGE), named('small', SMALL)],
      'takeConnection',
    );
    expect(found[0]).toBe('small lib/db.ts:1');
    expect(repositories?.map(({ name }) => name)).toEqual(['large', 'small']);
  });

  it('do not show the least bad of one that has nothing on the matter beside what was meant', async () => {
    const parts = [
      named('small', SMALL),
      named('off', { 'a.ts': 'here\n', 'b.ts': 'free lunch\n' }),
    ];
    const { found } = await ask(parts, 'takeConnection return free');
    expect(found).toEqual(['small lib/db.ts:1', 'off b.ts:1']);
    const scores = (await ask(parts, 'takeConnection return free')).hits.map(({ score }) => score);
    expect(scores[1]).toBeLessThan((scores[0] as number) / 2);
  });

  it('give the answer of one index of all files: the same order and scores', async () => {
    const word = fc.constantFrom('alpha', 'beta', 'gamma', 'parseDate', 'date', 'open');
    const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join('\n'));
    const tree = fc.dictionary(fc.constantFrom('a.ts', 'b.ts', 'lib/c.py', 'test/d.ts'), text, {
      minKeys: 1,
    });
    await fc.assert(
      fc.asyncProperty(tree, tree, word, word, async (one, two, first, second) => {
        // Other paths in the second, so that one index can hold both.
        const moved = Object.fromEntries(
          Object.entries(two).map(([path, of]) => [path.replace('.', '2.'), of]),
        );
        const joint = await ask([named('one', one), named('two', moved)], `${first} ${second}`);
        const whole = await search(openedGeneration([one, moved]), `${first} ${second}`, {}, ports);
        expect(joint.hits.map(({ path, startLine, score }) => [path, startLine, score])).toEqual(
          whole.hits.map(({ path, startLine, score }) => [path, startLine, score]),
        );
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('are in one order, however they are given, also where they hold the same file', async () => {
    const same = { 'src/a.ts': 'open the door\nclose the door\n', 'src/b.ts': 'door\n' };
    const parts = [named('b', same), named('a', same), named('c', SMALL)];
    const { found, matched } = await ask(parts, 'door');
    expect(found).toEqual(['a src/a.ts:1', 'b src/a.ts:1', 'a src/b.ts:1', 'b src/b.ts:1']);
    expect(matched).toEqual({ chunks: 4, files: 4 });
    expect((await ask(parts.toReversed(), 'door')).found).toEqual(found);
  });

  it('are searched completely for phrases, and counted over all', async () => {
    const parts = [named('large', LARGE), named('small', { 'x.ts': 'use the pool\nuse the pool' })];
    const { occurrences, matched } = await ask(parts, '"use the pool"', { limit: 5 });
    expect(occurrences).toEqual({ count: 202, complete: true });
    expect(matched).toEqual({ chunks: 201, files: 201 });
  });

  it('are told apart by repo:, which binds each file', async () => {
    const parts = [named('server', { 'a.ts': 'door\n' }), named('web-app', { 'a.ts': 'door\n' })];
    expect((await ask(parts, 'door repo:web')).found).toEqual(['web-app a.ts:1']);
    expect((await ask(parts, 'door -repo:web')).found).toEqual(['server a.ts:1']);
    expect((await ask(parts, '(door repo:web) OR (door repo:server)')).found).toHaveLength(2);
  });
});

describe('GenerationJoiner', () => {
  it('joins the same generations once', () => {
    const joiner = new GenerationJoiner();
    const [a, b] = [named('a', SMALL), named('b', SMALL)];
    const first = joiner.join([a, b]);
    expect(joiner.join([b, a])).toBe(first);
    expect(joiner.join([a, { ...b, generation: openedGeneration([SMALL]) }])).not.toBe(first);
  });
});
