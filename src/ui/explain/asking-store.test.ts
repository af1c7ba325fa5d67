import { expect, it } from 'vitest';
import { createPlaceStore } from '../stores/place-store.ts';
import { type AskingStore, createAskingStore } from './asking-store.ts';

function setUp(fragment = '#/shop?q=price') {
  const history = [fragment];
  let at = 0;
  let moved: () => void = () => undefined;
  const place = createPlaceStore({
    fragment: () => history[at] ?? '',
    push: (next) => {
      history.splice(++at, history.length, next);
    },
    replace: (next) => {
      history[at] = next;
    },
    onMove: (listener) => {
      moved = listener;
    },
  });
  const engine = {} as AskingStore['engine'];
  const storage = { getItem: () => null, setItem: () => undefined };
  return {
    place,
    asking: createAskingStore(engine, storage, place),
    history,
    move: (steps: number) => {
      at += steps;
      moved();
    },
  };
}

it('a question is a step of the address, which Back and Forward undo and do again', () => {
  const { asking, history, move } = setUp();
  expect(asking.getState()).toMatchObject({ open: false, turn: 0 });
  asking.ask('how are prices made');
  expect(asking.getState()).toMatchObject({
    open: true,
    question: 'how are prices made',
    turn: 1,
    fresh: true,
  });
  expect(history.at(-1)).toBe('#/shop?q=price&explain=how+are+prices+made');
  move(-1);
  expect(asking.getState()).toMatchObject({ open: false });
  move(1);
  expect(asking.getState()).toMatchObject({ open: true, turn: 2, fresh: false });
});

it('the same question can be asked again, which is no new step', () => {
  const { asking, history } = setUp();
  asking.ask('why');
  asking.ask('why');
  expect(asking.getState()).toMatchObject({ turn: 2, fresh: true });
  expect(history).toHaveLength(2);
});

it('an address with a question opens with it, and a file opened from it leaves it as it is', () => {
  const { asking, place } = setUp('#/shop?explain=why');
  expect(asking.getState()).toEqual({ open: true, question: 'why', turn: 1, fresh: false });
  place.go({ path: 'a.ts' });
  expect(asking.getState().turn).toBe(1);
  asking.close();
  expect(asking.getState().open).toBe(false);
  expect(place.getState()).toMatchObject({ path: 'a.ts', explain: null });
});
