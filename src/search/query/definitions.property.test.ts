import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Snapshot } from '../../index/api.ts';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { completeQuery } from './completion.ts';
import { filterOfValue } from './filter-table.ts';
import { nameMatch } from './name-match.ts';
import { parseQuery } from './query-parser.ts';
import { planQuery } from './query-plan.ts';
import { UNLIMITED_RUN } from './regex-run.ts';

interface Defined {
  readonly name: string;
  readonly ordinal: number;
  readonly path: string;
}

/** Every live definition, by a look at every row. */
function everyDefinition(snapshot: Snapshot): Defined[] {
  return snapshot.segments.flatMap(({ reader, base }) =>
    Array.from({ length: reader.chunks.count }, (_, chunk) => chunk).flatMap((chunk) => {
      const ordinal = base + chunk;
      if (snapshot.live[ordinal] === 0) return [];
      const { path } = snapshot.fileOf(ordinal);
      return reader.chunks.row(chunk).definitions.map(({ name }) => ({ name, ordinal, path }));
    }),
  );
}

function expectedSymbols(snapshot: Snapshot, typed: string): string[] {
  const known = new Map<string, { rank: number; path: string }>();
  for (const { name: qualified, path } of everyDefinition(snapshot)) {
    const name = qualified.slice(qualified.lastIndexOf('.') + 1);
    const rank = nameMatch(typed, name);
    if (rank !== null && !known.has(name)) known.set(name, { rank, path });
  }
  return [...known]
    .sort(
      ([a, x], [b, y]) => x.rank - y.rank || a.length - b.length || (a < b ? -1 : a > b ? 1 : 0),
    )
    .slice(0, 10)
    .map(([name, { path }]) => `${name} function in ${path}`);
}

const piece = fc.constantFrom(
  'parse',
  'Parse',
  'conf',
  'Config',
  'a',
  'aB',
  '2',
  '_',
  '.',
  'É',
  'ΑΣ',
  'σ',
  'x',
);
const name = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const file = fc
  .array(name, { minLength: 1, maxLength: 8 })
  .map((names) => names.map((one) => `def ${one}`).join('\n'));
const generation = fc
  .tuple(
    fc.array(fc.array(file, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    fc.nat(9),
  )
  .map(([segments, gone]) => {
    const named = segments.map((files, at) =>
      Object.fromEntries(files.map((text, index) => [`${at}/f${index}.ts`, text])),
    );
    const paths = named.flatMap((files) => Object.keys(files));
    return openedGeneration(named, gone < 5 ? [] : [paths[gone % paths.length] as string]);
  });
const typed = fc.oneof(
  name,
  fc.constantFrom('p', 'pc', 'ac', 'paco', 'σ', 'ας', 'é', 'conf', 'fi'),
);

it('offers the names that fit best, as a look at every definition finds them', () => {
  fc.assert(
    fc.property(generation, typed, ({ snapshot }, text) => {
      const { items } = completeQuery(snapshot, `symbol:${text}`, text.length + 7, {
        repositories: [],
        generations: [],
      });
      const offered = items.map(({ label, detail }) => `${label} ${detail}`);
      expect(offered).toEqual(expectedSymbols(snapshot, text));
    }),
    { seed: 3, numRuns: 150 },
  );
});

it('lets through the chunks whose definitions fit a symbol filter, and no others', async () => {
  const value = fc.oneof(
    typed,
    fc.tuple(typed, typed).map(([a, b]) => `${a}*${b}`),
  );
  await fc.assert(
    fc.asyncProperty(generation, value, fc.boolean(), async (opened, text, quoted) => {
      const filter = filterOfValue('symbol', text, quoted);
      const [first] = Array.isArray(filter) ? filter : [];
      if (first?.kind !== 'symbol') throw new Error('no filter of symbols');
      const query = parseQuery(quoted ? `symbol:"${text}"` : `symbol:${text}`);
      const ports = { regex: UNLIMITED_RUN, breathe: () => Promise.resolve() };
      const { accepted } = await planQuery(opened, query, true, async () => '', ports);
      const expected = new Uint8Array(opened.snapshot.size);
      for (const { name: defined, ordinal } of everyDefinition(opened.snapshot)) {
        if (first.matches(defined)) expected[ordinal] = 1;
      }
      expect(accepted).toEqual(expected);
    }),
    { seed: 3, numRuns: 100 },
  );
});
