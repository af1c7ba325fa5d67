import { describe, expect, it } from 'vitest';
import { describingProse, firstSentence } from './prose.ts';

describe('describing prose', () => {
  it.each([
    ['Reads the whole file into memory.', 'Reads the whole file into memory.'],
    ['\nReads the file\nline by line.\n\nMore about it.', 'Reads the file line by line.'],
    ['Reads one file.\n@param path where', 'Reads one file.'],
    ['Reads one file.\n\nArgs:\n  path: where', 'Reads one file.'],
    ['@brief Opens the connection now', 'Opens the connection now'],
    ['Returns a {@link Foo} for <code>x</code> always', 'Returns a Foo for x always'],
  ])('takes the first paragraph of %j', (comment, prose) => {
    expect(describingProse(comment)).toBe(prose);
  });

  it.each([
    'Copyright 2020 by somebody',
    'Licensed under the Apache License',
    'TODO: make this much faster',
    'eslint-disable-next-line no-console at all',
    'x = compute(y);',
    'if (a && b) return the value',
    'two words',
    '=====================',
    '',
  ])('takes nothing from %j', (comment) => {
    expect(describingProse(comment)).toBeNull();
  });

  it('ends a first sentence before a capital, not inside a version number', () => {
    expect(firstSentence('Parses version 1.2 of it. Then stops.')).toBe(
      'Parses version 1.2 of it.',
    );
    expect(firstSentence('Ok. Parses all of the text.')).toBe('Ok. Parses all of the text.');
  });
});
