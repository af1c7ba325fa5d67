import type { Definition, Span } from '../domain/api.ts';

/** Lines shown of a hit before it is opened. */
const SNIPPET_LINES = 4;

/**
 * The lines of a chunk worth showing first: the window with the most distinct marked words, else the first
 * definition, else the first lines that say something. `firstLine` is the chunk's first line in the file, from 1.
 */
export function chooseSnippet(
  text: string,
  marks: readonly Span[],
  firstLine: number,
  definitions: readonly Definition[],
): { startLine: number; endLine: number } {
  const lines = text.split('\n');
  const best = marks.length > 0 ? densestWindow(text, lines, marks) : null;
  const start = best ?? firstTellingLine(lines, firstLine, definitions);
  const from = Math.max(0, Math.min(start, lines.length - SNIPPET_LINES));
  return {
    startLine: firstLine + from,
    endLine: firstLine + Math.min(from + SNIPPET_LINES, lines.length) - 1,
  };
}

/** Index of the first line of the best window; a window begins a line before its first mark where it can. */
function densestWindow(text: string, lines: readonly string[], marks: readonly Span[]): number {
  const wordsByLine = lines.map(() => new Set<string>());
  let line = 0;
  let lineEnd = (lines[0] as string).length;
  for (const mark of marks) {
    while (mark.start > lineEnd && line < lines.length - 1) {
      line++;
      lineEnd += 1 + (lines[line] as string).length;
    }
    wordsByLine[line]?.add(text.slice(mark.start, mark.end).toLowerCase());
  }
  let best = 0;
  let bestCount = -1;
  for (let start = 0; start < lines.length; start++) {
    if ((wordsByLine[start] as Set<string>).size === 0) continue;
    const words = new Set<string>();
    let total = 0;
    for (const set of wordsByLine.slice(start, start + SNIPPET_LINES - 1)) {
      total += set.size;
      for (const word of set) words.add(word);
    }
    const count = words.size * 100 + total;
    if (count > bestCount) {
      bestCount = count;
      best = start;
    }
  }
  return Math.max(0, best - 1);
}

function firstTellingLine(
  lines: readonly string[],
  firstLine: number,
  definitions: readonly Definition[],
): number {
  const definition = definitions[0];
  if (definition !== undefined) return Math.max(0, definition.line - firstLine);
  const index = lines.findIndex((line) => /[\p{L}\p{N}]/u.test(line));
  return Math.max(0, index);
}
