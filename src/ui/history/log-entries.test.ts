import { expect, test } from 'vitest';
import { type Generation, type GenerationSummary, NO_CHANGES } from '../../domain/api.ts';
import { foldCheckpoints } from './log-entries.ts';

function generation(number: number, over: Partial<GenerationSummary> = {}): GenerationSummary {
  return {
    generation: number as Generation,
    parent: (number - 1) as Generation,
    committedAt: number,
    complete: true,
    label: null,
    restoredFrom: null,
    files: 1,
    chunks: 1,
    embedded: 1,
    bytes: 1,
    model: null,
    changes: { ...NO_CHANGES, filesAdded: number },
    damaged: false,
    current: false,
    ...over,
  };
}

const checkpoint = { complete: false };

test.each<[string, readonly GenerationSummary[], readonly string[]]>([
  [
    'the checkpoints of an ingest are one entry with its end',
    [generation(4), generation(3, checkpoint), generation(2, checkpoint), generation(1)],
    ['4 after 1: 4 files, 2 folded', '1 after 0: 1 files, 0 folded'],
  ],
  [
    'an ingest that was cut off shows its newest checkpoint',
    [generation(3, checkpoint), generation(2, checkpoint), generation(1)],
    ['3 after 1: 3 files, 1 folded', '1 after 0: 1 files, 0 folded'],
  ],
  [
    'a labelled or damaged checkpoint stays in view',
    [
      generation(3),
      generation(2, { ...checkpoint, label: 'here' }),
      generation(1, { ...checkpoint, damaged: true }),
    ],
    [
      '3 after 2: 3 files, 0 folded',
      '2 after 1: 2 files, 0 folded',
      '1 after 0: 1 files, 0 folded',
    ],
  ],
  [
    'a checkpoint that is not the parent belongs to another ingest',
    [generation(4, { parent: 1 as Generation }), generation(3, checkpoint), generation(1)],
    [
      '4 after 1: 4 files, 0 folded',
      '3 after 2: 3 files, 0 folded',
      '1 after 0: 1 files, 0 folded',
    ],
  ],
])('%s', (_, generations, expected) => {
  const shown = foldCheckpoints(generations).map(
    ({ generation: own, parent, changes, checkpoints }) =>
      `${own} after ${parent}: ${changes.filesAdded} files, ${checkpoints} folded`,
  );
  expect(shown).toEqual(expected);
});
