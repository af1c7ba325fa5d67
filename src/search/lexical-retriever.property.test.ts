import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bm25, idf, type Snapshot, weightedFrequency } from '../index/api.ts';
import { openedGeneration } from './fixtures/opened-generation.ts';
import { retrieveByWords } from './lexical-retriever.ts';
import { parseQuery } from './query/query-parser.ts';

/** The score of every chunk by the definition: each posting of each term, in the order in which the sum is made. */
function scoresByDefinition(
  snapshot: Snapshot,
  terms: readonly string[],
  required: number,
): number[] {
  const found = terms.map((term) =>
    snapshot.segments.flatMap(({ reader, base }) => {
      const rank = reader.postings.find(term);
      if (rank === -1) return [];
      const { documents, frequencies, fields } = reader.postings.postings(rank);
      return [...documents].flatMap((document, at) => {
        const ordinal = base + document;
        if (snapshot.live[ordinal] === 0) return [];
        const times = weightedFrequency(frequencies[at] as number, fields[at] as number);
        const norm = reader.postings.norms[document] as number;
        return [{ ordinal, times: Math.max(1, times), norm }];
      });
    }),
  );
  const order = terms.map((_, at) => at);
  const count = (at: number): number => found[at]?.length ?? 0;
  const first = order.slice(0, required).sort((a, b) => count(a) - count(b));
  const scores = new Array<number>(snapshot.size).fill(0);
  const held = new Array<number>(snapshot.size).fill(0);
  for (const at of [...first, ...order.slice(required)]) {
    const weight = idf(snapshot.liveChunks, count(at));
    for (const { ordinal, times, norm } of found[at] ?? []) {
      scores[ordinal] = (scores[ordinal] ?? 0) + bm25(weight, times, norm, snapshot.averageNorm);
      if (at < required) held[ordinal] = (held[ordinal] ?? 0) + 1;
    }
  }
  return scores.map((score, ordinal) => ((held[ordinal] ?? 0) < required ? 0 : score));
}

const WORDS = ['alpha', 'beta', 'gamma', 'delta', 'omega', 'kappa'];
const line = fc.array(fc.constantFrom(...WORDS, 'def alpha', 'zeta'), { maxLength: 6 });
const file = fc
  .array(line, { minLength: 1, maxLength: 9 })
  .map((lines) => lines.map((words) => words.join(' ')).join('\n'));
const segment = fc.array(file, { minLength: 1, maxLength: 6 });

it('scores of words are those of their definition to the bit, asked once or again', () => {
  fc.assert(
    fc.property(
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(20), { maxLength: 5 }),
      fc.boolean(),
      (segments, words, gone, everyWord) => {
        const named = segments.map((files, at) =>
          Object.fromEntries(files.map((text, index) => [`${at}/f${index}.ts`, text])),
        );
        const paths = named.flatMap((files) => Object.keys(files));
        const deleted = gone.map((index) => paths[index % paths.length] as string);
        const { snapshot } = openedGeneration(named, deleted);
        const query = parseQuery(`${words.join(' ')} `);
        const required = everyWord ? query.words : [];
        const terms = query.words.flatMap((word) => word.terms.parts);
        const expected = scoresByDefinition(snapshot, terms, required.length);
        for (let time = 0; time < 2; time++) {
          const { scores, matches } = retrieveByWords(snapshot, query.words, required);
          expect([...scores]).toEqual(expected);
          const withScore = expected.flatMap((score, ordinal) => (score > 0 ? [ordinal] : []));
          if (matches !== null) expect([...matches].sort((a, b) => a - b)).toEqual(withScore);
        }
      },
    ),
    { seed: 5, numRuns: 150 },
  );
});
