/**
 * Packs VectorGit's own source as the sample repository, `sample/vectorgit.tar.gz`: in the build as a file, in dev
 * from memory. Text only: no models, no lock file, no stored formats.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Plugin } from 'vite';
import { type TarFile, tarGzip } from './tar.ts';

const FILE = 'sample/vectorgit.tar.gz';
/** The folder inside the archive, as a download of a repository has one. */
const TOP = 'vectorgit';
const FOLDERS = ['src', 'e2e', '.ci'];
const SOURCES = new Set(['.css', '.html', '.json', '.md', '.mjs', '.py', '.ts', '.tsx']);
const LEFT_OUT = new Set([
  'fixtures',
  'node_modules',
  'test-results',
  '__pycache__',
  'package-lock.json',
]);
const MAX_BYTES = 512 * 1024;

export function sampleRepository(root: string): Plugin {
  return {
    name: 'vectorgit:sample-repository',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: pack(root) });
    },
    configureServer(server) {
      server.middlewares.use(`/${FILE}`, (_request, response) => {
        response.setHeader('Content-Type', 'application/gzip');
        response.end(pack(root));
      });
    },
  };
}

function pack(root: string): Buffer {
  return tarGzip(sourcesOf(root).map(({ path, content }) => ({ path: `${TOP}/${path}`, content })));
}

/** The files of the sample, sorted by path. */
export function sourcesOf(root: string): readonly TarFile[] {
  const paths = [
    ...readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isFile() && isSource(entry.name))
      .map((entry) => entry.name),
    ...FOLDERS.flatMap((folder) => walk(root, folder)),
  ];
  return paths
    .sort()
    .map((path) => ({ path, content: readFileSync(join(root, path)) }))
    .filter(({ content }) => content.length <= MAX_BYTES);
}

function walk(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() && isSource(entry.name) ? [path] : [];
  });
}

function isSource(name: string): boolean {
  return SOURCES.has(extname(name)) && !LEFT_OUT.has(name);
}
