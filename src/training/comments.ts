import type { SourceText } from './source-files.ts';

const MAX_COMMENT_LINES = 120;

export interface FoundComment {
  readonly text: string;
  /** The line after the comment. */
  readonly end: number;
}

/** The comment that begins on a line and fills whole lines. */
export function commentAt(
  lines: readonly string[],
  at: number,
  file: SourceText,
): FoundComment | null {
  const first = (lines[at] as string).trimStart();
  const { lineComment, blockComments } = file.language;
  const isOf = (line: string) =>
    line.startsWith(lineComment) &&
    !/^#(?:!|\[|include|define|if|end|else|pragma|undef)/.test(line);
  if (isOf(first)) {
    let end = at;
    const kept: string[] = [];
    while (end < lines.length && end - at < MAX_COMMENT_LINES) {
      const line = (lines[end] as string).trimStart();
      if (!isOf(line)) break;
      kept.push(line.replace(/^(?:\/{2,}[!<]?|#+|-{2,}\s*[|^]?|%+|;+)\s?/, ''));
      end++;
    }
    return { text: kept.join('\n'), end };
  }
  const opener =
    blockComments && first.startsWith('/*') ? '*/' : first.startsWith('{-') ? '-}' : '';
  const heredoc = /^@(?:module|type)?doc\s+"""/.test(first);
  if (opener === '' && !heredoc) return null;
  const closer = heredoc ? '"""' : opener;
  const kept: string[] = [];
  for (let end = at; end < lines.length && end - at < MAX_COMMENT_LINES; end++) {
    const line = lines[end] as string;
    const from =
      end === at ? line.indexOf(heredoc ? '"""' : first.slice(0, 2)) + (heredoc ? 3 : 2) : 0;
    const close = line.indexOf(closer, from);
    const part = close < 0 ? line.slice(from) : line.slice(from, close);
    kept.push(heredoc ? part : part.replace(/^\s*[*!|]+\s?/, ''));
    if (close >= 0) return { text: kept.join('\n'), end: end + 1 };
  }
  return null;
}

/** A docstring on the lines after a signature (Python). */
export function docstringAfter(
  lines: readonly string[],
  start: number,
  end: number,
): { readonly text: string; readonly start: number; readonly end: number } | null {
  if (!/^\s*(?:async\s+def|def|class)\b/.test(lines[start] as string)) return null;
  for (let at = start + 1; at < Math.min(end, start + 12); at++) {
    const line = (lines[at] as string).trim();
    const mark = /^[rRuU]?("""|''')/.exec(line);
    if (mark === null) {
      if (/:\s*(?:#.*)?$/.test(lines[at - 1] as string)) return null;
      continue;
    }
    const quote = mark[1] as string;
    const kept: string[] = [];
    for (let close = at; close < Math.min(end, at + MAX_COMMENT_LINES); close++) {
      const text = close === at ? line.slice(mark[0].length) : (lines[close] as string);
      const found = text.indexOf(quote);
      kept.push(found < 0 ? text : text.slice(0, found));
      if (found >= 0) return { text: kept.join('\n'), start: at, end: close + 1 };
    }
    return null;
  }
  return null;
}
