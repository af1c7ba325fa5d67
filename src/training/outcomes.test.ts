import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOutcomes } from './outcomes.ts';

const STEPS = ['words', 'numbers', 'table'] as const;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'outcomes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Goes through all steps as a new run does; answers those that it had to do. */
function run(failing?: (typeof STEPS)[number]): string[] {
  const outcomes = openOutcomes(folder, STEPS);
  const done: string[] = [];
  for (const step of STEPS) {
    const [outcome] = outcomes.kept(step, () => {
      if (step === failing) throw new Error('broken off');
      done.push(step);
      return { of: step };
    });
    expect(outcome).toEqual({ of: step });
  }
  return done;
}

it('does again only the step that was broken off and what follows', () => {
  expect(() => run('numbers')).toThrow('broken off');
  expect(run()).toEqual(['numbers', 'table']);
  expect(run()).toEqual([]);
});

it('takes away what follows from a step that is done anew, even if that fails', () => {
  run();
  openOutcomes(folder, STEPS).forget('words');
  expect(() => run('numbers')).toThrow('broken off');
  expect(run()).toEqual(['numbers', 'table']);
});

it('takes away what follows when a step alone was deleted', () => {
  run();
  rmSync(path.join(folder, 'numbers.json'));
  expect(() => run('numbers')).toThrow('broken off');
  expect(run()).toEqual(['numbers', 'table']);
});
