/** Fuzzy look-up of paths, as the quick file finder needs it. */

export interface PathMatch {
  readonly path: string;
  /** Positions in `path` that matched, ascending. */
  readonly positions: readonly number[];
  readonly score: number;
}

/**
 * Paths that hold the letters of `pattern` in order, best first. Letters score for standing together,
 * at the start of a word or segment, and in the file's own name; short paths win ties. Linear in the
 * length of all paths.
 */
export function matchPaths(
  paths: readonly string[],
  pattern: string,
  limit: number,
): readonly PathMatch[] {
  const letters = pattern.toLowerCase().replace(/\s+/g, '');
  if (letters === '') {
    return paths.slice(0, limit).map((path) => ({ path, positions: [], score: 0 }));
  }
  const matches: PathMatch[] = [];
  for (const path of paths) {
    const match = matchPath(path, letters);
    if (match) matches.push(match);
  }
  return matches
    .sort(
      (a, b) => b.score - a.score || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
    )
    .slice(0, limit);
}

/** In the file's name when it fits there, else anywhere; null when a letter is missing. */
function matchPath(path: string, letters: string): PathMatch | null {
  const name = path.lastIndexOf('/') + 1;
  return matchFrom(path, letters, name) ?? matchFrom(path, letters, 0);
}

function matchFrom(path: string, letters: string, from: number): PathMatch | null {
  const lower = path.toLowerCase();
  const whole = lower.indexOf(letters, from);
  const positions: number[] = [];
  if (whole !== -1) {
    for (let index = 0; index < letters.length; index += 1) positions.push(whole + index);
  } else {
    let at = from;
    for (const letter of letters) {
      const found = lower.indexOf(letter, at);
      if (found === -1) return null;
      positions.push(found);
      at = found + 1;
    }
  }
  return { path, positions, score: scoreOf(path, positions, from) };
}

function scoreOf(path: string, positions: readonly number[], from: number): number {
  const name = path.lastIndexOf('/') + 1;
  let score = from === name ? 20 : 0;
  let previous = -2;
  for (const position of positions) {
    score += 1;
    if (position === previous + 1) score += 4;
    if (startsWord(path, position)) score += 5;
    if (position === name) score += 6;
    previous = position;
  }
  return score - (path.length - name) / 50;
}

function startsWord(path: string, position: number): boolean {
  const before = path[position - 1];
  const here = path[position] ?? '';
  if (before === undefined || /[/_.\- ]/.test(before)) return true;
  return /[a-z0-9]/.test(before) && /[A-Z]/.test(here);
}
