import { describe, expect, test } from 'vitest';
import type { FileListing } from '../../worker/protocol.ts';
import { buildTree, foldersAbove, treeRows } from './file-tree.ts';
import { matchPaths } from './path-match.ts';

const listing = (path: string): FileListing => ({ path, language: 'text', bytes: 1, chunks: 1 });

describe('the file tree', () => {
  const root = buildTree(
    ['b.ts', 'src/ui/app/x.ts', 'src/a.ts', 'docs/deep/only/y.md', 'a.ts'].map(listing),
  );

  test('folders come before files, both by name, with the number of files below', () => {
    expect(root.folders.map((folder) => [folder.name, folder.count])).toEqual([
      ['docs/deep/only', 1],
      ['src', 2],
    ]);
    expect(root.files.map((file) => file.path)).toEqual(['a.ts', 'b.ts']);
    expect(root.count).toBe(5);
  });

  test('a chain of folders with nothing else in them is one row', () => {
    expect(root.folders[0]?.path).toBe('docs/deep/only/');
  });

  test('only open folders show what is in them', () => {
    const names = (open: string[]) =>
      treeRows(root, new Set(open)).map((row) =>
        row.kind === 'folder' ? `${row.depth} ${row.folder.path}` : `${row.depth} ${row.file.path}`,
      );
    expect(names([])).toEqual(['0 docs/deep/only/', '0 src/', '0 a.ts', '0 b.ts']);
    expect(names(['src/'])).toEqual([
      '0 docs/deep/only/',
      '0 src/',
      '1 src/ui/app/',
      '1 src/a.ts',
      '0 a.ts',
      '0 b.ts',
    ]);
  });

  test('the folders above a path are all its prefixes', () => {
    expect(foldersAbove('a/b/c.ts')).toEqual(['a/', 'a/b/']);
    expect(foldersAbove('c.ts')).toEqual([]);
  });
});

describe('the file finder', () => {
  const paths = [
    'src/search/query-parser.ts',
    'src/repository/parser.ts',
    'src/ui/search/query.ts',
    'docs/quality.md',
  ];
  const found = (pattern: string) => matchPaths(paths, pattern, 10).map((match) => match.path);

  test.each([
    ['parser', ['src/repository/parser.ts', 'src/search/query-parser.ts']],
    ['qp', ['src/search/query-parser.ts']],
    ['ui query', ['src/ui/search/query.ts']],
    ['zzz', []],
  ])('%j finds %j', (pattern, expected) => {
    expect(found(pattern).slice(0, Math.max(1, expected.length))).toEqual(expected);
  });

  test('without letters all paths come in their order', () => {
    expect(found('  ')).toEqual(paths);
  });

  test('the positions are the letters that matched', () => {
    const [first] = matchPaths(['src/a-file.ts'], 'afile', 1);
    expect(first?.positions.map((position) => 'src/a-file.ts'[position]).join('')).toBe('afile');
  });
});
