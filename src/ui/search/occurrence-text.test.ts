import { expect, test } from 'vitest';
import { occurrenceText } from './occurrence-text.ts';

test('a query without phrase and expression has no occurrences to tell of', () => {
  expect(occurrenceText(null)).toBeNull();
});

test('what was counted to the end is said to be all', () => {
  expect(occurrenceText({ count: 1, complete: true })).toMatch(/^1 occurrence in all/);
  expect(occurrenceText({ count: 0, complete: true })).toMatch(/^0 occurrences in all/);
});

test('an expression that was stopped does not pass for all there is', () => {
  const text = occurrenceText({ count: 1200, complete: false });
  expect(text).toMatch(/^At least 1.?200: .*stopped/);
  expect(text).not.toContain('in all');
});
