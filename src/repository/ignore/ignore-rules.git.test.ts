import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pathBytes } from './ignore-pattern.ts';
import { decideIgnore, type IgnoreRules, withIgnoreFile } from './ignore-rules.ts';

/** Mulberry32: a small generator with a fixed seed, so that a failure can be repeated. */
function randomOf(seed: number): <Item>(items: readonly Item[]) => Item {
  let state = seed;
  return (items) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const index = ((mixed ^ (mixed >>> 14)) >>> 0) % items.length;
    return items[index] as (typeof items)[number];
  };
}

const NAMES = [
  'a',
  'b',
  'ab',
  'abc',
  'foo',
  'bar',
  'foo.txt',
  'bar.o',
  'a.c',
  'x.min.js',
  '.hidden',
  'build',
  'Foo',
  'foo bar',
  'trail ',
  '#hash',
  '!bang',
  '[x]',
  'é',
  'naïve.md',
  'a-b',
  'a_b',
  '日本',
  'z9',
  'ab]',
  'back\\slash',
  'deep',
];
const PIECES = [
  ...NAMES,
  '*',
  '**',
  '*',
  '?',
  '??',
  '*.c',
  '*.o',
  'a*',
  '*b',
  'f*o',
  '[ab]',
  '[!a]',
  '[^b]*',
  '[a-c]',
  '[]]',
  '[]-a]*',
  '[[:alpha:]]',
  '[[:digit:]z]*',
  '[[:nope:]]',
  '[a',
  '\\*',
  '\\#hash',
  '\\!bang',
  '\\[x\\]',
  '[[]x]',
  'a**',
  '**b',
  '***',
  'foo\\ bar',
  'trail\\ ',
  'trail ',
  'é',
  '?',
  '[é]',
  'a\\',
  '[\\]]',
  '*.min.*',
  '*a*b*',
  '.*',
  '[a-]*',
  '[--z]*',
  '{a,b}',
];

function makePattern(pick: ReturnType<typeof randomOf>): string {
  const segments = Array.from({ length: pick([1, 1, 1, 2, 2, 3, 4]) }, () => pick(PIECES));
  const lead = pick(['', '', '', '/', '!', '!', '!/', '**/', '#', '/**/', ' ']);
  const tail = pick(['', '', '', '/', '/**', '/*', ' ', '  ', '\t', '//', '\r']);
  return lead + segments.join('/') + tail;
}

interface Tree {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

function makeTree(pick: ReturnType<typeof randomOf>): Tree {
  const folders = new Set<string>();
  const files = new Set<string>();
  for (let count = 0; count < 200; count += 1) {
    const depth = pick([1, 2, 2, 3, 3, 4]);
    const path = Array.from({ length: depth }, () => pick(NAMES)).join('/');
    const parents = path
      .split('/')
      .map((_, index, all) => all.slice(0, index).join('/'))
      .slice(1);
    if (folders.has(path) || files.has(path) || parents.some((parent) => files.has(parent)))
      continue;
    for (const parent of parents) folders.add(parent);
    files.add(path);
  }
  return { folders: [...folders], files: [...files] };
}

/** What the walker does: a path is ignored when it or a folder above it is. */
function ignoredByUs(
  path: string,
  folder: boolean,
  ruleFiles: ReadonlyMap<string, string>,
  exclude: string,
): boolean {
  let rules: IgnoreRules | null = withIgnoreFile(null, '.git/info/exclude', '', exclude);
  const segments = path.split('/');
  for (const [index] of segments.entries()) {
    const parent = segments.slice(0, index).join('/');
    const text = ruleFiles.get(parent);
    if (text !== undefined) {
      rules = withIgnoreFile(rules, `${parent}/.gitignore`, parent, text);
    }
    const here = segments.slice(0, index + 1).join('/');
    const isFolder = index < segments.length - 1 || folder;
    if (decideIgnore(rules, pathBytes(here, isFolder))?.ignored === true) return true;
  }
  return false;
}

test('agrees with git check-ignore on thousands of generated pattern and path pairs', () => {
  const seed = 20_261_123;
  const pick = randomOf(seed);
  const differences: string[] = [];
  let pairs = 0;
  let ignoredPairs = 0;
  const root = mkdtempSync(join(tmpdir(), 'vectorgit-ignore-'));
  try {
    execFileSync('git', ['init', '-q', root]);
    let tree: Tree = { folders: [], files: [] };
    let ruleFiles = new Map<string, string>();
    for (let round = 0; round < 30; round += 1) {
      for (const folder of ruleFiles.keys()) rmSync(join(root, folder, '.gitignore'));
      ruleFiles = new Map();
      // Making folders takes most of the time: each tree serves several times.
      if (round % 6 === 0) {
        for (const name of readdirSync(root)) {
          if (name !== '.git') rmSync(join(root, name), { recursive: true });
        }
        tree = makeTree(pick);
        // Git looks whether a path is a folder; of a file it is enough that there is none of its name.
        for (const folder of tree.folders) mkdirSync(join(root, folder), { recursive: true });
      }
      const lines = (count: number): string =>
        Array.from({ length: count }, () => makePattern(pick)).join('\n') + pick(['', '\n']);
      ruleFiles.set('', pick(['', '\uFEFF']) + lines(pick([1, 2, 3, 6])));
      for (const folder of tree.folders) {
        if (pick([0, 0, 0, 1]) === 1) ruleFiles.set(folder, lines(pick([1, 2, 3])));
      }
      for (const [folder, text] of ruleFiles) writeFileSync(join(root, folder, '.gitignore'), text);
      const exclude = lines(pick([0, 1, 2]));
      mkdirSync(join(root, '.git/info'), { recursive: true });
      writeFileSync(join(root, '.git/info/exclude'), exclude);

      const subjects = [
        ...tree.files.map((path) => ({ path, folder: false })),
        ...tree.folders.map((path) => ({ path, folder: true })),
      ];
      const ignored = new Set(
        checkIgnore(
          root,
          subjects.map(({ path }) => path),
        ),
      );
      for (const { path, folder } of subjects) {
        pairs += 1;
        const byGit = ignored.has(path);
        if (byGit) ignoredPairs += 1;
        if (byGit !== ignoredByUs(path, folder, ruleFiles, exclude)) {
          differences.push(
            `${path}${folder ? '/' : ''} git=${byGit} ${JSON.stringify([...ruleFiles])} ${JSON.stringify(exclude)}`,
          );
        }
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  expect(differences, `seed ${seed}`).toEqual([]);
  expect(pairs).toBeGreaterThan(6_000);
  // Neither answer is rare, so agreement means something.
  expect(ignoredPairs).toBeGreaterThan(pairs * 0.1);
  expect(ignoredPairs).toBeLessThan(pairs * 0.8);
});

function checkIgnore(root: string, paths: readonly string[]): string[] {
  try {
    const output = execFileSync('git', ['check-ignore', '--no-index', '--stdin', '-z'], {
      cwd: root,
      input: paths.join('\0'),
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    });
    return output
      .toString()
      .split('\0')
      .filter((path) => path !== '');
  } catch (error) {
    // Exit code 1 says that nothing is ignored.
    if ((error as { status?: number }).status === 1) return [];
    throw error;
  }
}
