import { expect, it } from 'vitest';
import { readmeExamples } from './readme.ts';

const FENCE = '```';
const CODE = 'const table = openTable(path);\nfor (const row of table.rows()) print(row);';
const example = (...lines: string[]) => readmeExamples(lines.join('\n').split('\n'));

it('asks for an example by the heading and the paragraph before it', () => {
  const [found, ...others] = example(
    '# Tables',
    '',
    'An older paragraph of other things.',
    '',
    'Reads the rows of a [table](docs/table.md)',
    'one after another.',
    '',
    `${FENCE}ts`,
    CODE,
    FENCE,
  );
  expect(others).toEqual([]);
  expect(found).toEqual({
    prose: 'Tables. Reads the rows of a table one after another.',
    code: CODE,
  });
});

it('passes over commands and data, short examples, and a fence without an end', () => {
  const prose = 'Reads the rows of a table.';
  expect(example(prose, `${FENCE}sh`, CODE, FENCE)).toEqual([]);
  expect(example(prose, `${FENCE}ts`, 'open();', FENCE)).toEqual([]);
  expect(example(prose, `${FENCE}ts`, CODE)).toEqual([]);
});
