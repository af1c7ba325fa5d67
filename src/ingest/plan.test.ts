import { expect, it } from 'vitest';
import type { SkipReason } from '../domain/api.ts';
import { type KnownFiles, skippedBefore } from './plan.ts';

function skippedAgain(reason: SkipReason): boolean {
  const stat = { bytes: 10, lastModified: 1 };
  const entry = { path: 'a.js', bytes: 10, files: 1, reason, detail: '' };
  const known: KnownFiles = {
    file: () => null,
    touched: new Map(),
    skipped: new Map([['a.js', { stat, entry }]]),
    stale: false,
  };
  return skippedBefore('a.js', stat, known) !== null;
}

it('leaves a file that has not changed out again when the reason lies in its content', () => {
  expect([skippedAgain('binary'), skippedAgain('secret')]).toEqual([true, true]);
});

it('reads a file again that could not be read the last time', () => {
  expect([skippedAgain('unreadable'), skippedAgain('changed-while-reading')]).toEqual([
    false,
    false,
  ]);
});
