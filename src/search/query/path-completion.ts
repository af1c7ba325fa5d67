import type { FilterName } from '../../domain/api.ts';
import type { Snapshot } from '../../index/api.ts';
import { BestLabels, type RankedItem } from './best-labels.ts';

/** Folders and files by path, or files by name. */
export function pathItems(
  snapshot: Snapshot,
  name: Extract<FilterName, 'path' | 'file'>,
  typed: string,
  written: (value: string) => string,
): RankedItem[] {
  const wanted = typed.toLowerCase();
  const best = new BestLabels<number>();
  for (const [path, count] of namesOfPaths(snapshot, name)) {
    const rank = pathRank(path.toLowerCase(), wanted);
    if (rank !== null && best.takes(rank, path)) best.add(rank, path, count);
  }
  return best.entries.map(({ rank, label: path, value: count }) => {
    const isFolder = path.endsWith('/');
    const detail = isFolder || count > 1 ? `${count} ${count === 1 ? 'file' : 'files'}` : '';
    const kind = isFolder ? 'path' : 'file';
    return { item: { kind, label: path, insert: written(path), detail }, rank };
  });
}

type PathNames = Readonly<Record<'path' | 'file', ReadonlyMap<string, number>>>;

const namesBySnapshot = new WeakMap<Snapshot, PathNames>();

/** Paths of files and folders, or names of files, with how many files are there; made at first use. */
function namesOfPaths(snapshot: Snapshot, name: 'path' | 'file'): ReadonlyMap<string, number> {
  const known = namesBySnapshot.get(snapshot);
  if (known !== undefined) return known[name];
  const paths = new Map<string, number>();
  const files = new Map<string, number>();
  for (const { file } of snapshot.files()) {
    const { path } = file;
    const own = path.slice(path.lastIndexOf('/') + 1);
    files.set(own, (files.get(own) ?? 0) + 1);
    paths.set(path, 1);
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash + 1);
      paths.set(folder, (paths.get(folder) ?? 0) + 1);
    }
  }
  const made = { path: paths, file: files };
  namesBySnapshot.set(snapshot, made);
  return made[name];
}

/** At the start, after a slash, anywhere. */
function pathRank(path: string, wanted: string): number | null {
  if (path.startsWith(wanted)) return 0;
  if (path.includes(`/${wanted}`)) return 1;
  return path.includes(wanted) ? 2 : null;
}
