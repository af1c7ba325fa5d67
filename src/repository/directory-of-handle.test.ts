import { expect, test } from 'vitest';
import { directoryOfEntries } from './directory-of-entries.ts';
import { directoryOfFiles, withoutTopFolder } from './directory-of-files.ts';
import { directoryOfHandle } from './directory-of-handle.ts';
import { eventsOf, linesOf, treeOf } from './fixtures/listing.ts';

type Node = Map<string, Node | File>;

let inFlight = 0;
let mostInFlight = 0;

/** The surface of a folder handle that the adapter uses, over a tree in memory. */
function handleOf(name: string, node: Node): FileSystemDirectoryHandle {
  const handle = {
    kind: 'directory',
    name,
    async *entries() {
      for (const [child, content] of node) {
        yield [
          child,
          content instanceof File ? fileHandle(child, content) : handleOf(child, content),
        ];
      }
    },
    async getDirectoryHandle(child: string) {
      const content = node.get(child);
      if (content === undefined) throw new DOMException(child, 'NotFoundError');
      if (content instanceof File) throw new DOMException(child, 'TypeMismatchError');
      return handleOf(child, content);
    },
  };
  return handle as unknown as FileSystemDirectoryHandle;
}

function fileHandle(name: string, file: File): unknown {
  return {
    kind: 'file',
    name,
    async getFile() {
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      if (name === 'forbidden.ts') throw new DOMException(name, 'NotReadableError');
      return file;
    },
  };
}

function nodeOf(files: Readonly<Record<string, string>>): Node {
  const root: Node = new Map();
  for (const [path, content] of Object.entries(files)) {
    const segments = path.split('/');
    const name = segments.pop() ?? '';
    let folder = root;
    for (const segment of segments) {
      const next = folder.get(segment);
      const child: Node = next instanceof Map ? next : new Map();
      folder.set(segment, child);
      folder = child;
    }
    folder.set(name, new File([content], name, { lastModified: 5 }));
  }
  return root;
}

const FILES = {
  '.gitignore': 'skip/\n',
  'a/b/c.ts': 'one',
  'a/d.md': 'two',
  'node_modules/x/y.js': 'no',
  'skip/z.ts': 'no',
  'README.md': 'three',
};

test('a folder handle, a list of files and dropped entries give the same listing', async () => {
  const byFiles = linesOf(await eventsOf(treeOf(FILES)));
  const byHandle = linesOf(await eventsOf(directoryOfHandle(handleOf('r', nodeOf(FILES)))));
  const tree = treeOf(FILES);
  const byEntries = linesOf(
    await eventsOf(
      directoryOfEntries({
        list: async (path) =>
          (await tree.list(path)).map((item) => ({
            name: item.name,
            folder: item.kind === 'folder',
          })),
        file: async (path) => new File([FILES[path as keyof typeof FILES]], path),
      }),
    ),
  );
  expect(byHandle).toEqual(byFiles);
  expect(byEntries).toEqual(byFiles);
  expect(byFiles).toEqual([
    '.gitignore',
    'README.md',
    'a/b/c.ts',
    'a/d.md',
    'node_modules/: excluded',
    'skip/: ignored',
  ]);
});

test('a file that cannot be opened is unreadable with the reason in plain words', async () => {
  const root = directoryOfHandle(handleOf('r', nodeOf({ 'forbidden.ts': 'x', 'ok.ts': 'x' })));
  const events = await eventsOf(root);
  expect(linesOf(events)).toEqual(['forbidden.ts: unreadable', 'ok.ts']);
  expect(JSON.stringify(events[0])).toContain('it could not be read');
});

test('a pruned folder of handles is not walked, so its size is unknown', async () => {
  const events = await eventsOf(directoryOfHandle(handleOf('r', nodeOf(FILES))));
  const entry = events.find((event) => event.kind === 'skipped');
  expect(entry).toMatchObject({ entry: { files: null, bytes: null } });
});

test('at most 16 handles are opened at the same time', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`d${index % 7}/f${index}.ts`, 'x']),
  );
  mostInFlight = 0;
  const events = await eventsOf(directoryOfHandle(handleOf('r', nodeOf(files))));
  expect(events).toHaveLength(300);
  expect(mostInFlight).toBeGreaterThan(8);
  expect(mostInFlight).toBeLessThanOrEqual(16);
});

test('a list whose paths share one top folder loses it and takes its name', () => {
  const file = new File(['x'], 'x');
  const wrapped = [
    { path: 'repo/src/a.ts', file },
    { path: 'repo/b.ts', file },
  ];
  const { name, files } = withoutTopFolder(wrapped);
  expect(name).toBe('repo');
  expect(files.map(({ path }) => path)).toEqual(['src/a.ts', 'b.ts']);
  expect(withoutTopFolder(files).name).toBeNull();
});

test('of two files with one path the later is kept', async () => {
  const root = directoryOfFiles([
    { path: 'a.ts', file: new File(['old'], 'a.ts') },
    { path: './a.ts', file: new File(['newer'], 'a.ts') },
  ]);
  expect(await eventsOf(root)).toMatchObject([{ file: { bytes: 5 } }]);
});
