import type { LanguageId } from '../domain/api.ts';
import { asciidocHeadings, latexHeadings, restructuredTextHeadings } from './document-headings.ts';
import type { Heading } from './heading.ts';
import type { LineTable } from './line-table.ts';
import { markdownHeadings } from './markdown-headings.ts';
import type { Outline, Region } from './outline.ts';

const READERS: ReadonlyMap<LanguageId, (lines: LineTable) => readonly Heading[]> = new Map([
  ['markdown', markdownHeadings],
  ['restructuredtext', restructuredTextHeadings],
  ['asciidoc', asciidocHeadings],
  ['latex', latexHeadings],
]);

const NAME_SEPARATOR = ' > ';

/**
 * A document's outline: each section from its heading to the next one of its level or above, named by
 * the headings around it (`Install > Linux`). Text before the first heading is in no region, and so is
 * packed by lines. Null for languages that have no headings.
 */
export function headingOutline(
  file: { readonly language: LanguageId },
  lines: LineTable,
): Outline | null {
  const reader = READERS.get(file.language);
  if (reader === undefined) return null;
  return { regions: sections(reader(lines), lines), definitions: [], notes: [] };
}

interface OpenSection {
  readonly level: number;
  readonly name: string;
  readonly start: number;
  readonly children: Region[];
}

/** Nests headings by level. */
function sections(headings: readonly Heading[], lines: LineTable): Region[] {
  const top: Region[] = [];
  const open: OpenSection[] = [];
  const close = (level: number, end: number): void => {
    for (let last = open.at(-1); last !== undefined && last.level >= level; last = open.at(-1)) {
      open.pop();
      const { start, name, children } = last;
      const label = { type: 'section' as const, name, tags: [] };
      (open.at(-1)?.children ?? top).push({ start, end, label, children });
    }
  };
  for (const { row, level, title } of headings) {
    close(level, row - 1);
    const outer = open.at(-1);
    const name = outer === undefined ? title : outer.name + NAME_SEPARATOR + title;
    open.push({ level, name, start: row, children: [] });
  }
  close(0, lines.count - 1);
  // Text before the first heading is a region of its own: it is not the head of the first section.
  const first = headings[0]?.row ?? 0;
  return first > 0 ? [{ start: 0, end: first - 1, label: null, children: [] }, ...top] : top;
}
