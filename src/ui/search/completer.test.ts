import { expect, test } from 'vitest';
import type { CompletionReply } from '../../domain/api.ts';
import { createCompleter } from './completer.ts';
import type { Question } from './completion.ts';

const REPLY: CompletionReply = { span: { start: 0, end: 0 }, items: [] };

function question(query: string): Question {
  return { query, caret: query.length, occasion: 'typing' };
}

/** A completer over an engine that answers when it is told to. */
function slowEngine() {
  const asked: string[] = [];
  const told: (readonly [string, boolean])[] = [];
  const answers: ((reply: CompletionReply | Error) => void)[] = [];
  const completer = createCompleter(
    ({ query }) => {
      asked.push(query);
      return new Promise((resolve, reject) =>
        answers.push((reply) => (reply instanceof Error ? reject(reply) : resolve(reply))),
      );
    },
    ({ query }, reply) => told.push([query, reply !== null]),
  );
  const answer = async (reply: CompletionReply | Error = REPLY) => {
    answers.shift()?.(reply);
    // Microtasks of the answer, and of the question that follows it.
    await new Promise<void>((resolve) => setTimeout(resolve));
  };
  return { completer, asked, told, answer };
}

test('while an answer is awaited only the last letter typed is asked next', async () => {
  const { completer, asked, told, answer } = slowEngine();
  for (const query of ['l', 'la', 'lan', 'lang']) completer.ask(question(query));
  expect(asked).toEqual(['l']);
  await answer();
  expect(asked).toEqual(['l', 'lang']);
  await answer();
  expect(told).toEqual([['lang', true]]);
});

test('what was dropped is never told, and the next question is', async () => {
  const { completer, told, answer } = slowEngine();
  completer.ask(question('a'));
  completer.drop();
  await answer();
  completer.ask(question('b'));
  await answer();
  expect(told).toEqual([['b', true]]);
});

test('a question that fails is told as no answer, and others go on', async () => {
  const { completer, told, answer } = slowEngine();
  completer.ask(question('a'));
  await answer(new Error('stopped'));
  completer.ask(question('b'));
  await answer();
  expect(told).toEqual([
    ['a', false],
    ['b', true],
  ]);
});
