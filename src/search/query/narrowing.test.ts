import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchMode, SearchReply } from '../../domain/api.ts';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { searchPasted } from '../pasted/search-pasted.ts';
import { search } from '../search.ts';

const ports = { embedder: null, signal: new AbortController().signal, now: () => 0 };

function placesOf({ hits }: SearchReply): string[] {
  return hits.map(({ path, startLine }) => `${path}:${startLine}`);
}

describe('search within results', () => {
  it('lets through exactly those hits of the list that the second query finds, all of them', async () => {
    const word = fc.constantFrom('alpha', 'beta', 'gamma', 'openDoor', 'door');
    const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join('\n'));
    const tree = fc.dictionary(fc.constantFrom('a.ts', 'b.ts', 'lib/c.py', 'd.md'), text, {
      minKeys: 1,
    });
    const second = fc.constantFrom(
      'alpha',
      'door beta',
      '-gamma',
      '"openDoor"',
      '/a.pha/',
      'lang:ts',
      'alpha OR path:lib',
      '"beta" OR path:lib',
    );
    const mode = fc.constantFrom<SearchMode>('keyword', 'hybrid');
    const first = fc.constantFrom('door', 'beta gamma', '"door"', 'path:.ts', 'alpha -beta');
    await fc.assert(
      fc.asyncProperty(
        tree,
        first,
        fc.array(second, { maxLength: 2 }),
        mode,
        async (files, query, narrow, mode) => {
          const generation = openedGeneration([files]);
          const whole = await search(generation, query, { mode, limit: 1_000 }, ports);
          const narrowed = await search(generation, query, { mode, narrow, limit: 1_000 }, ports);
          let expected = placesOf(whole);
          for (const text of narrow) {
            const found = placesOf(
              await search(generation, text, { mode: 'keyword', limit: 1_000 }, ports),
            );
            expected = expected.filter((place) => found.includes(place));
          }
          expect(placesOf(narrowed).sort()).toEqual(expected.sort());
          expect(narrowed.matched.chunks).toBe(expected.length);
        },
      ),
      { seed: 7, numRuns: 150 },
    );
  });

  it('reaches beyond the hits that are shown', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `f${index}.ts`,
        index === 299 ? 'door\nonce\n' : 'door\ndoor\n',
      ]),
    );
    const generation = openedGeneration([files]);
    const shown = await search(generation, 'door', { limit: 50 }, ports);
    expect(placesOf(shown)).not.toContain('f299.ts:1');
    const { hits, matched } = await search(
      generation,
      'door',
      { limit: 50, narrow: ['once'] },
      ports,
    );
    expect(hits.map(({ path }) => path)).toEqual(['f299.ts']);
    expect(matched).toEqual({ chunks: 1, files: 1 });
    expect(hits[0]?.marks.map(({ start, end }) => hits[0]?.text.slice(start, end))).toEqual([
      'door',
      'once',
    ]);
  });

  it('counts the occurrences of the narrowed chunks alone, and tells what is wrong with the second query', async () => {
    const generation = openedGeneration([{ 'a.ts': 'door\n', 'b.ts': 'door\n' }]);
    const reply = await search(generation, '"door"', { narrow: ['file:a lang:nothing'] }, ports);
    expect(reply.occurrences).toEqual({ count: 1, complete: true });
    expect(reply.problems).toEqual([
      {
        span: { start: 0, end: 0 },
        message: 'Within “file:a lang:nothing”: No language is called “nothing”',
        mend: null,
      },
    ]);
  });

  it('narrows what a pasted text finds', async () => {
    const generation = openedGeneration([{ 'a.ts': 'door\nclosed\n', 'b.ts': 'door\nopen\n' }]);
    const trace = 'door trouble\n at f (a.ts:1:1)\n at g (b.ts:1:1)';
    const options = { narrow: ['open'] };
    expect(placesOf(await searchPasted(generation, trace, {}, ports))).toEqual([
      'a.ts:1',
      'b.ts:1',
    ]);
    expect(placesOf(await searchPasted(generation, trace, options, ports))).toEqual(['b.ts:1']);
  });
});
