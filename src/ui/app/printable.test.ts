import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['plain.ts', 'plain.ts'],
  ['a\tb', 'a\tb'],
  ['gpj\u202Etxt.exe', 'gpj‹U+202E›txt.exe'],
  ['zero\u200Bwidth', 'zero‹U+200B›width'],
  ['new\nline\u0000', 'new‹U+000A›line‹U+0000›'],
  ['naïve 日本 🎉', 'naïve 日本 🎉'],
])('%j is shown as %s', (raw, shown) => expect(printable(raw)).toBe(shown));
