import { spawnSync } from 'node:child_process';

/** Runs a program to its end and answers what it printed; throws with its last words when it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Record<string, string>;
    readonly show?: boolean;
  } = {},
): string {
  const done = spawnSync(program, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  if (done.error) throw done.error;
  if (done.status !== 0) {
    const words = (done.stderr ?? '').trim().split('\n').slice(-3).join(' ');
    throw new Error(`${program} ${args.join(' ')} failed (${done.status}): ${words}`);
  }
  return done.stdout ?? '';
}
