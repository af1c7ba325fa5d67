import { describe, expect, it } from 'vitest';
import { mentionsOf, readQuestion } from './question.ts';

describe('a question', () => {
  it.each([
    ['How does parseConfig read the file?', ['parseConfig', 'read'], ['parseConfig']],
    ['what is MAX_SIZE path:src/ -lang:go', ['MAX_SIZE'], ['MAX_SIZE']],
    ['where is `walk` called', ['walk'], ['walk']],
    ['parse', ['parse'], []],
  ])('%s is read as words %j and names %j', (text, words, names) => {
    const question = readQuestion(text);
    const found = question.words.map((word) => word.text);
    expect(found).toEqual(expect.arrayContaining(words));
    expect(found).not.toContain('path');
    expect(question.names).toEqual(names);
    expect(question.text).toBe(text);
  });

  it('takes words with a capital for possible names, and asks for tests by the word', () => {
    expect(readQuestion('How does Raycaster sort?').mayBeNames).toEqual(['Raycaster']);
    expect(readQuestion('where is it tested').asksForTests).toBe(true);
    expect(readQuestion('where is the latest').asksForTests).toBe(false);
  });
});

it('a mention is a whole identifier', () => {
  expect(mentionsOf('add', 'add(addAll, $add, add)')).toEqual([
    { start: 0, end: 3 },
    { start: 18, end: 21 },
  ]);
});
