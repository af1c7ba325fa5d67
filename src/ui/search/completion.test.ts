import { describe, expect, test } from 'vitest';
import { accept, draftAt, suggestionsFor, type Vocabulary } from './completion.ts';

const VOCABULARY: Vocabulary = {
  languages: [
    { language: 'typescript', files: 9 },
    { language: 'rust', files: 2 },
  ],
  paths: ['src/ui/a.ts', 'src/ui/app/b.ts', 'src/worker/c.ts', 'my docs/d.md', 'e.md'],
  repositories: ['vectorgit'],
};

/** The query with `|` for the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const query = marked.replace('|', '');
  return { query, draft: draftAt(query, caret) };
}

describe('a filter is completed', () => {
  test.each([
    ['lang:|', ['typescript', 'rust']],
    ['retry -lang:ru|', ['rust']],
    ['lang:rust|', []],
    ['path:|', ['src/', 'my docs/']],
    ['path:src/|', ['src/ui/', 'src/worker/']],
    ['path:/src/w| x', ['/src/worker/']],
    ['file:C.|', ['c.ts']],
    ['type:i|', ['interface', 'function', 'variable', 'section']],
    ['repo:v|', ['vectorgit']],
    ['case:|', ['yes']],
  ])('%s by %j', (marked, values) => {
    const { draft } = at(marked);
    expect(draft && suggestionsFor(draft, VOCABULARY).map(({ value }) => value)).toEqual(values);
  });

  test.each(['plain|', 'lang:ru|st', 'slang:x|', 'lang:rust |', '|lang:'])(
    'not at %s',
    (marked) => {
      expect(at(marked).draft).toBeNull();
    },
  );

  test.each([
    ['lang:ru|', 'rust', 'lang:rust '],
    ['a -lang:ru| b', 'rust', 'a -lang:rust b'],
    ['path:s|', 'src/', 'path:src/'],
    ['path:my|', 'my docs/', 'path:"my docs/"'],
    ['path:"my|"', 'my docs/', 'path:"my docs/"'],
  ])('%s by %j gives %j', (marked, value, expected) => {
    const { query, draft } = at(marked);
    const suggestion = { value, label: value, fact: '' };
    expect(draft && accept(query, draft, suggestion).query).toBe(expected);
  });
});
