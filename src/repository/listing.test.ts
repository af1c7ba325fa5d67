import { expect, test } from 'vitest';
import type { Directory } from './directory.ts';
import { eventsOf, linesOf, listLines, treeOf } from './fixtures/listing.ts';
import { listRepository } from './listing.ts';

test('original defect 10: names that only contain a sensitive word are indexed', async () => {
  const paths = [
    'bin/release.sh',
    'keyboard.py',
    'monkey/patch.ts',
    'private/keys.md',
    'robin/main.py',
    'secret_santa.py',
    'src/api-key-form.tsx',
    'src/environment.ts',
    'src/password.ts',
    'src/token.rs',
    'tokenizer.py',
  ];
  expect(await listLines(Object.fromEntries(paths.map((path) => [path, 'x'])))).toEqual(paths);
});

test('original defect 10: sources in folders named build, dist, out, target, bin or obj are indexed', async () => {
  const paths = [
    'bin/tool',
    'build/webpack.config.js',
    'dist/index.js',
    'obj/loader.c',
    'out/of/sight.md',
    'target/practice.go',
    'vendor/acme/drill.c',
  ];
  expect(await listLines(Object.fromEntries(paths.map((path) => [path, 'x'])))).toEqual(paths);
});

test('build output is excluded beside the project file of the tool that writes it', async () => {
  expect(
    await listLines({
      'crate/Cargo.toml': 'x',
      'crate/target/debug/x.d': 'x',
      'js/dist/index.js': 'x',
      'js/package.json': '{}',
      'js/src/index.js': 'x',
      'net/App.csproj': 'x',
      'net/bin/App.txt': 'x',
      'only-dist/dist/index.js': 'x',
      'only-dist/package.json': '{}',
    }),
  ).toEqual([
    'crate/Cargo.toml',
    'crate/target/: excluded',
    'js/dist/: excluded',
    'js/package.json',
    'js/src/index.js',
    'net/App.csproj',
    'net/bin/: excluded',
    'only-dist/dist/index.js',
    'only-dist/package.json',
  ]);
});

test('where ignore rules do not name a build folder it is tracked, so it is source', async () => {
  expect(
    await listLines({
      '.gitignore': '*.log\n',
      'dist/index.js': 'x',
      'package.json': '{}',
      'src/a.js': 'x',
    }),
  ).toEqual(['.gitignore', 'dist/index.js', 'package.json', 'src/a.js']);
});

test('folders that hold a tool marker are excluded whatever their name is', async () => {
  expect(
    await listLines({
      'my-env/pyvenv.cfg': 'x',
      'my-env/lib/a.py': 'x',
      'stuff/CACHEDIR.TAG': 'x',
      'coverage/lcov.info': 'x',
      'pkg/coverage/merge.go': 'x',
      'vendor/modules.txt': 'x',
    }),
  ).toEqual([
    'coverage/: excluded',
    'my-env/: excluded',
    'pkg/coverage/merge.go',
    'stuff/: excluded',
    'vendor/: excluded',
  ]);
});

test('built-in excludes are whole segments in any depth, and count what they stand for', async () => {
  const events = await eventsOf(
    treeOf({
      '.git/HEAD': 'ref',
      '.git/objects/aa/bb': 'xx',
      'a/node_modules/p/index.js': 'xxx',
      'a/node_modules.md': 'x',
      'not_node_modules/x.js': 'x',
      'Cargo.lock': 'x',
      'yarn.lock.md': 'x',
      'sub/.git': 'gitdir: ../.git/modules/sub',
    }),
  );
  expect(linesOf(events)).toEqual([
    '.git/: excluded',
    'Cargo.lock: excluded',
    'a/node_modules/: excluded',
    'a/node_modules.md',
    'not_node_modules/x.js',
    'sub/.git: excluded',
    'yarn.lock.md',
  ]);
  const entries = events.flatMap((event) => (event.kind === 'skipped' ? [event.entry] : []));
  expect(entries.find(({ path }) => path === '.git/')).toMatchObject({ files: 2, bytes: 5 });
  expect(entries.find(({ path }) => path === 'a/node_modules/')).toMatchObject({ files: 1 });
});

