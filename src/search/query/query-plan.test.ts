import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { search } from '../search.ts';
import { parseQuery } from './query-parser.ts';
import { planQuery } from './query-plan.ts';
import { UNLIMITED_RUN } from './regex-run.ts';

const PORTS = { regex: UNLIMITED_RUN, breathe: () => Promise.resolve() };

const GENERATION = openedGeneration(
  [
    {
      'src/read.ts':
        'def readFile\nopen the file\nreturn bytes\nfoo(a, b)\nclose it\nReadFile again',
      'src/write.py': 'def Writer.writeFile\nwrite bytes\nflush',
    },
    { 'docs/read.md': 'how to read\nand to write\nfoo(a,\nb)', 'gone.ts': 'def readFile' },
  ],
  ['gone.ts'],
);

async function found(text: string, mode: 'keyword' | 'hybrid' = 'keyword') {
  const { hits } = await search(
    GENERATION,
    text,
    { mode },
    { embedder: null, signal: new AbortController().signal, now: () => 0 },
  );
  return hits.map((hit) => `${hit.path}:${hit.startLine}`).sort();
}

describe('a query', () => {
  it.each([
    ['read file', ['src/read.ts:1', 'src/read.ts:4']],
    [
      'read OR flush -docs',
      ['docs/read.md:1', 'docs/read.md:4', 'src/read.ts:1', 'src/read.ts:4', 'src/write.py:1'],
    ],
    ['read -path:src', ['docs/read.md:1', 'docs/read.md:4']],
    ['path:/src lang:py', ['src/write.py:1']],
    ['file:read.*', ['docs/read.md:1', 'docs/read.md:4', 'src/read.ts:1', 'src/read.ts:4']],
    ['lang:ts lang:py bytes', ['src/read.ts:1', 'src/write.py:1']],
    ['symbol:file', ['src/read.ts:1', 'src/write.py:1']],
    ['symbol:"writeFile"', ['src/write.py:1']],
    ['symbol:"file"', []],
    ['symbol:write*', ['src/write.py:1']],
    ['type:function -write', ['src/read.ts:1']],
    ['"foo(a"', ['docs/read.md:1', 'src/read.ts:4']],
    ['"foo(a" -docs', ['src/read.ts:4']],
    ['"OPEN THE"', ['src/read.ts:1']],
    ['"OPEN THE" case:yes', []],
    ['ReadFile case:yes', ['src/read.ts:4']],
    ['/^re\\w+ \\w+$/', ['src/read.ts:1', 'src/read.ts:4']],
    ['/a,\\s*b/', ['src/read.ts:4']],
    ['/a,\\s*b/s', ['docs/read.md:1', 'src/read.ts:4']],
    ['(foo OR flush) -/,$/', ['src/read.ts:4', 'src/write.py:1']],
    ['repo:other read', []],
    ['-src', ['docs/read.md:1', 'docs/read.md:4']],
  ])('%s finds in keyword mode what it asks for', async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  it('binds by filters, phrases and minus in every mode, by words in keyword mode only', async () => {
    expect(await found('read zebra', 'hybrid')).toHaveLength(4);
    expect(await found('read zebra -path:docs "file"', 'hybrid')).toHaveLength(3);
    expect(await found('read zebra')).toEqual([]);
    expect(await found('read (zebra OR file)')).toHaveLength(2);
  });

  it('shows where its texts are, and how often', async () => {
    const ports = { embedder: null, signal: new AbortController().signal, now: () => 0 };
    const reply = await search(GENERATION, '/o+/ "the"', { mode: 'keyword' }, ports);
    const [hit] = reply.hits;
    expect(reply.occurrences).toEqual({ count: 2, complete: true });
    expect(hit?.marks.map(({ start, end }) => hit.text.slice(start, end))).toEqual(['o', 'the']);
  });

  it('takes its last word for what it may become, unless it is one', async () => {
    expect(await found('wri')).toEqual(['docs/read.md:1', 'src/write.py:1']);
    expect(await found('wri ')).toEqual([]);
    expect(await found('fl', 'hybrid')).toEqual(['src/write.py:1']);
    expect(await found('a')).not.toContain('src/read.ts:1');
  });
});

describe('phrases and expressions', () => {
  const line = fc
    .array(
      fc.constantFrom('ab', 'AB', 'b', ' ', 'é', 'É', 'ſ', 's', 'K', '\u212a', '(', '\\', '😀'),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(''));
  const file = fc.array(line, { minLength: 1, maxLength: 9 }).map((lines) => lines.join('\n'));

  it('are found in every line that holds them, and nowhere else, as by a scan of everything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 4 }),
        line.filter((text) => text.trim() !== ''),
        fc.boolean(),
        async (texts, wanted, caseSensitive) => {
          const files = Object.fromEntries(texts.map((text, index) => [`${index}.ts`, text]));
          const generation = openedGeneration([files]);
          const escaped = wanted.replace(/["\\]/g, '\\$&');
          const query = parseQuery(`"${escaped}"${caseSensitive ? ' case:yes' : ''}`);
          const plan = await planQuery(generation, query, false, () => Promise.resolve(''), PORTS);

          const expected: string[] = [];
          const literal = wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
          const regex = new RegExp(literal, caseSensitive ? 'u' : 'iu');
          for (const [path, text] of Object.entries(files)) {
            for (const [index, own] of text.split('\n').entries()) {
              if (regex.test(own)) expected.push(`${path}:${index - (index % 3) + 1}`);
            }
          }
          const accepted = [...(plan.accepted ?? [])].flatMap((value, ordinal) => {
            const { segment, chunk } = generation.snapshot.locate(ordinal);
            const { startLine } = segment.reader.chunks.row(chunk);
            return value === 1 ? [`${generation.snapshot.fileOf(ordinal).path}:${startLine}`] : [];
          });
          expect(accepted.sort()).toEqual([...new Set(expected)].sort());
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});
