import { expect, test } from 'vitest';
import { VectorGitError } from '../../domain/api.ts';
import { modelFailure, modelIdOf, modelOrigin } from './model-text.ts';

test.each([
  ['models--Xenova--bge-small-en-v1.5', 'Xenova/bge-small-en-v1.5'],
  ['small', 'small'],
  ['my model (2)', 'my-model-2-'],
  ['..', null],
  ['', null],
])('the folder %j is the model %j', (folder, id) => {
  expect(modelIdOf(folder)).toBe(id);
});

test('a size is told only when it is known', () => {
  expect(modelOrigin({ source: 'host', bytes: null })).toBe('From this site');
  expect(modelOrigin({ source: 'folder', bytes: 2_000_000 })).toMatch(/device, .*B$/);
});

test('a failure names the model and says that the one in use stays', () => {
  for (const code of ['model/unavailable', 'model/invalid', 'model/checksum-mismatch'] as const) {
    const text = modelFailure(new VectorGitError(code, ''), 'a/b');
    expect(text).toContain('a/b');
    expect(text).toContain('stays');
  }
});
