import { expect, test } from 'vitest';
import { bytesOf, wildmatch } from './wildmatch.ts';

test('a hostile rule ends soon and counts as not matching', () => {
  const glob = `${'**/'.repeat(40)}x`;
  const text = `${'a/'.repeat(60)}y`;
  const start = performance.now();
  expect(wildmatch(glob, text, true)).toBe(false);
  expect(wildmatch(`${'*a'.repeat(60)}b`, 'a'.repeat(3_000), true)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('a star stays within its segment, two stars do not', () => {
  expect(wildmatch('a/*', 'a/b', true)).toBe(true);
  expect(wildmatch('a/*', 'a/b/c', true)).toBe(false);
  expect(wildmatch('a/**', 'a/b/c', true)).toBe(true);
  expect(wildmatch('a/**/c', 'a/c', true)).toBe(true);
});

test('texts become their UTF-8 bytes, so a question mark is one byte as in git', () => {
  expect(bytesOf('plain')).toBe('plain');
  expect(bytesOf('é')).toHaveLength(2);
  expect(wildmatch('??', bytesOf('é'), true)).toBe(true);
});
