import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RepositoryId } from '../../domain/api.ts';
import { openedGeneration } from '../fixtures/opened-generation.ts';
import { GenerationJoiner } from '../joined-generation.ts';
import { FileLocator } from './locate.ts';
import { searchPasted } from './search-pasted.ts';

const FILES = {
  'src/user/load.ts': 'def loadUser\nconst a = 1;\nreturn a;\ndef saveUser\nthrow quotaError;\nend',
  'src/pool.ts': 'def takeConnection\nwait for a free connection\nend',
  'lib/main/com/acme/Pool.java': 'def take\nthrow closed;\nend',
  'index.js': 'def start\nrequire express\nend',
  'docs/pool.md': 'The pool waits for a free connection, then takes it.',
};

const ports = { embedder: null, signal: new AbortController().signal, now: () => 0 };

async function ask(text: string, files: Readonly<Record<string, string>> = FILES) {
  return searchPasted(openedGeneration([files]), text, {}, ports);
}

async function named(text: string): Promise<string[]> {
  const { hits } = await ask(text);
  return hits.flatMap(({ path, startLine, named: place }) =>
    place === undefined ? [] : [`${path}:${startLine} ${place.by} ${place.line}`],
  );
}

describe('searchPasted', () => {
  it('puts the places that a trace names first, in its order, with the chunk that holds the line', async () => {
    const text = `Error: quota
    at saveUser (/home/me/app/src/user/load.ts:5:3)
    at express (/home/me/app/node_modules/express/index.js:1:1)
    at start (/home/me/app/index.js:2:1)`;
    expect(await named(text)).toEqual(['src/user/load.ts:4 trace 5', 'index.js:1 trace 2']);
    const { pasted, hits } = await ask(text);
    expect(pasted).toMatchObject({ kind: 'trace', places: 3, found: 2 });
    expect(hits[0]?.named?.written).toBe('/home/me/app/src/user/load.ts:5');
  });

  it('finds a Java class by its package, and the definition when the file no longer has the line', async () => {
    expect(await named('\tat com.acme.Pool.take(Pool.java:2)')).toEqual([
      'lib/main/com/acme/Pool.java:1 trace 2',
    ]);
    expect(await named('    at saveUser (src/user/load.ts:400:1)')).toEqual([
      'src/user/load.ts:4 trace null',
    ]);
  });

  it('names a place in each repository that has it equally well, the one that the path names first', async () => {
    const part = (name: string, files: Readonly<Record<string, string>>) => ({
      id: name as RepositoryId,
      name,
      generation: openedGeneration([files]),
    });
    const joined = new GenerationJoiner().join([
      part('blog', { 'src/load.ts': 'def loadPost\nreturn post;\nend' }),
      part('other', { 'load.ts': 'def loadNothing\nend' }),
      part('shop', { 'src/load.ts': 'def loadCart\nreturn cart;\nend', 'src/a.ts': 'def a\nend' }),
    ]);
    const placesOf = async (text: string) => {
      const { hits } = await searchPasted(joined, text, {}, ports);
      return hits
        .filter((hit) => hit.named !== undefined)
        .map((hit) => `${hit.repository?.name} ${hit.path}:${hit.startLine}`);
    };
    const frames = (folder: string) =>
      `Error: no\n    at load (${folder}src/load.ts:2:1)\n    at a (${folder}src/a.ts:1:1)`;
    expect(await placesOf(frames('/home/me/shop/'))).toEqual([
      'shop src/load.ts:1',
      'blog src/load.ts:1',
      'shop src/a.ts:1',
    ]);
    expect(await placesOf(frames('/srv/'))).toEqual([
      'blog src/load.ts:1',
      'shop src/load.ts:1',
      'shop src/a.ts:1',
    ]);
    const diff =
      '--- a/src/load.ts\n+++ b/src/load.ts\n@@ -2,1 +2,1 @@\n-return cart;\n+return all;\n';
    expect(await placesOf(diff)).toEqual(['blog src/load.ts:1', 'shop src/load.ts:1']);
  });

  it('puts the changed chunks of a diff first, then what is like what it changes', async () => {
    const text = `--- a/src/user/load.ts
+++ b/src/user/load.ts
@@ -4,2 +4,2 @@
 def saveUser
-throw quotaError;
+wait for a free connection
`;
    const { hits } = await ask(text);
    expect(hits[0]).toMatchObject({
      path: 'src/user/load.ts',
      startLine: 4,
      named: { by: 'diff', line: 5 },
    });
    expect(hits.slice(1).map(({ path }) => path)).toContain('src/pool.ts');
  });

  it('finds what is like a text without reading query language in it', async () => {
    const { hits, problems, pasted } = await ask('-free "connection (OR path:x\n/waits/');
    expect(problems).toEqual([]);
    expect(pasted?.kind).toBe('message');
    expect(hits.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['docs/pool.md', 'src/pool.ts']),
    );
    expect(hits[0]?.named).toBeUndefined();
  });

  it('gives parts that sum up to the score', async () => {
    const { hits } = await ask('wait for a free connection');
    for (const { score, parts } of hits) {
      const sum = (parts.keyword?.contribution ?? 0) + (parts.meaning?.contribution ?? 0);
      expect(sum).toBeCloseTo(score, 12);
    }
  });

  it('answers any text', async () => {
    const generation = openedGeneration([FILES]);
    const piece = fc.constantFrom(
      'at f (src/pool.ts:2:1)\n',
      '--- a/src/pool.ts\n',
      '+++ b/src/pool.ts\n',
      '@@ -1,2 +99,1 @@\n',
      '-wait\n',
      '\u0000',
      'free',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const { hits } = await searchPasted(generation, pieces.join(''), {}, ports);
        const keys = hits.map(({ path, startLine }) => `${path}:${startLine}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('FileLocator', () => {
  const { snapshot } = openedGeneration([
    { 'a/lib/x.ts': 'a', 'b/lib/x.ts': 'b', 'y.ts': 'c', 'q/z.ts': 'd' },
  ]);
  const locator = new FileLocator(snapshot);
  const find = (path: string) => locator.find(path).map((file) => file.path);

  it('takes the file that shares most of the path', () => {
    expect(find('/root/b/lib/x.ts')).toEqual(['b/lib/x.ts']);
    expect(find('C/LIB/X.TS')).toEqual(['a/lib/x.ts', 'b/lib/x.ts']);
    expect(find('x.ts')).toEqual(['a/lib/x.ts', 'b/lib/x.ts']);
  });

  it('takes no file that only has the same name, and none of a dependency', () => {
    expect(find('/else/z.ts')).toEqual([]);
    expect(find('/root/node_modules/p/y.ts')).toEqual([]);
    expect(find('/root/y.ts')).toEqual(['y.ts']);
  });

  it('knows its own package where it is installed', () => {
    expect(find('/venv/site-packages/q/z.ts')).toEqual(['q/z.ts']);
    expect(find('/venv/site-packages/other/q/z.ts')).toEqual([]);
  });
});
