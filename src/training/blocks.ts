/** Stretches of code, found by lines and indentation: the same for every language. */

/** Characters of a code at most: about a chunk. */
export const MAX_DOCUMENT = 1_500;
const MAX_INLINE = 700;

const CLOSES =
  /^\s*(?:[)\]}>{|]|end\b|else\b|elif\b|except\b|finally\b|catch\b|where\b|then\b|fi\b|done\b|esac\b|rescue\b|ensure\b)/;

/** The line after the block that a declaration opens, by indentation. */
export function blockEnd(lines: readonly string[], start: number, name: string): number {
  const indent = indentOf(lines[start] as string);
  let size = 0;
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] as string;
    size += line.length + 1;
    if (size > MAX_DOCUMENT) return at;
    if (line.trim() === '') continue;
    if (indentOf(line) > indent || CLOSES.test(line) || line.startsWith(`${name} `)) continue;
    let end = at;
    while (end > start + 1 && (lines[end - 1] as string).trim() === '') end--;
    return end;
  }
  return lines.length;
}

export function indentOf(line: string): number {
  let indent = 0;
  for (const character of line) {
    if (character === '\t') indent += 4;
    else if (character === ' ') indent++;
    else break;
  }
  return indent;
}

export function takeParagraph(lines: readonly string[], start: number): string {
  let end = start;
  let size = 0;
  while (end < lines.length && (lines[end] as string).trim() !== '' && size < MAX_INLINE) {
    size += (lines[end] as string).length + 1;
    end++;
  }
  return take(lines, start, end, MAX_INLINE);
}

/** Whole lines from `start`, up to `end` and about so many characters. */
export function take(
  lines: readonly string[],
  start: number,
  end: number,
  characters: number,
): string {
  let size = 0;
  let at = start;
  while (at < end && size + (lines[at] as string).length < characters)
    size += (lines[at++] as string).length + 1;
  return lines.slice(start, at).join('\n');
}
