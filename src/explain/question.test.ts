import { describe, expect, it } from 'vitest';
import { clausesOf, mentionsOf, readQuestion } from './question.ts';

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

it('a sentence may ask several things, each told by a word that asks', () => {
  expect(clausesOf('How does x work and which table logs it?')).toEqual([
    'How does x work',
    'which table logs it?',
  ]);
  expect(clausesOf('How is it done, and in which file? What is y?')).toEqual([
    'How is it done',
    'in which file',
    'What is y?',
  ]);
  expect(clausesOf('How are search and replace done?')).toHaveLength(1);
  expect(clausesOf('how to read and write')).toHaveLength(1);
});
