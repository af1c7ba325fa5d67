import { expect, test } from 'vitest';
import { SharedLock } from './shared-lock.ts';

/** Work that says when it begins and ends when it is told. */
function work(log: string[], name: string) {
  let resolve!: (value: string) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<string>((ok, no) => {
    resolve = ok;
    reject = no;
  });
  const run = () => {
    log.push(name);
    return promise;
  };
  return { run, end: () => resolve(name), fail: () => reject(new Error(name)) };
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

test('those who share run together; one alone waits for them, and who comes later for it', async () => {
  const lock = new SharedLock();
  const log: string[] = [];
  const [a, b, alone, late] = ['a', 'b', 'alone', 'late'].map((name) => work(log, name)) as [
    ReturnType<typeof work>,
    ReturnType<typeof work>,
    ReturnType<typeof work>,
    ReturnType<typeof work>,
  ];
  const ends = [
    lock.shared(a.run),
    lock.shared(b.run),
    lock.alone(alone.run),
    lock.shared(late.run),
  ];
  await settle();
  expect(log).toEqual(['a', 'b']);
  a.end();
  await settle();
  expect(log).toEqual(['a', 'b']);
  b.end();
  await settle();
  expect(log).toEqual(['a', 'b', 'alone']);
  alone.end();
  await settle();
  expect(log).toEqual(['a', 'b', 'alone', 'late']);
  late.end();
  expect(await Promise.all(ends)).toEqual(['a', 'b', 'alone', 'late']);
});

test('two who want to be alone take turns, and a failure keeps nobody out', async () => {
  const lock = new SharedLock();
  const log: string[] = [];
  const first = work(log, 'first');
  const second = work(log, 'second');
  const failing = lock.alone(first.run);
  const following = lock.alone(second.run);
  await settle();
  expect(log).toEqual(['first']);
  first.fail();
  await expect(failing).rejects.toThrow('first');
  await settle();
  expect(log).toEqual(['first', 'second']);
  second.end();
  expect(await following).toBe('second');
  expect(await lock.shared(() => Promise.resolve('later'))).toBe('later');
});
