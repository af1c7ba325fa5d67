import { describe, expect, it } from 'vitest';
import type { Generation, RepositoryId } from '../../domain/api.ts';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { GenerationJoiner } from '../joined-generation.ts';
import { search } from '../search.ts';
import type { ChangedFiles, SinceNote } from './changed-filter.ts';

const FILES = { 'a.ts': 'door\n', 'b.ts': 'door\n', 'c.ts': 'door\n' };

function answer(paths: readonly string[] | null, note: SinceNote | null = null): ChangedFiles {
  return { paths: paths && new Set(paths), note };
}

async function ask(query: string, changed: ChangedFiles = answer(['a.ts', 'gone.ts'])) {
  const asked: unknown[] = [];
  const reply = await search(
    openedGeneration([FILES]),
    query,
    {},
    {
      embedder: null,
      signal: new AbortController().signal,
      now: () => 0,
      changedSince: async (...question) => {
        asked.push(question);
        return changed;
      },
    },
  );
  return { asked, problems: reply.problems, found: reply.hits.map(({ path }) => path).sort() };
}

describe('changed:', () => {
  it('binds files that changed since a generation, also alone and under a minus', async () => {
    expect(await ask('door changed:12')).toEqual({
      asked: [[null, 1, 12]],
      problems: [],
      found: ['a.ts'],
    });
    expect((await ask('changed:last')).found).toEqual(['a.ts']);
    expect((await ask('door -since:LAST')).found).toEqual(['b.ts', 'c.ts']);
    expect((await ask('door changed:1', answer(null))).found).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  it.each<[SinceNote, string, string | null]>([
    [
      { kind: 'future', newest: 12 as Generation },
      'no generation 99 yet; the newest is 12',
      'door changed:last x',
    ],
    [
      { kind: 'collected', oldest: 7 as Generation },
      'no longer kept; the oldest that is kept is 7',
      'door changed:7 x',
    ],
    [
      { kind: 'passed', nearest: 8 as Generation },
      'not kept; before it comes 8',
      'door changed:8 x',
    ],
    [
      { kind: 'rolled-back', by: 9 as Generation, to: 3 as Generation },
      'Generation 9 went back to 3',
      null,
    ],
  ])('tells of %j, with a mend where there is one', async (note, message, mend) => {
    const { problems } = await ask('door changed:99 x', answer([], note));
    expect(problems).toEqual([
      {
        span: { start: 5, end: 15 },
        message: expect.stringContaining(message),
        mend: mend && { label: expect.any(String), query: mend },
      },
    ]);
  });

  it('tells what it takes when its value is none of it, with a mend', async () => {
    const { problems, asked } = await ask('door changed:yesterday');
    expect(asked).toEqual([]);
    expect(problems).toMatchObject([{ mend: { query: 'door changed:last' } }]);
  });

  it('asks each repository for its own generations, and says which one has something to tell', async () => {
    const part = (name: string) => ({
      id: name as RepositoryId,
      name,
      generation: openedGeneration([FILES]),
    });
    const joined = new GenerationJoiner().join([part('one'), part('two')]);
    const { hits, problems } = await search(
      joined,
      'door changed:5',
      {},
      {
        embedder: null,
        signal: new AbortController().signal,
        now: () => 0,
        changedSince: async (id) =>
          id === 'one'
            ? answer(['b.ts'])
            : answer([], { kind: 'collected', oldest: 7 as Generation }),
      },
    );
    expect(hits.map(({ repository, path }) => `${repository?.name} ${path}`)).toEqual(['one b.ts']);
    expect(problems.map(({ message }) => message)).toEqual([
      'two: Generation 5 is no longer kept; the oldest that is kept is 7',
    ]);
  });
});
