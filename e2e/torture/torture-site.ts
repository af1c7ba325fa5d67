/**
 * Serves the build for torture, always at the same port (the origin owns the data), and decides what happens at
 * each fail point: the engine asks by `GET /fail-point/<step>` and waits for the answer (src/storage/fail-point.ts).
 */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runTool } from '../../.ci/run-step.mjs';
import { serve } from '../../.ci/serve.mjs';
import type { FailPoint } from '../../src/storage/fail-point.ts';

/** `stop`: the answer never comes. */
export type FailAnswer = 'go' | 'stop' | 'abort' | 'throw' | 'quota';

/** Called when the engine has reached a step; `count` is 1 at the first time since `watch`. */
export type FailRule = (step: FailPoint, count: number) => FailAnswer;

const PROJECT = resolve(import.meta.dirname, '../..');
/** Relative to the project: the build's last step resolves it so. */
const OUT = '.cache/torture/dist';
const BUILD = join(PROJECT, OUT);

export interface TortureSite {
  readonly url: string;
  readonly origin: string;
  /** Decides from now on, counting anew; returns the live counts by step. */
  watch(rule?: FailRule): ReadonlyMap<FailPoint, number>;
  close(): Promise<void>;
}

export async function startTortureSite(): Promise<TortureSite> {
  await buildForTorture();
  let counts = new Map<FailPoint, number>();
  let rule: FailRule = () => 'go';
  const server = await serve({
    root: BUILD,
    answer: (_method, path) => {
      const step = /^\/fail-point\/(.+)$/.exec(path)?.[1] as FailPoint | undefined;
      if (step === undefined) return null;
      const count = (counts.get(step) ?? 0) + 1;
      counts.set(step, count);
      const answer = rule(step, count);
      return answer === 'stop' ? new Promise<string>(() => undefined) : Promise.resolve(answer);
    },
  });
  return {
    url: server.url,
    origin: new URL(server.url).origin,
    watch(next = () => 'go') {
      counts = new Map();
      rule = next;
      return counts;
    },
    close: () => server.close(),
  };
}

/**
 * Builds the variant with fail points when there is none, or a source is newer. It is without the hub, too, so that one
 * build serves the tests of both (`.ci/test.mjs` makes the same).
 */
export async function buildForTorture(): Promise<string> {
  const built =
    statSync(join(BUILD, 'asset-manifest.json'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < (await newestSource())) {
    const options = [
      'build',
      '--logLevel',
      'warn',
      '--mode',
      'torture',
      '--outDir',
      OUT,
      '--emptyOutDir',
    ];
    await runTool('vite', options, { VITE_MODEL_HUB: 'off' });
  }
  return BUILD;
}

async function newestSource(): Promise<number> {
  let newest = 0;
  for (const folder of ['src', 'public', '.ci/build']) {
    for (const entry of await readdir(join(PROJECT, folder), { recursive: true })) {
      if (/\.test\.tsx?$/.test(entry)) continue;
      newest = Math.max(newest, statSync(join(PROJECT, folder, entry)).mtimeMs);
    }
  }
  return newest;
}
