import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from './write-whole.ts';

/** What a step has cost so far, over all runs of the tool that worked on it. */
export interface StepTime {
  readonly wallSeconds: number;
  /** Of this process and of the programs it ran and waited for; the latter where /proc tells (Linux). */
  readonly processorSeconds: number;
}

/** Times of the steps by name, in the order in which they were first done. */
export type StepTimes = Readonly<Record<string, StepTime>>;

/**
 * Times steps and keeps the sums in a file, so that a run that was broken off and taken up again still tells what
 * the whole of it cost. On a shared machine the processor's time is the figure that means something.
 */
export interface StepClock {
  /** The time since the last call is the step's; answers its sum. `anew`: what it cost before counts no more. */
  lap(step: string, anew: boolean): StepTime;
  readonly times: StepTimes;
}

/** `file`: where the sums are kept. */
export function openStepClock(file: string): StepClock {
  const times: Record<string, StepTime> = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, StepTime>)
    : {};
  let wall = performance.now() / 1_000;
  let processor = processorSeconds();
  return {
    times,
    lap: (step, anew) => {
      const before = anew ? undefined : times[step];
      const nowWall = performance.now() / 1_000;
      const nowProcessor = processorSeconds();
      const time = {
        wallSeconds: (before?.wallSeconds ?? 0) + nowWall - wall,
        processorSeconds: (before?.processorSeconds ?? 0) + nowProcessor - processor,
      };
      wall = nowWall;
      processor = nowProcessor;
      times[step] = time;
      writeWhole(file, `${JSON.stringify(times, null, 2)}\n`);
      return time;
    },
  };
}

/** Ticks of /proc a second (proc(5), sysconf(_SC_CLK_TCK)): 100 on every Linux that Node runs on. */
const TICKS = 100;

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + childrenSeconds();
}

function childrenSeconds(): number {
  if (!existsSync('/proc/self/stat')) return 0;
  const text = readFileSync('/proc/self/stat', 'utf8');
  // The name in parentheses may hold spaces; cutime and cstime are fields 16 and 17, counted from 1.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}
