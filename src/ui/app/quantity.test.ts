import { expect, test } from 'vitest';
import {
  formatBytes,
  formatMilliseconds,
  formatSeconds,
  plural,
  relativeTime,
} from './quantity.ts';

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1_240, '1.2 kB'],
  [99_940, '100 kB'],
  [34_400_000, '34 MB'],
  [999_999_999, '1.0 GB'],
])('%d bytes read as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0, '0 files'],
  [1, '1 file'],
  [1204, '1,204 files'],
])('%d files read as %s', (count, text) => expect(plural(count, 'file')).toBe(text));

test.each([
  [0.2, 'under 1 ms'],
  [3.4, '3 ms'],
  [1234, '1.2 s'],
])('%d milliseconds read as %s', (time, text) => expect(formatMilliseconds(time)).toBe(text));

test.each([
  [0.2, '1 s'],
  [75, '75 s'],
  [200, '3 min'],
  [7200, '2 h'],
])('%d seconds read as %s', (time, text) => expect(formatSeconds(time)).toBe(text));

const MINUTE = 60_000;
test.each([
  [-5 * MINUTE, 'just now'],
  [0, 'just now'],
  [59_999, 'just now'],
  [MINUTE, '1 minute ago'],
  [59.9 * MINUTE, '59 minutes ago'],
  [60 * MINUTE, '1 hour ago'],
  [25 * 60 * MINUTE, '1 day ago'],
  [8 * 24 * 60 * MINUTE, '1 week ago'],
  [400 * 24 * 60 * MINUTE, '1 year ago'],
])('%d ms after the commit it reads %s', (age, text) => {
  expect(relativeTime(1_000_000_000_000, 1_000_000_000_000 + age)).toBe(text);
});
