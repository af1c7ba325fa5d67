import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOfHunk, readDiff } from './diff.ts';

const GIT = `diff --git a/src/old.ts b/src/new.ts
similarity index 90%
rename from src/old.ts
rename to src/new.ts
index 1..2 100644
--- a/src/old.ts
+++ b/src/new.ts
@@ -3,4 +3,5 @@ export function load() {
 const a = 1;
-const b = load(a);
---- a/x
+const b = await load(a);
++++ b/x
+check(b);
 return b;
diff --git a/gone.py b/gone.py
--- a/gone.py
+++ /dev/null
@@ -1 +0,0 @@
-print('gone')
\\ No newline at end of file
`;

describe('readDiff', () => {
  it('reads files, hunks and changed lines of git, renamed and removed files too', () => {
    const diff = readDiff(GIT);
    expect(diff?.files.map(({ path, oldPath }) => [oldPath, path])).toEqual([
      ['src/old.ts', 'src/new.ts'],
      ['gone.py', null],
    ]);
    expect(diff?.files[0]?.hunks).toEqual([
      {
        oldStart: 3,
        newStart: 3,
        oldLines: ['const a = 1;', 'const b = load(a);', '--- a/x', 'return b;'],
        newLines: ['const a = 1;', 'const b = await load(a);', '+++ b/x', 'check(b);', 'return b;'],
        firstChange: 1,
      },
    ]);
    expect(diff?.removed).toBe("const b = load(a);\n--- a/x\nprint('gone')");
    expect(diff?.added).toBe('const b = await load(a);\n+++ b/x\ncheck(b);');
  });

  it.each([
    [
      'svn',
      '--- lib/a.c\t(revision 10)\n+++ lib/a.c\t(working copy)\n@@ -1 +1 @@\n-a\n+b\n',
      'lib/a.c',
    ],
    [
      'diff -u',
      '--- lib/a.c\t2026-01-01 00:00\n+++ lib/b.c\t2026-01-02\n@@ -1 +1 @@\n-a\n+b\n',
      'lib/b.c',
    ],
    ['hunks alone', '@@ -1,2 +1,2 @@\n a\n-b\n+c\n', null],
  ])('reads %s', (_, text, path) => {
    expect(readDiff(text)?.files.map((file) => file.path)).toEqual([path]);
  });

  it('does not take lists, prose and code for a diff', () => {
    for (const text of ['- one\n- two\n+ three', '--- \ntitle: x\n---', 'a - b\n+c']) {
      expect(readDiff(text)).toBeNull();
    }
  });

  it('reads any text without an error; counts that lie end with the text', () => {
    const piece = fc.constantFrom(
      'diff --git a/x b/y\n',
      '--- a/x\n',
      '+++ b/x\n',
      '@@ -1,3 +1,999999999 @@\n',
      '-a\n',
      '+b\n',
      ' c\n',
      '\n',
      '@@ -0,0 +1 @@',
      '\\ No newline\n',
      '--- /dev/null\n',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const diff = readDiff(pieces.join(''));
        for (const { hunks } of diff?.files ?? []) {
          for (const hunk of hunks) {
            expect(lineOfHunk(hunk, [])).toBeGreaterThanOrEqual(1);
            expect(hunk.oldStart).toBeGreaterThanOrEqual(1);
          }
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('lineOfHunk', () => {
  const [hunk] =
    readDiff('--- a\n+++ b\n@@ -5,3 +7,3 @@\n one\n-two\n+second\n three\n')?.files[0]?.hunks ?? [];
  if (hunk === undefined) throw new Error('no hunk');
  const blank = (count: number) => Array.from({ length: count }, () => '');

  it('finds the change in a file before it, after it, and in one whose lines have moved', () => {
    expect(lineOfHunk(hunk, [...blank(4), 'one', 'two', 'three'])).toBe(6);
    expect(lineOfHunk(hunk, [...blank(6), 'one', 'second', 'three'])).toBe(8);
    expect(lineOfHunk(hunk, [...blank(20), 'zero', 'second', 'three'])).toBe(22);
  });

  it('stays in a file that has nothing of it', () => {
    expect(lineOfHunk(hunk, ['a', 'b'])).toBe(2);
  });
});
