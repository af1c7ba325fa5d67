import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from './throttle.ts';

describe('a throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows the first at once and the last of a burst after the pause, though nothing follows', () => {
    const shown: string[] = [];
    const throttle = new Throttle<string>(120, (value) => shown.push(value));
    for (const value of ['', 'a', 'ab', 'abc']) throttle.push(value);
    expect(shown).toEqual(['']);
    vi.advanceTimersByTime(120);
    expect(shown).toEqual(['', 'abc']);
    throttle.push('abcd');
    expect(shown).toEqual(['', 'abc']);
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual(['', 'abc', 'abcd']);
    throttle.push('abcde');
    expect(shown.at(-1)).toBe('abcde');
  });

  it('shows nothing more once it was stopped', () => {
    const shown: string[] = [];
    const throttle = new Throttle<string>(120, (value) => shown.push(value));
    for (const value of ['a', 'ab']) throttle.push(value);
    throttle.stop();
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual(['a']);
  });
});
