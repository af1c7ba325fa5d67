import { expect, it } from 'vitest';
import type { RepositoryId } from '../domain/api.ts';
import { ParseNotes } from './parse-notes.ts';

const A = 'a' as RepositoryId;
const B = 'b' as RepositoryId;
const note = (path: string, line: number | null) => ({ path, line, message: 'm' });

it('keeps the newest notes of each file of each repository, in order', () => {
  const notes = new ParseNotes();
  notes.set(A, 'z.ts', [note('z.ts', 4), note('z.ts', null)]);
  notes.set(A, 'b.ts', [note('b.ts', 1)]);
  notes.set(B, 'c.ts', [note('c.ts', 1)]);
  expect(notes.of(A)).toEqual([note('b.ts', 1), note('z.ts', null), note('z.ts', 4)]);
  // Cut again without trouble.
  notes.set(A, 'b.ts', []);
  expect(notes.of(A).map(({ path }) => path)).toEqual(['z.ts', 'z.ts']);
  notes.forget(A);
  expect(notes.of(A)).toEqual([]);
  expect(notes.of(B)).toHaveLength(1);
});
