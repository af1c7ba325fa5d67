import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStepClock } from './step-times.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'step-times-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('adds up what a step cost over several runs, in order', () => {
  const file = path.join(folder, 'times.json');
  const first = openStepClock(file).lap('pairs', true);
  const second = openStepClock(file);
  expect(second.lap('pairs', false).wallSeconds).toBeGreaterThan(first.wallSeconds);
  second.lap('train', true);
  expect(Object.keys(openStepClock(file).times)).toEqual(['pairs', 'train']);
  expect(openStepClock(file).times).toEqual(second.times);
});

it('forgets what a step cost that is done anew', () => {
  const file = path.join(folder, 'times.json');
  const clock = openStepClock(file);
  spin(0.03);
  const before = clock.lap('pairs', true);
  expect(clock.lap('pairs', true).processorSeconds).toBeLessThan(before.processorSeconds);
});

it.runIf(process.platform === 'linux')('counts the programs that were run', () => {
  const clock = openStepClock(path.join(folder, 'times.json'));
  const work = 'const end = process.cpuUsage().user + 1e5; while (process.cpuUsage().user < end);';
  spawnSync(process.execPath, ['-e', work]);
  expect(clock.lap('train', true).processorSeconds).toBeGreaterThan(0.09);
});

/** Uses so many seconds of processor time. */
function spin(seconds: number): void {
  const end = process.cpuUsage().user + seconds * 1e6;
  while (process.cpuUsage().user < end);
}
