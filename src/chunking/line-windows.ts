import type { LineTable } from './line-table.ts';

/** A run of rows, 0-based, both ends inclusive. */
export interface Rows {
  readonly start: number;
  readonly end: number;
}

/** A window is not cut before it has this share of the target, however good the border. */
const EARLIEST_CUT = 0.35;
/** Worth of an empty line before a border, in columns of indentation: it beats ten columns. */
const BLANK_BONUS = 40;
const INDENT_COST = 4;
const INDENT_LIMIT = 16;
const CLOSER_COST = 50;
/** Among equal borders the later wins; between a full and a third-full window this much. */
const FULLNESS_BONUS = 20;

const CLOSER = /^\s*(?:[\])}]|end\b|else\b|fi\b|done\b|esac\b)/;

/**
 * Cuts rows into windows of at most `target` units, whole rows only: a longer row is a window by itself.
 * A border is best behind an empty line, at small indentation, and not before a closing bracket.
 * Windows do not overlap: the ranking reads a file's chunks together, and each row is cited once.
 * Cost: linear, each row is scored at most twice.
 */
export function lineWindows(lines: LineTable, start: number, end: number, target: number): Rows[] {
  const windows: Rows[] = [];
  let from = start;
  while (from <= end) {
    let last = from;
    while (last < end && lines.size(from, last + 1) <= target) last++;
    if (last < end) last = bestCut(lines, from, last, target);
    windows.push({ start: from, end: last });
    from = last + 1;
  }
  return windows;
}

/** The row after which to cut, at most `last`. */
function bestCut(lines: LineTable, from: number, last: number, target: number): number {
  let best = last;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let row = last; row > from; row--) {
    const fullness = lines.size(from, row) / target;
    if (fullness < EARLIEST_CUT) break;
    const indent = lines.indentOf(row + 1);
    if (indent === -1) continue;
    const score =
      (lines.isBlank(row) ? BLANK_BONUS : 0) -
      Math.min(indent, INDENT_LIMIT) * INDENT_COST -
      (CLOSER.test(lines.line(row + 1).slice(0, 80)) ? CLOSER_COST : 0) +
      fullness * FULLNESS_BONUS;
    if (score > bestScore) {
      bestScore = score;
      best = row;
    }
  }
  return best;
}
