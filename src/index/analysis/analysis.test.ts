import { describe, expect, it } from 'vitest';
import { forEachWord, pathWords, termsOfWord } from './analyzer.ts';
import { splitIdentifier } from './identifier.ts';
import { stem } from './stem.ts';

function words(text: string): string[] {
  const found: string[] = [];
  forEachWord(text, (word, start, end) => {
    expect(text.slice(start, end)).toBe(word);
    found.push(word);
  });
  return found;
}

describe('identifiers', () => {
  it.each([
    ['getHTTPResponse_v2', ['get', 'HTTP', 'Response', 'v', '2']],
    ['snake_case_name', ['snake', 'case', 'name']],
    ['sha256', ['sha', '256']],
    ['XMLHttpRequest', ['XML', 'Http', 'Request']],
    ['__init__', ['init']],
    ['größeÄndern', ['größe', 'Ändern']],
  ])('%s is split at humps, underscores and digits', (identifier, parts) => {
    expect(splitIdentifier(identifier)).toEqual(parts);
  });
});

describe('stems', () => {
  it.each([
    ['index', ['indexes', 'indexed', 'indexing']],
    ['query', ['queries']],
    ['parse', ['parser', 'parsing', 'parses']],
    ['class', ['classes']],
    ['run', ['running']],
  ])('forms of %s meet', (word, forms) => {
    for (const form of forms) expect(stem(form)).toBe(stem(word));
  });

  it('leaves short words and digits alone', () => {
    for (const word of ['use', 'a1b2', '256', 'this2']) expect(stem(word)).toBe(word);
  });
});

describe('words', () => {
  it('splits kebab-case and keeps a compound identifier beside its parts', () => {
    expect(words('foo-bar parseConfig')).toEqual(['foo', 'bar', 'parseConfig']);
    expect(termsOfWord('parseConfig')).toEqual({
      parts: [stem('parse'), stem('config')],
      whole: '=parseconfig',
    });
    expect(termsOfWord('config').whole).toBeNull();
  });

  it('takes each character of a script without spaces as a word, and survives emoji', () => {
    expect(words('検索 ok 🎉 naïve')).toEqual(['検', '索', 'ok', 'naïve']);
    expect(termsOfWord('naïve').parts).toEqual(termsOfWord('naive').parts);
  });

  it('treats names of object members as ordinary words', () => {
    expect(words('constructor __proto__ toString')).toEqual([
      'constructor',
      '__proto__',
      'toString',
    ]);
    expect(termsOfWord('constructor').parts).toHaveLength(1);
  });

  it('takes the last three folders and the stem of a path', () => {
    expect(pathWords('a/b/c/d/file-name.test.ts')).toBe('b c d file-name');
    expect(pathWords('.gitignore')).toBe('.gitignore');
  });
});
