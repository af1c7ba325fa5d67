import { expect, test } from 'vitest';
import type { FileChange, Generation, GenerationSummary } from '../../domain/api.ts';
import { NO_CHANGES } from '../../domain/api.ts';
import { changeText, chunkText, consequenceText } from './history-text.ts';

const GENERATION: GenerationSummary = {
  generation: 4 as Generation,
  parent: 3 as Generation,
  committedAt: 0,
  complete: true,
  label: null,
  restoredFrom: null,
  files: 10,
  chunks: 20,
  embedded: 20,
  bytes: 1000,
  model: null,
  changes: NO_CHANGES,
  damaged: false,
  current: true,
};

test.each<[string, Partial<GenerationSummary>]>([
  ['1 file added', { changes: { ...NO_CHANGES, filesAdded: 1 } }],
  [
    '1,200 files added, 2 changed, 1 removed',
    { changes: { ...NO_CHANGES, filesAdded: 1200, filesChanged: 2, filesRemoved: 1 } },
  ],
  ['Vectors made, no file changed', {}],
  ['Nothing to index', { parent: 0 as Generation }],
  ['Rolled back to generation 2', { restoredFrom: 2 as Generation }],
])('a generation is called: %s', (text, over) => {
  expect(changeText({ ...GENERATION, ...over })).toBe(text);
});

const change = (kind: FileChange['change'], before = 1, after = 1): FileChange => ({
  path: `${kind}.ts`,
  change: kind,
  chunksBefore: before,
  chunksAfter: after,
});

test.each<[string, readonly FileChange[]]>([
  [
    '1 file goes back to how it was, 2 files come back, 1 file that came later leaves.',
    [change('changed'), change('added'), change('added'), change('removed')],
  ],
  ['No file differs; only vectors may.', []],
])('a roll back says beforehand: %s', (text, changes) => {
  expect(consequenceText(changes)).toBe(text);
});

test.each<[string, FileChange]>([
  ['3 chunks', change('added', 0, 3)],
  ['1 chunk', change('removed', 1, 0)],
  ['2 → 5 chunks', change('changed', 2, 5)],
  ['2 chunks', change('changed', 2, 2)],
])('a file of a difference says: %s', (text, entry) => {
  expect(chunkText(entry)).toBe(text);
});
