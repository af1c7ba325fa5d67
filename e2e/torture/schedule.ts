/** Which kill comes when: all of it from the seed. */
import type { FailPoint } from '../../src/storage/fail-point.ts';
import { BACKENDS, type Backend } from '../support/browser-process.ts';
import type { Random } from './random.ts';

/** `fresh`: a new repository; `edit`: a few files differ; `rework`: every second file differs. */
export type Work = 'fresh' | 'edit' | 'rework';

export interface Kill {
  readonly backend: Backend;
  readonly work: Work;
  /** The step at which the browser dies; null for a moment of time. */
  readonly step: FailPoint | null;
  /** Where in the time of the work, or among the step's turns: 0 to 1. */
  readonly at: number;
  /** False: the next kill comes while this one's damage is still unmended by a whole ingest. */
  readonly finish: boolean;
}

export const STEPS: readonly FailPoint[] = [
  'upgrade.inside',
  'record.inside',
  'record.after',
  'blob.before',
  'blob.inside',
  'blob.after',
  'commit.before',
  'commit.inside',
  'commit.after',
  'collect.before',
  'collect.inside',
  'collect.after',
];

/** Every third kill at a moment of time, the others at the steps: each step once on each backend in turn. */
export function scheduleOf(kills: number, random: Random): Kill[] {
  const works: readonly Work[] = ['fresh', 'edit', 'rework', 'edit'];
  let bag: { step: FailPoint; backend: Backend }[] = [];
  return Array.from({ length: kills }, (_, index) => {
    const at = random.next();
    const finish = random.next() < 0.8;
    if (index % 3 === 2) {
      return { backend: random.pick(BACKENDS), work: random.pick(works), step: null, at, finish };
    }
    if (bag.length === 0) {
      bag = shuffled(
        BACKENDS.flatMap((backend) => STEPS.map((step) => ({ step, backend }))),
        random,
      );
    }
    const { step, backend } = bag.pop() as { step: FailPoint; backend: Backend };
    const makesDatabase = step === 'upgrade.inside';
    return { backend, work: makesDatabase ? 'fresh' : random.pick(works), step, at, finish };
  });
}

function shuffled<Value>(values: readonly Value[], random: Random): Value[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] as Value, order[last] as Value];
  }
  return order;
}
