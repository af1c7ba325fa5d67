import type { Heading } from './heading.ts';
import type { LineTable } from './line-table.ts';
import { plainTitle } from './markdown-headings.ts';

const RST_RULE = /^([=\-`:.'"~^_*+#<>])\1{2,}\s*$/;

/**
 * Titles of reStructuredText: a line underlined, and perhaps overlined, by a run of one punctuation mark at
 * least as long. The order in which styles first occur gives their levels.
 */
export function restructuredTextHeadings(lines: LineTable): Heading[] {
  const headings: Heading[] = [];
  const styles: string[] = [];
  for (let row = 1; row < lines.count; row++) {
    const rule = RST_RULE.exec(lines.line(row));
    const title = lines.line(row - 1).trim();
    if (rule === null || title === '' || RST_RULE.test(title)) continue;
    if (rule[0].trimEnd().length < title.length) continue;
    const before = row >= 2 ? RST_RULE.exec(lines.line(row - 2)) : null;
    const isOverlined = before?.[1] === rule[1];
    // A paragraph's last line before a transition or table border is no title.
    if (!isOverlined && row >= 2 && !lines.isBlank(row - 2) && before === null) continue;
    const style = `${rule[1]}${isOverlined}`;
    if (!styles.includes(style)) styles.push(style);
    headings.push({
      row: isOverlined ? row - 2 : row - 1,
      level: styles.indexOf(style) + 1,
      title: plainTitle(title),
    });
    row++;
  }
  return headings;
}

const ADOC_TITLE = /^(={1,6}|#{1,6})[ \t]+(\S.*)$/;
/** Delimiters of blocks whose text is taken as it stands. */
const ADOC_VERBATIM = /^(-{4,}|\.{4,}|\/{4,}|\+{4,}|```+)\s*$/;

export function asciidocHeadings(lines: LineTable): Heading[] {
  const headings: Heading[] = [];
  let delimiter: string | null = null;
  for (let row = 0; row < lines.count; row++) {
    const line = lines.line(row);
    const mark = ADOC_VERBATIM.exec(line)?.[1] ?? null;
    if (mark !== null && (delimiter === null || delimiter === mark)) {
      delimiter = delimiter === null ? mark : null;
      continue;
    }
    if (delimiter !== null) continue;
    const title = ADOC_TITLE.exec(line);
    if (title === null) continue;
    headings.push({ row, level: title[1]?.length ?? 1, title: plainTitle(title[2] ?? '') });
  }
  return headings;
}

const LATEX_LEVELS = ['part', 'chapter', 'section', 'subsection', 'subsubsection', 'paragraph'];
const LATEX_TITLE =
  /^\s*\\(part|chapter|section|subsection|subsubsection|paragraph)\*?(?:\[[^\]]*\])?\{([^}]*)/;

export function latexHeadings(lines: LineTable): Heading[] {
  const headings: Heading[] = [];
  for (let row = 0; row < lines.count; row++) {
    const title = LATEX_TITLE.exec(lines.line(row));
    if (title === null) continue;
    const level = LATEX_LEVELS.indexOf(title[1] ?? '') + 1;
    headings.push({ row, level, title: plainTitle(title[2] ?? '') });
  }
  return headings;
}
