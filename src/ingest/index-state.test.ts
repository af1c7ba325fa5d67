import { describe, expect, it } from 'vitest';
import type { IndexState } from '../domain/api.ts';
import type { SegmentEntry } from '../storage/api.ts';
import { type IndexCircumstances, type IndexFacts, indexStateOf } from './index-state.ts';

const MODEL = { modelId: 'm', modelChecksum: 'aa', embeddingFormat: 'f', dimension: 4 };
const segment = (vectors: Partial<typeof MODEL> | null) =>
  ({ vectors: vectors === null ? null : { ...MODEL, ...vectors } }) as unknown as SegmentEntry;

const STORED: IndexFacts = {
  formatVersion: 3,
  featureVersion: 2,
  chunkerVersion: 1,
  rulesVersion: 1,
  settings: { maxFileBytes: 10, includeAnyway: ['a', 'b'] },
  complete: true,
  segments: [segment({}), segment(null)],
};
const NOW: IndexCircumstances = {
  versions: { format: 3, oldestFormat: 2, feature: 2, chunker: 1, rules: 1 },
  settings: STORED.settings,
  model: MODEL,
  contentDiffers: false,
};

const CASES: readonly (readonly [
  what: string,
  stored: Partial<IndexFacts> | null | 'damaged',
  now: Partial<IndexCircumstances>,
  state: IndexState,
])[] = [
  ['nothing was committed', null, {}, 'missing'],
  ['nothing differs', {}, {}, 'equal'],
  [
    'settings are the same in another order',
    { settings: { maxFileBytes: 10, includeAnyway: ['b', 'a', 'a'] } },
    {},
    'equal',
  ],
  ['no model is loaded', { segments: [segment({ modelId: 'x' })] }, { model: null }, 'equal'],
  ['there are no vectors yet', { segments: [segment(null)] }, {}, 'equal'],
  ['the format is older but can be read', { formatVersion: 2 }, {}, 'equal'],
  ['the last listing differed', {}, { contentDiffers: true }, 'content-changed'],
  ['the last ingest did not reach its end', { complete: false }, {}, 'content-changed'],
  [
    'the size limit is another',
    { settings: { maxFileBytes: 11, includeAnyway: ['a', 'b'] } },
    {},
    'options-changed',
  ],
  [
    'a file is no longer included',
    { settings: { maxFileBytes: 10, includeAnyway: ['a', 'b', 'c'] } },
    {},
    'options-changed',
  ],
  ['the chunker is newer', { chunkerVersion: 0 }, {}, 'options-changed'],
  ['the rules are newer', { rulesVersion: 0 }, {}, 'options-changed'],
  ['the features are newer', { featureVersion: 1 }, {}, 'options-changed'],
  [
    'vectors are of another model',
    { segments: [segment({}), segment({ modelId: 'x' })] },
    {},
    'model-changed',
  ],
  [
    'the model has other bytes',
    { segments: [segment({ modelChecksum: 'bb' })] },
    {},
    'model-changed',
  ],
  [
    'the embedded text has another form',
    { segments: [segment({ embeddingFormat: 'g' })] },
    {},
    'model-changed',
  ],
  ['the format cannot be read any more', { formatVersion: 1 }, {}, 'format-too-old'],
  ['the format is newer', { formatVersion: 4 }, {}, 'format-too-new'],
  ['the features are of a newer version', { featureVersion: 3 }, {}, 'format-too-new'],
  ['it cannot be read', 'damaged', {}, 'corrupt'],
  [
    'options and model differ',
    { chunkerVersion: 0, segments: [segment({ modelId: 'x' })] },
    {},
    'options-changed',
  ],
  [
    'model and content differ',
    { complete: false, segments: [segment({ modelId: 'x' })] },
    {},
    'model-changed',
  ],
];

describe('the state of an index', () => {
  it.each(CASES)('when %s', (_what, stored, now, state) => {
    const facts = stored === null || stored === 'damaged' ? stored : { ...STORED, ...stored };
    expect(indexStateOf(facts, { ...NOW, ...now })).toBe(state);
  });

  it('names all eight, each by a case above', () => {
    expect(new Set(CASES.map(([, , , state]) => state)).size).toBe(8);
  });
});
