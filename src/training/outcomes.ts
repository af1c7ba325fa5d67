import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from './write-whole.ts';

/**
 * The outcomes of steps that follow from one another, each a JSON file of the work folder: a run that was broken off
 * is taken up where it stopped. A step that is done anew takes the outcomes of those after it away.
 */
export interface Outcomes<Step extends string> {
  /** The outcome of a step as it was left, or of doing it now; whether it was done now. */
  kept<Outcome>(step: Step, make: () => Outcome): readonly [Outcome, boolean];
  /** Forgets the step and those after it. */
  forget(step: Step): void;
}

/** `steps`: in the order in which they follow from one another. */
export function openOutcomes<Step extends string>(
  folder: string,
  steps: readonly Step[],
): Outcomes<Step> {
  const fileOf = (step: Step) => path.join(folder, `${step}.json`);
  const forget = (step: Step) => {
    for (const later of steps.slice(steps.indexOf(step))) rmSync(fileOf(later), { force: true });
  };
  return {
    forget,
    kept: <Outcome>(step: Step, make: () => Outcome) => {
      const isMade = !existsSync(fileOf(step));
      if (isMade) {
        forget(step);
        writeWhole(fileOf(step), JSON.stringify(make()));
      }
      return [JSON.parse(readFileSync(fileOf(step), 'utf8')) as Outcome, isMade];
    },
  };
}
