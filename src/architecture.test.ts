/**
 * The rooms and their directions, as data, against every import under src/ (ARCHITECTURE.md has the prose).
 * Imports are read by Vite's own parser, so code samples in strings do not count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';

const SRC = dirname(fileURLToPath(import.meta.url));
const MOST_ROOMS = 14;
const MOST_COMLINK_FILES = 3;
const NAMELESS_FOLDERS = /(?:^|\/)(?:utils?|helpers?|common|misc|lib)\//;

/**
 * A side is a room, or a part of `worker/`, which has no door: there the page's files and the engine's lie next
 * to each other, and the page must not pull in the engine.
 */
type Side =
  | 'domain'
  | 'repository'
  | 'chunking'
  | 'embedding'
  | 'index'
  | 'storage'
  | 'ingest'
  | 'search'
  | 'explain'
  | 'pack'
  | 'protocol'
  | 'page'
  | 'service-worker'
  | 'endpoint'
  | 'engine'
  | 'ui'
  | 'training'
  | 'bench';

const ENGINE_ROOMS: readonly Side[] = [
  'domain',
  'repository',
  'chunking',
  'embedding',
  'index',
  'storage',
  'ingest',
  'search',
  'explain',
  'pack',
];

/** What each side may import, besides itself. Nothing imports `training` and `bench`. */
const MAY_IMPORT: Readonly<Record<Side, readonly Side[]>> = {
  domain: [],
  repository: ['domain'],
  chunking: ['domain'],
  embedding: ['domain'],
  index: ['domain'],
  storage: ['domain'],
  ingest: ['domain', 'repository', 'chunking', 'embedding', 'index', 'storage'],
  search: ['domain', 'embedding', 'index', 'storage'],
  explain: ['domain', 'index'],
  pack: ['domain', 'repository', 'chunking', 'index', 'storage', 'ingest'],
  protocol: ['domain', 'explain'],
  page: ['domain', 'explain', 'protocol'],
  'service-worker': [],
  endpoint: ['domain', 'protocol'],
  engine: [...ENGINE_ROOMS, 'protocol'],
  ui: ['domain', 'explain', 'protocol', 'page'],
  training: [...ENGINE_ROOMS, 'protocol', 'engine'],
  bench: [...ENGINE_ROOMS, 'protocol', 'page', 'engine', 'training'],
};

/** Files and folders of `worker/` by side; everything else there is the engine's. */
const WORKER_SIDES: readonly (readonly [RegExp, Side])[] = [
  [/^worker\/(?:protocol(?:-[a-z-]+)?|bound-worker|trusted-script-url)\.ts$/, 'protocol'],
  [/^worker\/(?:endpoint|hub)-document\.ts$/, 'endpoint'],
  [/^worker\/(?:client(?:\.ts$|\/)|client[.-]|spawn|offline\.)/, 'page'],
  [/^worker\/(?:service-worker|offline-)/, 'service-worker'],
];

/** The places where the page names a worker: by address, which starts it and imports nothing. */
const SPAWNED: Readonly<Record<string, string>> = {
  'worker/spawn.ts': 'worker/engine.worker.ts',
  'worker/spawn-text-model.ts': 'worker/text-model.worker.ts',
};

/** What the page's own files may take from the service worker's: types of messages. */
const SHARED_TYPES = 'worker/offline-files.ts';

/** Packages that only the named side may import; a test beside it may, too. */
const PACKAGE_OWNERS: Readonly<Record<string, readonly Side[]>> = {
  comlink: ['engine', 'page'],
  idb: ['storage'],
  react: ['ui'],
  'react-dom': ['ui'],
  '@xenova/transformers': ['embedding', 'training', 'bench'],
  'web-tree-sitter': ['chunking'],
};

/** Rooms of data and functions only: they import no package at all. */
const PURE: readonly Side[] = ['domain', 'index', 'explain'];

