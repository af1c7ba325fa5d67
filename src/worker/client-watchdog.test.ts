import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchAnswers } from './client-watchdog.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An engine whose answers the test gives out. */
function watched(isWaited: () => boolean) {
  const told: boolean[] = [];
  const answers: (() => void)[] = [];
  const stop = watchAnswers({
    isWaited,
    ask: () => new Promise<void>((resolve) => answers.push(resolve)),
    onStuck: (isStuck) => told.push(isStuck),
  });
  return { told, answers, stop };
}

test('an engine that does not answer for 30 s while it is waited for is told once, and its late answer, too', async () => {
  const { told, answers } = watched(() => true);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([true]);
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual([true, false]);
});

test('an engine that answers each question is left alone, however long the request takes', async () => {
  const { told, answers } = watched(() => true);
  for (let look = 0; look < 100; look++) {
    await vi.advanceTimersByTimeAsync(5_000);
    answers.at(-1)?.();
  }
  expect(told).toEqual([]);
  expect(answers.length).toBeGreaterThan(10);
});

test('nothing is asked of an engine that nobody waits for, nor after the end', async () => {
  const idle = watched(() => false);
  const ended = watched(() => true);
  ended.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect([...idle.answers, ...ended.answers, ...idle.told, ...ended.told]).toEqual([]);
});
