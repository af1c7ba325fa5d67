import { describe, expect, it } from 'vitest';
import { passage } from './fixtures/passages.ts';
import { calledNames, mentionIn, speakerOf } from './mentions.ts';

const found = (name: string, text: string) =>
  mentionIn(passage('a1', 'src/a.ts', text, { startLine: 10 }), name);

describe('the most telling mention of a name', () => {
  it.each([
    ['call', 'const total = priceOf(order);'],
    ['call', 'const total = priceOf<Order>(order);'],
    ['call', 'return new priceOf();'],
    ['import', "import { priceOf } from './price.ts';"],
    ['import', "const price = require('./priceOf');"],
    ['import', "const { priceOf, bill } = require('./price');"],
    ['import', "const { priceOf } = await import('./price.ts');"],
    ['call', "const cost = load('./price.ts', priceOf(order));"],
    ['import', 'use shop::priceOf;'],
    ['inheritance', 'class Sale extends priceOf {'],
    ['inheritance', 'class Sale implements Thing, priceOf {'],
    ['other', 'export function priceOf(order) {'],
    ['other', 'def priceOf(order):'],
    ['other', 'const how = priceOf;'],
  ])('is a kind of %s: %s', (kind, line) => {
    expect(found('priceOf', line)).toMatchObject({ kind, code: line });
  });

  it('is a call rather than the import above it, with its line in the file', () => {
    const text = "import { priceOf } from './price.ts';\n\nexport const bill = () => priceOf(1);";
    expect(found('priceOf', text)).toMatchObject({ kind: 'call', lines: { start: 12, end: 12 } });
    expect(found('Shop.priceOf', text)).toMatchObject({ kind: 'call' });
  });

  it('is none in a comment, in a longer word, or in a line too long to quote', () => {
    expect(found('priceOf', '// priceOf(order) is gone')).toBeNull();
    expect(found('priceOf', 'const priceOfAll = 1;')).toBeNull();
    expect(found('priceOf', `priceOf(${'a, '.repeat(100)});`)).toBeNull();
  });
});

it('a passage speaks under its name, else that of its first definition; a file or a section under none', () => {
  const definitions = [{ name: 'A.b', kind: 'method', line: 1 }] as const;
  expect(speakerOf(passage('a1', 'a.ts', 'x', { name: 'A' }))).toBe('A');
  expect(speakerOf(passage('a1', 'a.ts', 'x', { definitions }))).toBe('A.b');
  expect(speakerOf(passage('a1', 'a.ts', 'x', { name: 'A', type: 'section' }))).toBeNull();
  expect(speakerOf(passage('a1', 'a.ts', 'x', { definitions, type: 'file' }))).toBeNull();
});

it('called names come in their order, each once, without words of the language', () => {
  const text =
    'if (ready(x)) { for (const a of list(all)) emit(a); while (next()) emit(b); return typeof (x); } map<T>(x); go(1);';
  expect(calledNames(text)).toEqual(['ready', 'list', 'emit', 'next']);
});
