import { expect, test, vi } from 'vitest';
import { type AddressBar, createPlaceStore } from './place-store.ts';

function historyOf(...entries: string[]) {
  let at = entries.length - 1;
  let moved = () => {};
  const bar: AddressBar = {
    fragment: () => entries[at] ?? '',
    push: (fragment) => {
      entries.splice(at + 1, entries.length, fragment);
      at += 1;
    },
    replace: (fragment) => {
      entries[at] = fragment;
    },
    onMove: (listener) => {
      moved = listener;
    },
  };
  const back = () => {
    at -= 1;
    moved();
  };
  return { bar, entries, back };
}

test('it starts where the address says, and Back returns there', () => {
  const { bar, entries, back } = historyOf('#/rxjs?q=retry');
  const place = createPlaceStore(bar);
  place.go({ path: 'src/a.ts' });
  expect(entries).toEqual(['#/rxjs?q=retry', '#/rxjs/src/a.ts?q=retry']);
  back();
  expect(place.getState()).toMatchObject({ repository: 'rxjs', path: null, query: 'retry' });
});

test('a run of keystrokes is one entry, a pause begins another', () => {
  vi.useFakeTimers();
  const { bar, entries } = historyOf('#/r');
  const place = createPlaceStore(bar);
  for (const [index, query] of ['r', 're', 'ret'].entries()) place.type(query, index * 100);
  vi.runAllTimers();
  place.type('retry', 9000);
  vi.runAllTimers();
  vi.useRealTimers();
  expect(entries).toEqual(['#/r', '#/r?q=ret', '#/r?q=retry']);
});

test('what was typed last is in the address before the next step is taken', () => {
  vi.useFakeTimers();
  const { bar, entries } = historyOf('#/r');
  const place = createPlaceStore(bar);
  place.type('a', 0);
  place.type('ab', 10);
  place.go({ path: 'x' });
  vi.runAllTimers();
  vi.useRealTimers();
  expect(entries).toEqual(['#/r', '#/r?q=ab', '#/r/x?q=ab']);
});

test('going where one is adds no entry', () => {
  const { bar, entries } = historyOf('#/r');
  createPlaceStore(bar).go({ repository: 'r' });
  expect(entries).toEqual(['#/r']);
});
