import type { Snapshot } from '../../index/api.ts';
import type { JoinedRepository } from '../opened-generation.ts';

/** A file of a snapshot. */
export interface LocatedFile {
  readonly segment: number;
  /** In its segment. */
  readonly ordinal: number;
  readonly path: string;
  /** Ordinal of the first of its chunks, and how many there are. */
  readonly first: number;
  readonly chunks: number;
}

/**
 * Files by the paths that others call them by: absolute ones, those of another machine, of a bundler, the bare name.
 * A path means the file that shares most of its last segments; it must share all that one of the two has, or at least
 * two, so that `node_modules/x/index.js` is not taken for the repository's own `index.js`.
 */
export class FileLocator {
  readonly #byName = new Map<string, LocatedFile[]>();
  readonly #repositories: readonly JoinedRepository[];

  /** `repositories`: of a snapshot that joins several. */
  constructor(snapshot: Snapshot, repositories: readonly JoinedRepository[] = []) {
    this.#repositories = repositories;
    for (const { file, segment, ordinal, base } of snapshot.files()) {
      if (file.chunks === 0) continue;
      const { path, chunks } = file;
      const name = nameOf(path);
      const located = { segment, ordinal, path, first: base + file.firstChunk, chunks };
      const known = this.#byName.get(name);
      if (known === undefined) this.#byName.set(name, [located]);
      else known.push(located);
    }
  }

  /**
   * As `find`, by repository: the same path in two of them is a place in both. One that the path names by a folder
   * comes first, then they come by their order.
   */
  findInEach(written: string): readonly (readonly LocatedFile[])[] {
    const files = this.find(written);
    if (this.#repositories.length === 0) return files.length === 0 ? [] : [files];
    const folders = new Set(segmentsOf(written).slice(0, -1));
    const groups = this.#repositories.map(({ name, start, end }) => ({
      isWritten: folders.has(name.toLowerCase()),
      files: files.filter(({ first }) => first >= start && first < end),
    }));
    return groups
      .filter((group) => group.files.length > 0)
      .sort((a, b) => Number(b.isWritten) - Number(a.isWritten))
      .map((group) => group.files);
  }

  /** The files that the path may mean, the likeliest first: several only when nothing tells them apart. */
  find(written: string): readonly LocatedFile[] {
    const wanted = segmentsOf(written);
    const candidates = this.#byName.get(nameOf(written)) ?? [];
    let best: LocatedFile[] = [];
    let most = 0;
    for (const file of candidates) {
      const own = segmentsOf(file.path);
      const shared = sharedEnd(wanted, own);
      const isWhole = shared === Math.min(wanted.length, own.length);
      if ((!isWhole && shared < 2) || isForeign(wanted, own, shared)) continue;
      if (shared > most) best = [];
      most = Math.max(most, shared);
      if (shared === most) best.push(file);
    }
    // The shortest path is the one that the name says most of.
    return best.sort((a, b) => a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
  }
}

/**
 * Folders of what others have written: a file in them is none of the repository that lies elsewhere, unless the
 * repository is that package: then its file ends in all that follows, the package's name too.
 */
const FOREIGN = /^(?:node_modules|site-packages|dist-packages|\.cargo|rustc|gems)$/;

function isForeign(wanted: readonly string[], own: readonly string[], shared: number): boolean {
  const within = wanted.findLastIndex((segment) => FOREIGN.test(segment));
  if (within === -1 || own.some((segment) => FOREIGN.test(segment))) return false;
  const packaged = wanted.length - within - 1;
  return shared < packaged || packaged < 2;
}

/** The chunk of the file that holds the line (1-based); null when the file is shorter. Chunks cover their file. */
export function chunkAtLine(snapshot: Snapshot, file: LocatedFile, line: number): number | null {
  const table = snapshot.segments[file.segment]?.reader.chunks;
  const base = snapshot.segments[file.segment]?.base ?? 0;
  for (let ordinal = file.first; ordinal < file.first + file.chunks; ordinal++) {
    const chunk = ordinal - base;
    const start = table?.startLines[chunk] ?? 0;
    const end = table?.endLines[chunk] ?? 0;
    if (line >= start && line <= end) return ordinal;
  }
  return null;
}

/** The chunk of the file that defines the name; null when none does. */
export function chunkDefining(snapshot: Snapshot, file: LocatedFile, name: string): number | null {
  const placed = snapshot.segments[file.segment];
  if (placed === undefined) return null;
  for (let ordinal = file.first; ordinal < file.first + file.chunks; ordinal++) {
    const { definitions } = placed.reader.chunks.row(ordinal - placed.base);
    for (const { name: qualified } of definitions) {
      if (qualified.slice(qualified.lastIndexOf('.') + 1) === name) return ordinal;
    }
  }
  return null;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}

function segmentsOf(path: string): string[] {
  return path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a.at(-1 - shared) === b.at(-1 - shared))
    shared++;
  return shared;
}
