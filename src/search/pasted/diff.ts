/**
 * Unified diffs, as git, svn, hg and diff -u write them. Lines are taken by the counts of their hunk, so that a removed
 * line that reads `-- a/x` is no header; a hunk whose counts lie ends at the next header.
 */

/** A run of changed lines with what stands around it. */
export interface DiffHunk {
  /** 1-based. */
  readonly oldStart: number;
  readonly newStart: number;
  /** The lines with their first sign (` `, `-`, `+`) cut off. */
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
  /** 0-based, of the first changed line in `oldLines` and `newLines`: both begin alike up to it. */
  readonly firstChange: number;
}

export interface DiffFile {
  /** As the file is called after the change; null when it is removed. */
  readonly path: string | null;
  /** Null when it is new. */
  readonly oldPath: string | null;
  readonly hunks: readonly DiffHunk[];
}

export interface ReadDiff {
  readonly files: readonly DiffFile[];
  /** All lines that are taken away, and all that are put in. */
  readonly removed: string;
  readonly added: string;
}

const MAX_FILES = 200;
const MAX_HUNKS = 1_000;
const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

/** Null for a text that is no diff. Never throws; linear in the length. */
export function readDiff(text: string): ReadDiff | null {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const files: { path: string | null; oldPath: string | null; hunks: DiffHunk[] }[] = [];
  const removed: string[] = [];
  const added: string[] = [];
  let file: (typeof files)[number] | null = null;
  let hunks = 0;
  const begin = (oldPath: string | null, path: string | null): void => {
    file = { oldPath, path, hunks: [] };
    if (files.length < MAX_FILES) files.push(file);
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const git = /^diff --(?:git|cc|combined) (.{1,2000})$/.exec(line)?.[1];
    if (git !== undefined) {
      const [oldPath, path] = gitPaths(git);
      begin(oldPath, path);
      continue;
    }
    const next = lines[at + 1] ?? '';
    if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      const oldPath = headerPath(line);
      const path = headerPath(next);
      const present = file as (typeof files)[number] | null;
      if (present === null || present.hunks.length > 0) begin(oldPath, path);
      else {
        present.oldPath = oldPath;
        present.path = path;
      }
      at++;
      continue;
    }
    const counts = HUNK.exec(line);
    if (counts === null) continue;
    if (file === null) begin(null, null);
    const read = readHunk(lines, at + 1, counts);
    removed.push(...read.removed);
    added.push(...read.added);
    if (hunks++ < MAX_HUNKS) (file as (typeof files)[number] | null)?.hunks.push(read.hunk);
    at = read.end - 1;
  }
  const isDiff = hunks > 0 || files.some(({ path, oldPath }) => path !== null && oldPath !== null);
  return isDiff ? { files, removed: removed.join('\n'), added: added.join('\n') } : null;
}

function readHunk(lines: readonly string[], start: number, counts: RegExpExecArray) {
  let oldLeft = Number(counts[2] ?? 1);
  let newLeft = Number(counts[4] ?? 1);
  const oldLines: string[] = [];
  const newLines: string[] = [];
  const removed: string[] = [];
  const added: string[] = [];
  let firstChange = -1;
  let at = start;
  for (; at < lines.length && (oldLeft > 0 || newLeft > 0); at++) {
    const line = lines[at] as string;
    const sign = line[0];
    const text = line.slice(1);
    if (sign === '-' && oldLeft > 0) {
      if (firstChange === -1) firstChange = oldLines.length;
      oldLines.push(text);
      removed.push(text);
      oldLeft--;
    } else if (sign === '+' && newLeft > 0) {
      if (firstChange === -1) firstChange = newLines.length;
      newLines.push(text);
      added.push(text);
      newLeft--;
    } else if (sign === ' ' || sign === undefined) {
      // Mail and chat strip the space of an empty line.
      oldLines.push(text);
      newLines.push(text);
      oldLeft--;
      newLeft--;
    } else if (sign !== '\\') {
      break;
    }
  }
  const hunk: DiffHunk = {
    oldStart: Math.max(1, Number(counts[1])),
    newStart: Math.max(1, Number(counts[3])),
    oldLines,
    newLines,
    firstChange: Math.max(0, firstChange),
  };
  return { hunk, removed, added, end: at };
}

/** `a/x b/x`; with names in quotation marks or with spaces the headers below say it better. */
function gitPaths(written: string): [string | null, string | null] {
  const middle = written.indexOf(' b/');
  if (!written.startsWith('a/') || middle === -1) return [null, null];
  return [written.slice(2, middle), written.slice(middle + 3)];
}

/** Of `--- a/x\t2026-01-01`: without the prefix of git, without the time; null for `/dev/null`. */
function headerPath(line: string): string | null {
  let path = (line.slice(4).split('\t')[0] as string).trim();
  if (path.startsWith('"') && path.endsWith('"') && path.length > 1) path = path.slice(1, -1);
  if (path === '/dev/null' || path === '') return null;
  return path
    .replace(/^[abciow]\//, '')
    .replace(/ \((?:revision|working copy|nonexistent)[^)]{0,80}\)$/, '');
}

/**
 * The line (1-based) at which a hunk stands in a file that may be before the change, after it, or neither: where its
 * lines are, near where it says; else where it says.
 */
export function lineOfHunk(hunk: DiffHunk, fileLines: readonly string[]): number {
  for (const [lines, start] of [
    [hunk.newLines, hunk.newStart],
    [hunk.oldLines, hunk.oldStart],
  ] as const) {
    if (standsAt(lines, fileLines, start))
      return start + Math.min(hunk.firstChange, Math.max(0, lines.length - 1));
  }
  for (const lines of [hunk.newLines, hunk.oldLines]) {
    const telling = lines.findIndex(
      (line, index) => index >= hunk.firstChange && line.trim().length > 3,
    );
    if (telling === -1) continue;
    const at = fileLines.indexOf(lines[telling] as string);
    if (at !== -1) return at + 1;
  }
  return Math.min(hunk.newStart + hunk.firstChange, Math.max(1, fileLines.length));
}

function standsAt(lines: readonly string[], fileLines: readonly string[], start: number): boolean {
  return lines.length > 0 && lines.every((line, index) => fileLines[start - 1 + index] === line);
}