interface SourceText {
  /** Relative to src, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every breach of the rules, as `path: what is wrong`. */
function breachesOf(files: readonly SourceText[]): readonly string[] {
  const rooms = new Set(
    files.flatMap(({ path }) => (path.includes('/') ? [path.split('/')[0]] : [])),
  );
  const comlinkFiles = files.filter(
    (file) => !isTest(file.path) && importsOf(file).includes('comlink'),
  );
  return [
    ...(rooms.size > MOST_ROOMS ? [`src: ${rooms.size} rooms, ${MOST_ROOMS} at most`] : []),
    ...(comlinkFiles.length > MOST_COMLINK_FILES
      ? [`src: Comlink in ${comlinkFiles.length} files, ${MOST_COMLINK_FILES} at most`]
      : []),
    ...circlesAmong(files).map((path) => `${path}: is in a circle of imports`),
    ...files.flatMap((file) => breachesOfFile(file).map((breach) => `${file.path}: ${breach}`)),
  ];
}

/** Files that import each other in a circle (types, too), and those on a way between two circles. */
function circlesAmong(files: readonly SourceText[]): readonly string[] {
  let left = new Map(files.map((file) => [file.path, relativeImportsOf(file)]));
  for (let before = Number.POSITIVE_INFINITY; left.size < before; ) {
    before = left.size;
    const imported = new Set([...left.values()].flat());
    left = new Map(
      [...left].filter(
        ([path, imports]) => imported.has(path) && imports.some((target) => left.has(target)),
      ),
    );
  }
  return [...left.keys()];
}

function relativeImportsOf(file: SourceText): readonly string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.') && !specifier.includes('?'))
    .map((specifier) => posix.join(posix.dirname(file.path), specifier));
}

function breachesOfFile(file: SourceText): readonly string[] {
  const side = sideOf(file.path);
  if (side === null) return file.path.includes('/') ? ['is in no room of the table'] : [];
  return [
    ...(NAMELESS_FOLDERS.test(file.path) ? ['is in a folder without a noun'] : []),
    ...(hasDefaultExport(file) ? ['has a default export'] : []),
    ...importsOf(file).flatMap((specifier) => {
      const breach = specifier.startsWith('.')
        ? breachOfImport(side, file.path, specifier.replace(/\?.*$/, ''))
        : breachOfPackage(side, file.path, specifier);
      return breach === null ? [] : [breach];
    }),
  ];
}

function breachOfImport(side: Side, path: string, specifier: string): string | null {
  const target = posix.join(posix.dirname(path), specifier);
  if (target.startsWith('..')) {
    return isTest(path) || side === 'training' || side === 'bench'
      ? null
      : `imports ${specifier}, outside src`;
  }
  const other = sideOf(target);
  if (other === null) return `imports ${specifier}, which is in no room`;
  if (other === side) {
    return posix.basename(target) === 'api.ts' && !isTest(path) ? 'imports its own door' : null;
  }
  if (SPAWNED[path] === target) return null;
  if (side === 'page' && target === SHARED_TYPES) return null;
  if (!MAY_IMPORT[side].includes(other)) return `${side} imports ${other} (${specifier})`;
  if (!target.startsWith('worker/') && !/^[^/]+\/api\.ts$/.test(target)) {
    return `imports ${specifier} past the door`;
  }
  return null;
}

function breachOfPackage(side: Side, path: string, specifier: string): string | null {
  if (isTest(path) || side === 'training' || side === 'bench') return null;
  // An address of a package's file brings none of its code.
  if (specifier.endsWith('?url')) return null;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (PURE.includes(side)) return `imports ${name}, and the room is pure`;
  if (name.startsWith('node:')) return `imports ${name}, which no browser has`;
  const owners = PACKAGE_OWNERS[name];
  return owners === undefined || owners.includes(side) ? null : `${side} imports ${name}`;
}

function sideOf(path: string): Side | null {
  const room = path.split('/')[0] ?? '';
  if (!path.includes('/')) return null;
  if (room === 'worker') return WORKER_SIDES.find(([rule]) => rule.test(path))?.[1] ?? 'engine';
  return Object.hasOwn(MAY_IMPORT, room) ? (room as Side) : null;
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/fixtures/');
}

const parsed = new Map<
  string,
  { readonly imports: readonly string[]; readonly defaultExport: boolean }
>();

/** Specifiers of all imports: static, re-exports, dynamic and in types. */
function importsOf(file: SourceText): readonly string[] {
  return parse(file).imports;
}

function hasDefaultExport(file: SourceText): boolean {
  return parse(file).defaultExport;
}

