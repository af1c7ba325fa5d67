import { expect, it } from 'vitest';
import type { ChunkId } from '../domain/api.ts';
import { type CitationFate, fateOf, type KeptCitation, type PresentState } from './recheck.ts';

const KEPT: KeptCitation = {
  chunkId: 'chunk_00000000000000a1' as ChunkId,
  path: 'src/add.ts',
  startLine: 2,
  endLine: 3,
  text: 'function add(a, b) {\n  return a + b;',
};
const CODE = 'function add(a, b) {\n  return a + b;\n}';

it.each<readonly [string, PresentState, CitationFate]>([
  ['stands where it stood', { file: `// a\n${CODE}`, sameChunk: [] }, { fate: 'there' }],
  [
    'stands where it stood, indented anew',
    { file: `// a\n\tfunction add(a, b) {\n\t\treturn a + b;`, sameChunk: [] },
    { fate: 'there' },
  ],
  [
    'moved down in its file',
    { file: `// a\n// b\n\n${CODE}`, sameChunk: [] },
    { fate: 'moved', path: 'src/add.ts', startLine: 4, endLine: 5 },
  ],
  [
    'moved to another file',
    { file: null, sameChunk: [{ path: 'src/math.ts', startLine: 7, text: `// sums\n${CODE}` }] },
    { fate: 'moved', path: 'src/math.ts', startLine: 8, endLine: 9 },
  ],
  [
    'was changed',
    { file: `// a\nfunction add(a, b, c) {`, sameChunk: [] },
    { fate: 'changed', path: 'src/add.ts' },
  ],
  ['went with its file', { file: null, sameChunk: [] }, { fate: 'gone' }],
])('a citation %s', (_what, present, fate) => {
  expect(fateOf(KEPT, present)).toEqual(fate);
});
