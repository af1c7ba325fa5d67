import { describe, expect, test } from 'vitest';
import type { CompletionItem, CompletionKind } from '../../domain/api.ts';
import { accept, isWorthAsking, itemsFor, type Occasion, type Question } from './completion.ts';

/** The query with `|` for the caret. */
function at(marked: string, occasion: Occasion = 'typing'): Question {
  return { query: marked.replace('|', ''), caret: marked.indexOf('|'), occasion };
}

function item(insert: string, kind: CompletionKind = 'value'): CompletionItem {
  return { kind, label: insert, insert, detail: '' };
}

describe('while somebody types the engine is asked', () => {
  test.each([
    'lang:|',
    'retry -lang:ru|',
    'path:"my d|',
    '(file:a|)',
    'fi|',
    'open sym|',
    'parseC|',
    'max_b|',
    '-isRea|',
    'symbol:p|',
  ])('at %s', (marked) => expect(isWorthAsking(at(marked))).toBe(true));

  test.each([
    '',
    'plain|',
    'a plain word |',
    'l|',
    'file|',
    'lang:ru|st',
    '|lang:',
    'std::vec|',
    '"as it|',
  ])('not at %s', (marked) =>
    expect(isWorthAsking(at(marked.includes('|') ? marked : `${marked}|`))).toBe(false),
  );

  test('anywhere when the person wants it', () => {
    expect(isWorthAsking(at('plain|', 'asked'))).toBe(true);
  });
});

describe('of an answer is shown', () => {
  const shown = (
    marked: string,
    start: number,
    items: readonly CompletionItem[],
    occasion: Occasion = 'typing',
  ) => {
    const question = at(marked, occasion);
    const reply = { span: { start, end: question.caret }, items };
    return itemsFor(question, reply).map(({ insert }) => insert);
  };
  const symbol = item('filterOf', 'symbol');

  test('nothing when the value stands there already', () => {
    expect(shown('lang:rust|', 0, [item('lang:rust'), item('lang:trust')])).toEqual([]);
    expect(shown('path:"my d"|', 0, [item('path:"my d"')])).toEqual([]);
  });

  test('what lies in a folder that stands there', () => {
    expect(shown('path:a/|', 0, [item('path:a/'), item('path:a/b/')])).toEqual(['path:a/b/']);
  });

  test('names of filters alone below a common word, definitions below a name and when asked', () => {
    expect(shown('fi|', 0, [item('file:', 'filter'), symbol])).toEqual(['file:']);
    expect(shown('fi|', 0, [item('file:', 'filter'), symbol], 'asked')).toEqual([
      'file:',
      'filterOf',
    ]);
    expect(shown('filterO|', 0, [symbol])).toEqual(['filterOf']);
    expect(shown('symbol:fi|', 0, [item('symbol:filterOf', 'symbol')])).toEqual([
      'symbol:filterOf',
    ]);
  });
});

test.each([
  ['lang:ru|', 0, 'lang:rust', 'lang:rust |'],
  ['a -lang:ru| b', 3, 'lang:rust', 'a -lang:rust| b'],
  ['path:s|', 0, 'path:src/', 'path:src/|'],
  ['path:my|', 0, 'path:"my docs/"', 'path:"my docs/"|'],
  ['path:"my|"', 0, 'path:"my docs/"', 'path:"my docs/"|'],
  ['la|', 0, 'lang:', 'lang:|'],
  ['(parseC|)', 1, 'parseConfig', '(parseConfig|)'],
  // A letter was typed since the engine was asked.
  ['parseCo|', 0, 'parseConfig', 'parseConfig |'],
])('%s from %i by %s becomes %s', (marked, start, insert, expected) => {
  const { query, caret } = at(marked);
  const next = accept(query, caret, start, item(insert));
  expect(`${next.query.slice(0, next.caret)}|${next.query.slice(next.caret)}`).toBe(expected);
});
