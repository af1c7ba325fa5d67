import { expect, test } from 'vitest';
import { createEmphasisStore } from './emphasis-store.ts';

function keeper(text: string | null = null) {
  let kept = text;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

test('emphasis lasts as long as the page unless it is kept', () => {
  const storage = keeper();
  const store = createEmphasisStore(storage);
  store.set('words', 2);
  expect(createEmphasisStore(storage).getState()).toEqual({ emphasis: {}, kept: false });
  store.keep(true);
  store.set('test', 0);
  const kept = { emphasis: { words: 2, test: 0 }, kept: true };
  expect(createEmphasisStore(storage).getState()).toEqual(kept);
  store.keep(false);
  expect(createEmphasisStore(storage).getState()).toEqual({ emphasis: {}, kept: false });
  expect(store.getState().emphasis).toEqual({ words: 2, test: 0 });
});

test('what counts once is not an emphasis, and none is left after a reset', () => {
  const store = createEmphasisStore(keeper());
  store.set('words', 2);
  store.set('depth', 9);
  store.set('words', 1);
  expect(store.getState().emphasis).toEqual({ depth: 3 });
  store.reset();
  expect(store.getState().emphasis).toEqual({});
});

test.each([
  ['not json', {}, false],
  ['7', {}, false],
  ['{"words":"2","depth":-4,"unknown":2,"test":1}', { depth: 0 }, true],
])('what is stored is taken as far as it fits: %s', (text, emphasis, kept) => {
  expect(createEmphasisStore(keeper(text)).getState()).toEqual({ emphasis, kept });
});