function parse({ path, text }: SourceText): { imports: readonly string[]; defaultExport: boolean } {
  const key = `${path}\0${text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const imports = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  let defaultExport = false;
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, exportName } of entries) {
      if (moduleRequest !== null) imports.push(moduleRequest.value);
      if (exportName.kind === 'Default' || exportName.name === 'default') defaultExport = true;
    }
  }
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') imports.push(source.value);
    },
    TSImportType({ source }) {
      imports.push(source.value);
    },
  }).visit(program);
  const found = { imports: [...new Set(imports)], defaultExport };
  parsed.set(key, found);
  return found;
}

function readSources(): readonly SourceText[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !path.includes('/fixtures/'),
    )
    .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));
}

test('every import under src follows the room table', () => {
  const files = readSources();
  expect(files.length).toBeGreaterThan(50);
  expect(breachesOf(files)).toEqual([]);
});

test.each([
  [
    'a room that imports its neighbour',
    'storage/commit.ts',
    "import { x } from '../index/api.ts';",
  ],
  ['the interface imported from below', 'search/fuse.ts', "export * from '../ui/api.ts';"],
  ['an import past the door', 'ingest/plan.ts', "import { x } from '../storage/manifest.ts';"],
  ['a room that imports its own door', 'storage/commit.ts', "import { x } from './api.ts';"],
  ['a type taken across', 'domain/chunk.ts', "export type X = import('../search/api.ts').X;"],
  ['a lazy import across', 'chunking/parse.ts', "await import('../embedding/api.ts');"],
  ['the training imported by the product', 'embedding/model.ts', "import '../training/api.ts';"],
  [
    'the engine imported by the page',
    'worker/client.ts',
    "import { x } from './engine.worker.ts';",
  ],
  [
    'the engine imported by the interface',
    'ui/app/app.tsx',
    "import '../../worker/engine.worker.ts';",
  ],
  ['IndexedDB outside the store', 'search/fuse.ts', "import { openDB } from 'idb';"],
  ['Comlink in the interface', 'ui/app/app.tsx', "import { wrap } from 'comlink';"],
  ['a package in a pure room', 'index/bm25.ts', "import { x } from 'hash-wasm';"],
  ['Node in the product', 'ingest/plan.ts', "import { x } from 'node:fs';"],
  ['a folder without a noun', 'search/utils/fuse.ts', 'export const x = 1;'],
  ['a default export', 'search/fuse.ts', 'export default 1;'],
  ['a room that is not in the table', 'services/fuse.ts', 'export const x = 1;'],
  ['an import of something outside src', 'search/fuse.ts', "import x from '../../package.json';"],
])('finds %s', (_what, path, text) => {
  expect(breachesOf([{ path, text }])).toHaveLength(1);
});

test('finds a room too many and a fourth file with Comlink', () => {
  const rooms = Array.from({ length: MOST_ROOMS + 1 }, (_, room) => ({
    path: `room-${room}/x.ts`,
    text: '',
  }));
  expect(breachesOf(rooms)).toContain(`src: ${MOST_ROOMS + 1} rooms, ${MOST_ROOMS} at most`);
  const comlink = ['a', 'b', 'c', 'd'].map((name) => ({
    path: `worker/${name}.ts`,
    text: "import 'comlink';",
  }));
  expect(breachesOf(comlink)).toEqual(['src: Comlink in 4 files, 3 at most']);
});

test('finds two files that import each other, types only, and not what imports them', () => {
  const files = [
    { path: 'search/a.ts', text: "import type { B } from './b.ts';" },
    { path: 'search/b.ts', text: "import { a } from './a.ts'; import { d } from './d.ts';" },
    { path: 'search/c.ts', text: "import './a.ts';" },
    { path: 'search/d.ts', text: '' },
  ];
  expect(breachesOf(files)).toEqual([
    'search/a.ts: is in a circle of imports',
    'search/b.ts: is in a circle of imports',
  ]);
});

test('passes what the rules allow, and code inside strings', () => {
  expect(
    breachesOf([
      {
        path: 'search/fuse.ts',
        text: "import { x } from '../index/api.ts'; import { y } from './rank.ts';",
      },
      {
        path: 'chunking/parse.test.ts',
        text: "const code = `import x from '../ui/app.ts'`; import 'vitest';",
      },
      { path: 'worker/spawn.ts', text: "import url from './engine.worker.ts?worker&url';" },
      {
        path: 'ui/app/app.tsx',
        text: "import { x } from '../../worker/client.ts'; import 'react';",
      },
    ]),
  ).toEqual([]);
});
