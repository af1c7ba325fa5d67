import { expect, test } from 'vitest';
import { chunkText, shapeOf } from './fixtures/node-chunker.ts';
import { headingOutline } from './heading-outline.ts';
import { LineTable } from './line-table.ts';
import type { Region } from './outline.ts';

const LONG = `${'Many words in a paragraph here.\n'.repeat(40)}\n`;

/** `row name` of every section, in order. */
function sections(language: string, text: string): string[] {
  const flat = (regions: readonly Region[]): string[] =>
    regions.flatMap(({ start, label, children }) => [
      ...(label === null ? [] : [`${start} ${label.name}`]),
      ...flat(children),
    ]);
  return flat(headingOutline({ language }, new LineTable(text))?.regions ?? []);
}

test.each<[what: string, text: string, found: string[]]>([
  [
    'ATX headings nest by level',
    '# A\n## B\n### C\n## D\n# E',
    ['0 A', '1 A > B', '2 A > B > C', '3 A > D', '4 E'],
  ],
  [
    'closing marks and markup are no part of a title',
    '## `code` and **bold** [link](http://x) ##',
    ['0 code and bold link'],
  ],
  [
    'names with underscores stay whole',
    '# snake_case_name and _emphasis_',
    ['0 snake_case_name and emphasis'],
  ],
  [
    'setext headings begin with their text',
    'Title\nof two lines\n===\n\nSub\n---',
    ['0 Title of two lines', '4 Title of two lines > Sub'],
  ],
  ['a rule behind an empty line is no heading', 'Text\n\n---\nmore', []],
  ['a list item above a rule is no heading', '- item\n---\n', []],
  ['seven marks, no blank, or four blanks are no heading', '####### a\n#b\n    # c', []],
  ['fences with ``` hide headings', '# A\n```\n# no\n```\n## B', ['0 A', '4 A > B']],
  [
    'a shorter or other fence does not close one',
    '~~~~\n# no\n~~~\n```\n# no\n~~~~\n# yes',
    ['6 yes'],
  ],
  [
    'a fence inside of a list hides headings',
    '# A\n- item\n\n      ```sh\n# no\n      ```\n# B',
    ['0 A', '6 B'],
  ],
  ['an open fence goes to the end', '# A\n```\n# no\n', ['0 A']],
  ['front matter is no setext heading', '---\ntitle: x\n# no\n---\n# A', ['4 A']],
  ['comments hide headings', '<!--\n# no\n-->\n# A', ['3 A']],
])('Markdown: %s', (_, text, found) => {
  expect(sections('markdown', text)).toEqual(found);
});

test('reStructuredText levels follow the order of styles', () => {
  const text = '=====\nTitle\n=====\n\nPart\n----\n\ntext\n\nSub part\n~~~~~~~~\n\nNext\n----\n';
  expect(sections('restructuredtext', text)).toEqual([
    '0 Title',
    '4 Title > Part',
    '9 Title > Part > Sub part',
    '12 Title > Next',
  ]);
});

test('AsciiDoc titles inside of listings are none', () => {
  expect(sections('asciidoc', '= A\n\n----\n== no\n----\n\n== B\n')).toEqual(['0 A', '6 A > B']);
});

test('LaTeX sections nest', () => {
  expect(sections('latex', '\\section{One}\n\\subsection*{Two}\n')).toEqual([
    '0 One',
    '1 One > Two',
  ]);
});

test('sections too large to share a chunk are named by the headings around them', async () => {
  const text = `# Install\n\n${LONG}## Linux\n\n${LONG}## macOS\n\n${LONG}`;
  expect((await shapeOf('README.md', text)).map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'section Install',
    'section Install > Linux',
    'section Install > macOS',
  ]);
});

test('documents are read by headings, without definitions', async () => {
  const { syntax, chunks } = await chunkText('a.md', '# A\ntext\n');
  expect([syntax, chunks[0]?.type, chunks[0]?.definitions]).toEqual(['headings', 'section', []]);
});
