import { expect, test } from 'vitest';
import type { Generation, RepositoryId, RepositorySummary } from '../../domain/api.ts';
import { repositoryState } from './repository-state.ts';

const WHOLE: RepositorySummary = {
  id: 'a' as RepositoryId,
  name: 'a',
  generation: 1 as Generation,
  state: 'equal',
  files: 1,
  chunks: 4,
  embedded: 4,
  skipped: 0,
  bytes: 1,
  sourceBytes: 1,
  model: 'own',
  committedAt: 0,
  source: 'directory',
  canSync: true,
  complete: true,
  languages: [],
};

test.each<[string, Partial<RepositorySummary>, string | null, 'whole' | 'behind', string | null]>([
  ['a finished index can be synced', {}, 'own', 'whole', 'Sync'],
  ['files that are not at hand cannot', { canSync: false }, 'own', 'whole', null],
  [
    'an ingest that was cut off goes on',
    { complete: false, embedded: 0 },
    'own',
    'behind',
    'Go on',
  ],
  ['another model makes vectors by itself', {}, 'other', 'behind', null],
  ['a model that is not ready is no other model', {}, null, 'whole', 'Sync'],
  ['missing vectors come by themselves', { embedded: 3 }, 'own', 'behind', null],
  ['a pack has no folder', { source: 'pack', canSync: false }, 'own', 'whole', null],
])('%s', (_, over, model, tone, action) => {
  expect(repositoryState({ ...WHOLE, ...over }, model)).toMatchObject({ tone, action });
});
