/*
 * One line of a `.gitignore`, read and matched as `dir.c` of git 2.39 does it (`parse_path_pattern`, `match_basename`,
 * `match_pathname`), quirks included: the literal start of a glob is compared first and cut off, so that what follows `a` in
 * `a**` + `/b` acts as a leading `**`. The `ignore` package (7.0.16) was tried first: it differs from git there (git matches
 * `ax/y/b`, it does not) and for `?` on a character of several bytes.
 */
import { bytesOf, wildmatch } from './wildmatch.ts';

export interface IgnorePattern {
  /** As written, for the person. */
  readonly text: string;
  /** 1-based, in its file. */
  readonly line: number;
  /** Starts with `!`: takes back what an earlier rule ignored. */
  readonly negated: boolean;
  readonly folderOnly: boolean;
  /** Without a `/`: compared with the last segment in any depth. */
  readonly nameOnly: boolean;
  /** Byte string without `!` and without the final `/`. */
  readonly glob: string;
  /** Length of the start of `glob` that holds no wildcard. */
  readonly literal: number;
  /** `*` and then only literals. */
  readonly suffix: boolean;
}

/** A path with what the matcher needs of it, computed once for all patterns. */
export interface PathBytes {
  readonly path: string;
  readonly name: string;
  readonly folder: boolean;
}

export function pathBytes(path: string, folder: boolean): PathBytes {
  const bytes = bytesOf(path);
  return { path: bytes, name: bytes.slice(bytes.lastIndexOf('/') + 1), folder };
}

/** The patterns of an ignore file, in order; blank lines and comments are left out. */
export function parseIgnorePatterns(text: string): IgnorePattern[] {
  const patterns: IgnorePattern[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, raw] of lines.entries()) {
    if (raw === '' || raw.startsWith('#')) continue;
    const withoutReturn = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const written = trimTrailingSpaces(withoutReturn.split('\0', 1)[0] ?? '');
    const pattern = parsePattern(written, index + 1);
    if (pattern.glob !== '') patterns.push(pattern);
  }
  return patterns;
}

/** Reads one pattern; `.gitattributes` uses the same syntax without `!`. */
export function parsePattern(written: string, line: number): IgnorePattern {
  let glob = bytesOf(written);
  const negated = glob.startsWith('!');
  if (negated) glob = glob.slice(1);
  // Git looks for the star form in the text with its final slash, so `*x/` is of that form too.
  const suffix = glob.startsWith('*') && literalLength(glob.slice(1)) === glob.length - 1;
  const folderOnly = glob.endsWith('/');
  if (folderOnly) glob = glob.slice(0, -1);
  return {
    text: written,
    line,
    negated,
    folderOnly,
    nameOnly: !glob.includes('/'),
    glob,
    literal: literalLength(glob),
    suffix,
  };
}

/** True when the pattern of a file in folder `base` (byte string, '' for the root) speaks of the path. */
export function matchesPattern(pattern: IgnorePattern, base: string, subject: PathBytes): boolean {
  if (pattern.folderOnly && !subject.folder) return false;
  return pattern.nameOnly
    ? matchesName(pattern, subject.name)
    : matchesPath(pattern, base, subject.path);
}

function matchesName(pattern: IgnorePattern, name: string): boolean {
  const { glob } = pattern;
  if (pattern.literal === glob.length) return glob === name;
  if (pattern.suffix) return name.endsWith(glob.slice(1));
  return wildmatch(glob, name, false);
}

function matchesPath(pattern: IgnorePattern, base: string, path: string): boolean {
  let { glob, literal } = pattern;
  if (glob.startsWith('/')) {
    glob = glob.slice(1);
    literal -= 1;
  }
  let name = path;
  if (base !== '') {
    if (!path.startsWith(base) || path[base.length] !== '/') return false;
    name = path.slice(base.length + 1);
  }
  if (literal > 0) {
    if (!name.startsWith(glob.slice(0, literal))) return false;
    glob = glob.slice(literal);
    name = name.slice(literal);
    if (glob === '' && name === '') return true;
  }
  return wildmatch(glob, name, true);
}

function literalLength(glob: string): number {
  const wildcard = glob.search(/[*?[\\]/);
  return wildcard === -1 ? glob.length : wildcard;
}

/** Cuts spaces at the end unless a backslash guards them; tabs stay, as in git. */
function trimTrailingSpaces(line: string): string {
  let end = line.length;
  let firstSpace = -1;
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === ' ') {
      if (firstSpace === -1) firstSpace = index;
    } else {
      if (line[index] === '\\') {
        index += 1;
        if (index >= line.length) return line;
      }
      firstSpace = -1;
    }
  }
  if (firstSpace !== -1) end = firstSpace;
  return line.slice(0, end);
}
