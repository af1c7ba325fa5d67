import { expect, test } from 'vitest';
import { inOrder, limiter } from './in-order.ts';

test('results come in order and never more than asked for are prepared ahead', async () => {
  let prepared = 0;
  const got: number[] = [];
  const items = Array.from({ length: 50 }, (_, index) => index);
  const results = inOrder(items, 4, async (item) => {
    prepared += 1;
    // Later items are ready earlier.
    for (let turn = 0; turn < 50 - item; turn += 1) await null;
    return item;
  });
  for await (const result of results) {
    got.push(result);
    expect(prepared).toBeLessThanOrEqual(got.length + 3);
  }
  expect(got).toEqual(items);
});

test('the limiter keeps its limit, its order, and its slots when tasks fail', async () => {
  const limited = limiter(2);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const tasks = Array.from({ length: 9 }, (_, index) =>
    limited(async () => {
      started.push(index);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index % 3 === 0) throw new Error('x');
    }).catch(() => {}),
  );
  await Promise.all(tasks);
  expect(most).toBe(2);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