test('nested ignore files, negation and info/exclude decide as in git, and say which rule did', async () => {
  const events = await eventsOf(
    treeOf({
      '.git/info/exclude': '*.tmp\n',
      '.gitignore': '# logs\n*.log\n/gen/\n',
      'a.log': 'x',
      'a.tmp': 'x',
      'gen/keep.txt': 'x',
      'sub/.gitignore': '!important.log\n/gen\n',
      'sub/gen/b.txt': 'x',
      'sub/important.log': 'x',
      'sub/other.log': 'x',
      'sub/deep/gen/c.txt': 'x',
    }),
  );
  expect(linesOf(events)).toEqual([
    '.git/: excluded',
    '.gitignore',
    'a.log: ignored',
    'a.tmp: ignored',
    'gen/: ignored',
    'sub/.gitignore',
    'sub/deep/gen/c.txt',
    'sub/gen/: ignored',
    'sub/important.log',
    'sub/other.log: ignored',
  ]);
  const details = events.flatMap((event) => (event.kind === 'skipped' ? [event.entry.detail] : []));
  expect(details.slice(1)).toEqual([
    '.gitignore:2 *.log',
    '.git/info/exclude:1 *.tmp',
    '.gitignore:3 /gen/',
    'sub/.gitignore:2 /gen',
    '.gitignore:2 *.log',
  ]);
});

test('.vectorgitignore is stronger than .gitignore and takes back built-in excludes, but never .git', async () => {
  expect(
    await listLines({
      '.git/HEAD': 'x',
      '.gitignore': 'docs/\n!noise.md\n',
      '.vectorgitignore': '!docs/\n!yarn.lock\n!.git\nnoise.md\n',
      'docs/a.md': 'x',
      'noise.md': 'x',
      'yarn.lock': 'x',
    }),
  ).toEqual([
    '.git/: excluded',
    '.gitignore',
    '.vectorgitignore',
    'docs/a.md',
    'noise.md: ignored',
    'yarn.lock',
  ]);
});

test('include anyway reaches one file in a pruned folder and keeps the others out', async () => {
  const files = {
    'node_modules/p/index.js': 'x',
    'node_modules/p/lib/deep.js': 'x',
    'node_modules/q/index.js': 'x',
    'src/a.ts': 'x',
  };
  expect(await listLines(files, { includeAnyway: ['node_modules/p/index.js'] })).toEqual([
    'node_modules/p/index.js',
    'node_modules/p/lib/: excluded',
    'node_modules/q/: excluded',
    'src/a.ts',
  ]);
  expect(await listLines(files, { includeAnyway: ['node_modules/p/'] })).toEqual([
    'node_modules/p/index.js',
    'node_modules/p/lib/deep.js',
    'node_modules/q/: excluded',
    'src/a.ts',
  ]);
});

test('including a folder lifts neither secrets nor the size limit in it, naming the file does', async () => {
  const files = { 'x/.env': 'A=1', 'x/big.txt': 'y'.repeat(50), 'x/.git/HEAD': 'r' };
  const small = { maxFileBytes: 10 };
  expect(await listLines(files, { ...small, includeAnyway: ['x/'] })).toEqual([
    'x/.env: secret',
    'x/.git/: excluded',
    'x/big.txt: too-large',
  ]);
  expect(await listLines(files, { ...small, includeAnyway: ['x/.env', 'x/big.txt'] })).toEqual([
    'x/.env',
    'x/.git/: excluded',
    'x/big.txt',
  ]);
});

test('files that hold secrets by name are quarantined, templates of them are not', async () => {
  const secret = [
    '.env',
    '.env.local',
    'certs/server.pem',
    'deploy/id_rsa',
    'home/.aws/credentials',
    'home/.netrc',
    'k/app.jks',
    'k/master.key',
    'k/x.kdbx',
  ];
  const harmless = [
    '.env.example',
    '.env.sample',
    'aws/credentials',
    'deploy/id_rsa.pub',
    'env.ts',
    'k/key.md',
  ];
  const lines = await listLines(
    Object.fromEntries([...secret, ...harmless].map((path) => [path, 'x'])),
  );
  expect(lines.filter((line) => line.endsWith(': secret'))).toEqual(
    secret.map((path) => `${path}: secret`),
  );
  expect(lines.filter((line) => !line.includes(':'))).toEqual(harmless);
});

