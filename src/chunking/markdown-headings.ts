import type { Heading } from './heading.ts';
import type { LineTable } from './line-table.ts';

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
const FENCE = /^([ \t>]*)(`{3,}|~{3,})(.*)$/;
/** Lines that cannot be the text of a setext heading. */
const NO_PARAGRAPH = /^(?: {0,3}(?:#{1,6}(?:\s|$)|>|[-+*]\s|\d{1,9}[.)]\s|<|\|)| {4}|\t)/;
const MAX_TITLE_ROWS = 3;
const LONGEST_TITLE = 120;

/**
 * ATX (`# …`) and setext headings (CommonMark 0.31 sections 4.2 and 4.3), outside of fenced code, HTML
 * comments and front matter. Not read: headings inside of block quotes and lists.
 */
export function markdownHeadings(lines: LineTable): Heading[] {
  const headings: Heading[] = [];
  /** Row of the first line of the paragraph that a setext underline would end; -1 outside of one. */
  let paragraph = -1;
  const ends = new BlockEnds(lines);
  for (let row = endOfFrontMatter(lines); row < lines.count; row++) {
    const line = lines.line(row);
    const fenceEnd = ends.ofFence(row, line);
    if (fenceEnd !== null) {
      row = fenceEnd;
      paragraph = -1;
      continue;
    }
    if (line.trimStart().startsWith('<!--')) {
      row = ends.ofComment(row);
      paragraph = -1;
      continue;
    }
    const atx = ATX.exec(line);
    if (atx !== null) {
      headings.push({ row, level: atx[1]?.length ?? 1, title: plainTitle(atx[2] ?? '') });
      paragraph = -1;
      continue;
    }
    if (line.trim() === '') {
      paragraph = -1;
      continue;
    }
    const underline = paragraph === -1 ? null : SETEXT.exec(line);
    if (underline !== null && row - paragraph <= MAX_TITLE_ROWS) {
      const title = plainTitle(lines.slice(paragraph, row - 1));
      headings.push({ row: paragraph, level: underline[1]?.startsWith('=') ? 1 : 2, title });
      paragraph = -1;
      continue;
    }
    if (paragraph === -1 && !NO_PARAGRAPH.test(line)) paragraph = row;
    else if (NO_PARAGRAPH.test(line)) paragraph = -1;
  }
  return headings;
}

/** The row behind YAML (`---`) or TOML (`+++`) front matter; 0 when there is none. */
function endOfFrontMatter(lines: LineTable): number {
  const fence = lines.count > 0 ? lines.line(0).trimEnd() : '';
  if (fence !== '---' && fence !== '+++') return 0;
  for (let row = 1; row < lines.count; row++) {
    const line = lines.line(row).trimEnd();
    if (line === fence || (fence === '---' && line === '...')) return row + 1;
  }
  return 0;
}

/** Finds where blocks end. Remembers what is never closed, so that no text is searched again and again. */
class BlockEnds {
  readonly #lines: LineTable;
  /** By mark: the shortest run that nothing closes from here on. */
  readonly #neverClosed = new Map<string, number>();
  #commentsEnd = true;

  constructor(lines: LineTable) {
    this.#lines = lines;
  }

  /**
   * Last row of the fenced code that begins at the row; null when none does. Code that is never closed goes to
   * the end of the document, as CommonMark has it, unless it is so far indented that it may be an
   * example of Markdown inside of indented code.
   */
  ofFence(row: number, line: string): number | null {
    const fence = FENCE.exec(line);
    const mark = fence?.[2] ?? '';
    if (fence === null || mark === '') return null;
    const unit = mark.charAt(0);
    // `inline code` of three backticks is no fence.
    if (unit === '`' && (fence[3] ?? '').includes('`')) return null;
    if (mark.length < (this.#neverClosed.get(unit) ?? Number.POSITIVE_INFINITY)) {
      for (let at = row + 1; at < this.#lines.count; at++) {
        const text = this.#lines
          .line(at)
          .replace(/^[ \t>]+/, '')
          .trimEnd();
        if (text.length >= mark.length && text === unit.repeat(text.length)) return at;
      }
      this.#neverClosed.set(unit, mark.length);
    }
    return (fence[1] ?? '').length <= 3 ? this.#lines.count - 1 : null;
  }

  /** Last row of the HTML comment that begins at the row; the row itself when it is not closed. */
  ofComment(row: number): number {
    for (let at = row; this.#commentsEnd && at < this.#lines.count; at++) {
      if (this.#lines.line(at).includes('-->')) return at;
    }
    this.#commentsEnd = false;
    return row;
  }
}

/** A heading's text without markup. */
export function plainTitle(markup: string): string {
  return markup
    .slice(0, LONGEST_TITLE * 4)
    .replace(/[ \t]+#+[ \t]*$/, '')
    .replace(/^#+$/, '')
    .replace(/\s*\{#[\w-]*\}\s*$/, '')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/[`*]|(?<!\w)_+|_+(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_TITLE);
}
