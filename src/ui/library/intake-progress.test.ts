import { expect, test } from 'vitest';
import { type IngestProgress, NOTHING_DONE } from '../../domain/api.ts';
import { meanwhileText, paceText, phaseCount, phaseShare } from './intake-progress.ts';

const at = (changes: Partial<IngestProgress>): IngestProgress => ({
  ...NOTHING_DONE,
  filesSeen: 1500,
  filesSkipped: 31,
  ...changes,
});

test.each<[Partial<IngestProgress>, number | null, string]>([
  [{}, null, '1,500 files'],
  [{ phase: 'indexing', filesDone: 3 }, null, '3 files'],
  [{ phase: 'indexing', filesDone: 3, filesTotal: 12 }, 0.25, '3 of 12 files'],
  [{ phase: 'indexing', filesDone: 0, filesTotal: 0 }, null, '0 of 0 files'],
  [{ phase: 'embedding', chunksDone: 200, chunksEmbedded: 50 }, 0.25, '50 of 200 chunks'],
  [{ phase: 'done', chunksDone: 200 }, 1, '200 chunks'],
])('in %j the share is %s, the count %s', (changes, share, count) => {
  expect(phaseShare(at(changes))).toBe(share);
  expect(phaseCount(at(changes))).toBe(count);
});

test('pace and time left are told only when known', () => {
  expect(paceText(at({}))).toBe('');
  expect(paceText(at({ phase: 'indexing', chunksPerSecond: 1310, secondsLeft: 12 }))).toBe(
    '1,310 chunks/s · 12 s left',
  );
});

test('it says what can be searched meanwhile', () => {
  expect(meanwhileText(at({}))).toContain('as soon as');
  expect(meanwhileText(at({ phase: 'indexing', chunksCommitted: 1980, chunksDone: 9871 }))).toBe(
    'You can search 1,980 of 9,871 chunks.',
  );
});