test('binary extensions, empty files and large files are told without opening', async () => {
  const root: Directory = {
    list: async () =>
      [
        ['logo.PNG', 10],
        ['none.txt', 0],
        ['video.txt', 3 * 1024 ** 3],
      ].map(([name, bytes]) => ({
        kind: 'file' as const,
        name: String(name),
        bytes: Number(bytes),
        lastModified: 0,
        open: () => Promise.reject(new Error('must not be opened')),
      })),
  };
  expect(linesOf(await eventsOf(root))).toEqual([
    'logo.PNG: binary',
    'none.txt: empty',
    'video.txt: too-large',
  ]);
  const anyway = await eventsOf(root, { includeAnyway: ['video.txt'] });
  expect(linesOf(anyway).at(-1)).toBe('video.txt: too-large');
});

test('.gitattributes marks generated and vendored files, and clears them', async () => {
  expect(
    await listLines({
      '.gitattributes':
        'gen/** linguist-generated\n*.pb.go -linguist-generated\nlib/*.js linguist-vendored=true\n',
      'gen/a.ts': 'x',
      'hand.pb.go': 'x',
      'lib/jquery.js': 'x',
      'other_pb2.py': 'x',
    }),
  ).toEqual([
    '.gitattributes',
    'gen/a.ts: generated',
    'hand.pb.go',
    'lib/jquery.js: excluded',
    'other_pb2.py: generated',
  ]);
});

test('file names like __proto__ and constructor are ordinary names', async () => {
  const paths = ['__proto__/toString', 'constructor', 'hasOwnProperty.ts'];
  expect(await listLines(new Map(paths.map((path) => [path, 'x'])))).toEqual(paths);
});

test('the order depends on names only, not on how the source lists them', async () => {
  const paths = ['b.ts', 'a/z.ts', 'a/B.ts', 'Z.ts', 'é.ts', 'a.ts', 'a-b/c.ts'];
  const one = await listLines(new Map(paths.map((path) => [path, 'x'])));
  const other = await listLines(new Map(paths.toReversed().map((path) => [path, 'x'])));
  expect(one).toEqual(other);
  expect(one).toEqual(['Z.ts', 'a/B.ts', 'a/z.ts', 'a-b/c.ts', 'a.ts', 'b.ts', 'é.ts']);
});

test('every file seen is listed or stands in a skipped entry', async () => {
  const files = new Map<string, string>();
  const names = [
    'a.ts',
    'node_modules',
    '.env',
    'x.png',
    'dist',
    'b.log',
    'sub',
    '~t',
    'yarn.lock',
  ];
  for (const top of names) {
    for (const middle of names)
      for (const leaf of ['c.ts', 'd.log', 'e.map']) files.set(`${top}1/${middle}/${leaf}`, 'x');
  }
  files.set('.gitignore', '*.log\nsub/\n');
  let counted = 0;
  for (const event of await eventsOf(treeOf(files))) {
    if (event.kind === 'file') counted += 1;
    if (event.kind === 'skipped') counted += event.entry.files ?? 0;
  }
  expect(counted).toBe(files.size);
});

test('a folder that cannot be listed is one unreadable entry and does not end the walk', async () => {
  const inner = treeOf({ 'gone/a.ts': 'x', 'ok.ts': 'x' });
  const root: Directory = {
    list: (path) =>
      path === 'gone' ? Promise.reject(new DOMException('x', 'NotFoundError')) : inner.list(path),
  };
  expect(linesOf(await eventsOf(root))).toEqual(['gone/: unreadable', 'ok.ts']);
});

test('a root without permission is an error with its code', async () => {
  const root: Directory = {
    list: () => Promise.reject(new DOMException('x', 'NotAllowedError')),
  };
  await expect(eventsOf(root)).rejects.toMatchObject({ code: 'repository/permission-denied' });
});

test('a cancelled listing ends with the code cancelled', async () => {
  const controller = new AbortController();
  const listing = listRepository(treeOf({ 'a.ts': 'x', 'b.ts': 'x' }), {
    settings: { maxFileBytes: 100, includeAnyway: [] },
    signal: controller.signal,
    browserHidesTilde: false,
  });
  expect((await listing.next()).value).toMatchObject({ kind: 'file' });
  controller.abort();
  await expect(listing.next()).rejects.toMatchObject({ code: 'cancelled' });
});

test('20,000 files in 200 folders are all listed', async () => {
  const files = new Map<string, string>();
  for (let index = 0; index < 20_000; index += 1) files.set(`d${index % 200}/f${index}.ts`, 'x');
  const lines = await listLines(files);
  expect(lines).toHaveLength(20_000);
});
