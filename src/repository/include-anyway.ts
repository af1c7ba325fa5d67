/*
 * What the person wants indexed though a rule leaves it out. A path with a final `/` takes the whole folder, any other path one
 * file. Three questions are asked of it while walking: is this file or folder named itself, and must the walk go on below here.
 */
export interface IncludeAnyway {
  /** The file is named itself: lifts every rule that can be lifted, secrets too. */
  namesFile(path: string): boolean;
  /** The folder is named itself: lifts the rules for all below, but never the quarantine of secrets or the size limit. */
  namesFolder(path: string): boolean;
  /** Something named lies below the folder. */
  leadsThrough(path: string): boolean;
}

export function includeAnyway(paths: readonly string[]): IncludeAnyway {
  const files = new Set<string>();
  const folders = new Set<string>();
  const above = new Set<string>();
  for (const path of paths) {
    const folder = path.endsWith('/');
    const clean = folder ? path.slice(0, -1) : path;
    if (clean === '') continue;
    (folder ? folders : files).add(clean);
    for (let slash = clean.indexOf('/'); slash !== -1; slash = clean.indexOf('/', slash + 1)) {
      above.add(clean.slice(0, slash));
    }
  }
  return {
    namesFile: (path) => files.has(path),
    namesFolder: (path) => folders.has(path),
    leadsThrough: (path) => above.has(path),
  };
}
