import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  TextReader,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { expect, test } from 'vitest';
import { eventsOf, linesOf } from '../fixtures/listing.ts';
import { readSourceFile } from '../reading.ts';
import { ARCHIVE_LIMITS } from './archive-limits.ts';
import { directoryOfArchive, type OpenedArchive } from './directory-of-archive.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const fileOf = (name: string, bytes: Uint8Array): File => new File([bytes as Bytes], name);

async function zipOf(
  entries: Readonly<Record<string, string | Bytes>>,
  options = {},
): Promise<Bytes> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, content] of Object.entries(entries)) {
    const reader =
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content);
    await writer.add(name, reader, { lastModDate: new Date(2024, 1, 3, 4, 5, 6), ...options });
  }
  return (await writer.close()) as Bytes;
}

/** One entry of a tar made by hand: header, content, padding. */
function tarEntry(name: string, content = '', { type = '0', link = '', size = -1 } = {}): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${(size < 0 ? body.length : size).toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${(1_700_000_000).toString(8).padStart(11, '0')}\0`, 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

const tarEnd = Buffer.alloc(1024);

/** `path: text` of all that is indexed, and `path: reason` of the rest. */
async function contentOf(archive: OpenedArchive): Promise<string[]> {
  const lines: string[] = archive.skipped.map(({ path, reason }) => `${path}: ${reason}`);
  for (const event of await eventsOf(archive.root)) {
    if (event.kind !== 'file') {
      lines.push(...linesOf([event]));
      continue;
    }
    const outcome = await readSourceFile(event.file, { maxFileBytes: 1e6, includeAnyway: [] });
    lines.push(
      outcome.kind === 'source'
        ? `${outcome.file.path}: ${outcome.file.text}`
        : `${outcome.entry.path}: ${outcome.entry.reason} ${outcome.entry.detail}`,
    );
  }
  return lines;
}

/** Files in a temporary folder, for the real tools. */
function withFolder<Value>(
  files: Readonly<Record<string, string>>,
  use: (root: string) => Value,
): Value {
  const root = mkdtempSync(join(tmpdir(), 'vectorgit-archive-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const LONG = `${'long-folder-name/'.repeat(12)}file.ts`;

test('a .zip is listed and read, and the folder that wraps everything is taken away', async () => {
  const zip = await zipOf({
    'repo-1.0/src/a.ts': 'one\n'.repeat(500),
    'repo-1.0/README.md': '# é',
    'repo-1.0/node_modules/x/i.js': 'no',
  });
  const archive = await directoryOfArchive(fileOf('download.zip', zip));
  expect(archive.name).toBe('repo-1.0');
  expect(await contentOf(archive)).toEqual([
    'README.md: # é',
    'node_modules/: excluded',
    `src/a.ts: ${'one\n'.repeat(500)}`,
  ]);
  const first = (await eventsOf(archive.root))[0];
  expect(first).toMatchObject({ file: { lastModified: new Date(2024, 1, 3, 4, 5, 6).getTime() } });
});

test('without one wrapping folder the name is that of the archive', async () => {
  const zip = await zipOf({ 'src/a.ts': 'x', 'b.ts': 'y', '__MACOSX/._b.ts': 'junk' });
  const archive = await directoryOfArchive(fileOf('my.project.zip', zip));
  expect(archive.name).toBe('my.project');
  expect(await contentOf(archive)).toEqual(['__MACOSX/: excluded', 'b.ts: y', 'src/a.ts: x']);
});

test.each([
  ['gnu', false],
  ['gnu', true],
  ['pax', true],
  ['ustar', true],
] as const)(
  'a %s tar of the real tool is read whole (gzipped: %s), whatever its name',
  async (format, gzipped) => {
    const tar = withFolder(
      { 'r/a.ts': 'one', [`r/${LONG}`]: 'deep', 'r/empty.md': '', 'r/ünï.md': 'x' },
      (root) => {
        symlinkSync('a.ts', join(root, 'r/link.ts'));
        return execFileSync('tar', [`--format=${format}`, gzipped ? '-czf' : '-cf', '-', 'r'], {
          cwd: root,
        });
      },
    );
    const archive = await directoryOfArchive(fileOf('download', tar));
    expect(archive.name).toBe('r');
    expect((await contentOf(archive)).sort()).toEqual(
      ['a.ts: one', 'empty.md: empty', 'link.ts: unsafe-path', `${LONG}: deep`, 'ünï.md: x'].sort(),
    );
  },
);

test('what git archive packs is what is listed', async () => {
  const tar = withFolder({ 'a.ts': 'one', 'b/c.ts': 'two' }, (root) => {
    const git = (...words: string[]): Buffer =>
      execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words]);
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'x');
    return git('archive', '--format=tar.gz', '--prefix=r/', 'HEAD');
  });
  const archive = await directoryOfArchive(fileOf('r.tgz', tar));
  expect(await contentOf(archive)).toEqual(['a.ts: one', 'b/c.ts: two']);
});

test('hard links are the file that they name', async () => {
  const tar = Buffer.concat([
    tarEntry('a.ts', 'one'),
    tarEntry('b.ts', '', { type: '1', link: 'a.ts' }),
    tarEnd,
  ]);
  for (const bytes of [tar, gzipSync(tar)]) {
    expect(await contentOf(await directoryOfArchive(fileOf('x.tar', bytes)))).toEqual([
      'a.ts: one',
      'b.ts: one',
    ]);
  }
});

const UNSAFE = ['../up.ts', '/etc/abs.ts', 'C:/drive.ts', 'a/../../b.ts', 'node_modules\\win.js'];

test('names that point outside of the archive are skipped as unsafe, in .zip and .tar', async () => {
  const zip = await zipOf(Object.fromEntries([...UNSAFE, 'ok.ts'].map((name) => [name, 'x'])));
  const tar = Buffer.concat([
    ...UNSAFE.map((name) => tarEntry(name, 'x')),
    tarEntry('ok.ts', 'x'),
    tarEnd,
  ]);
  for (const bytes of [zip, tar, gzipSync(tar)]) {
    expect((await contentOf(await directoryOfArchive(fileOf('x', bytes)))).sort()).toEqual(
      [...UNSAFE.map((name) => `${name}: unsafe-path`), 'ok.ts: x'].sort(),
    );
  }
});

test('encrypted entries are skipped as such', async () => {
  const zip = await zipOf({ 'a.ts': 'x' }, { password: 'pw', zipCrypto: true });
  expect(await contentOf(await directoryOfArchive(fileOf('x.zip', zip)))).toEqual([
    'a.ts: encrypted',
  ]);
});

test('an entry that inflates to more than it declared is stopped there', async () => {
  const zip = await zipOf({ 'bomb.txt': 'a'.repeat(900_000), 'ok.txt': 'fine' });
  // The declared size stands in the local header and in the directory; both claim 100 bytes now.
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  for (let at = 0; at + 4 < zip.length; at += 1) {
    if (view.getUint32(at, true) === 900_000) view.setUint32(at, 100, true);
  }
  const lines = await contentOf(await directoryOfArchive(fileOf('x.zip', zip)));
  expect(lines[0]).toMatch(/^bomb\.txt: unreadable .*(?:more than the declared|damaged)/);
  expect(lines[1]).toBe('ok.txt: fine');
});

test('damaged content is unreadable, never silently wrong', async () => {
  const zip = await zipOf({ 'a.txt': 'hello '.repeat(100) }, { level: 0 });
  zip[zip.indexOf('h'.charCodeAt(0), 40) + 3] = 0x7a;
  const lines = await contentOf(await directoryOfArchive(fileOf('x.zip', zip)));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^a\.txt: unreadable .*damaged/);
});

test('bombs are refused while unpacking, by size, by ratio and by entries', async () => {
  const zeros = new Uint8Array(4_000_000);
  const refused = { code: 'repository/archive-limit' };
  const zip = fileOf('x.zip', await zipOf({ 'a.bin': zeros }));
  const tar = fileOf(
    'x.tgz',
    gzipSync(Buffer.concat([tarEntry('a.bin', Buffer.from(zeros).toString('latin1')), tarEnd])),
  );
  for (const bomb of [zip, tar]) {
    await expect(
      directoryOfArchive(bomb, { ...ARCHIVE_LIMITS, ratioFromBytes: 1e6 }),
    ).rejects.toMatchObject(refused);
    await expect(
      directoryOfArchive(bomb, { ...ARCHIVE_LIMITS, maxInflatedBytes: 1e6 }),
    ).rejects.toMatchObject(refused);
    await expect(
      directoryOfArchive(bomb, { ...ARCHIVE_LIMITS, maxEntries: 0 }),
    ).rejects.toMatchObject(refused);
    await expect(directoryOfArchive(bomb)).resolves.toBeDefined();
  }
});

test('an archive that ends early is refused as a whole', async () => {
  const tar = Buffer.concat([tarEntry('a.ts', 'one'), tarEntry('b.ts', 'x'.repeat(5_000)), tarEnd]);
  const invalid = { code: 'repository/archive-invalid' };
  await expect(directoryOfArchive(fileOf('x.tar', tar.subarray(0, 3_000)))).rejects.toMatchObject(
    invalid,
  );
  const gz = gzipSync(tar);
  await expect(
    directoryOfArchive(fileOf('x.tgz', gz.subarray(0, gz.length - 20))),
  ).rejects.toMatchObject(invalid);
  const zip = await zipOf({ 'a.ts': 'x'.repeat(500), 'b.ts': 'y' });
  await expect(
    directoryOfArchive(fileOf('x.zip', zip.subarray(0, zip.length - 60))),
  ).rejects.toMatchObject(invalid);
});

test('what is no archive is refused whatever its name is', async () => {
  const invalid = { code: 'repository/archive-invalid' };
  for (const [name, text] of [
    ['a.zip', 'no zip at all'],
    ['a.tar', 'x'.repeat(2_000)],
    ['a.7z', '7z'],
    ['', ''],
  ]) {
    await expect(
      directoryOfArchive(fileOf(name ?? '', Buffer.from(text ?? ''))),
    ).rejects.toMatchObject(invalid);
  }
  await expect(directoryOfArchive(fileOf('a.gz', gzipSync('just a file')))).rejects.toMatchObject(
    invalid,
  );
});

test('names like __proto__, doubles and a file that is also a folder lose nothing silently', async () => {
  const tar = Buffer.concat([
    tarEntry('__proto__/constructor', 'p'),
    tarEntry('a', 'file'),
    tarEntry('a/b.ts', 'inside'),
    tarEntry('c.ts', 'old'),
    tarEntry('./c.ts', 'new'),
    tarEnd,
  ]);
  expect((await contentOf(await directoryOfArchive(fileOf('x.tar', tar)))).sort()).toEqual(
    [
      '__proto__/constructor: p',
      'a/b.ts: inside',
      'a: unsafe-path',
      'c.ts: new',
      'c.ts: unsafe-path',
    ].sort(),
  );
});

test('many files of a .tar.gz come back byte for byte over the borders of the kept packs', async () => {
  const entries = Array.from({ length: 60 }, (_, index) =>
    tarEntry(`f${index}.txt`, `${index} `.repeat(100_000)),
  );
  const archive = await directoryOfArchive(
    fileOf('x.tgz', gzipSync(Buffer.concat([...entries, tarEnd]), { level: 1 })),
  );
  let read = 0;
  for (const event of await eventsOf(archive.root)) {
    if (event.kind !== 'file') continue;
    const index = event.file.path.slice(1, -4);
    const bytes = await (await event.file.open()).arrayBuffer();
    expect(new TextDecoder().decode(bytes)).toBe(`${index} `.repeat(100_000));
    read += 1;
  }
  expect(read).toBe(60);
});
