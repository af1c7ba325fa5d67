import { expect, test } from 'vitest';
import { DEFAULT_INGEST_SETTINGS } from '../domain/api.ts';
import { renewedSettings } from './renewed-settings.ts';

test('a file included anyway joins those of before', () => {
  const before = { ...DEFAULT_INGEST_SETTINGS, includeAnyway: ['dist/a.js'], maxFileBytes: 5 };
  expect(renewedSettings(before, { includeAnyway: ['b.pem', 'dist/a.js'] })).toEqual({
    ...before,
    includeAnyway: ['dist/a.js', 'b.pem'],
  });
  expect(renewedSettings(before, { maxFileBytes: 9 })).toEqual({ ...before, maxFileBytes: 9 });
});
